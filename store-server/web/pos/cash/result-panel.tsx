import type { Drawer, DrawerCount } from "@tillbox/shared/contract/drawer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { useEffect, useState } from "preact/hooks";
import { closeDrawer } from "../../client/cash-intents.ts";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { overShortTone, overShortWord } from "./moves.ts";

/** A view that everybody gets is blind; who may know what should be there asks for it. Null: it is told when the drawer is closed. */
const useExpected = (drawer: Drawer, count: DrawerCount): number | null => {
  const { api, session } = usePos().client;
  const [asked, setAsked] = useState<number | null>(null);
  const mayAsk = count.expected === null && session.may("drawer.expected");
  useEffect(() => {
    if (!mayAsk) return;
    const path = `/api/drawers/${drawer.id}/expected`;
    void api.get<{ expected: number }>(path).then(
      ({ expected }) => setAsked(expected),
      () => setAsked(null),
    );
  }, [mayAsk, drawer.id, count.id]);
  return count.expected ?? asked;
};

function BlindCount({ count }: { count: DrawerCount }) {
  const { money } = usePos().figures.value;
  return (
    <div class="pos-found" data-tone="plain" role="status">
      <span class="pos-paid-mark">
        <Icon name="check" size={44} />
      </span>
      <h2>Counted</h2>
      <strong class="ltr">{money(count.counted)}</strong>
      <p class="pos-calm">What is over or short is told when the drawer is closed.</p>
    </div>
  );
}

type FoundProps = { count: DrawerCount; expected: number; float: number };
function Found({ count, expected, float }: FoundProps) {
  const { money, amount } = usePos().figures.value;
  const overShort = count.counted - expected;
  return (
    <div class="pos-found" data-tone={overShortTone(overShort)} role="status">
      <span class="pos-paid-mark">
        <Icon name={overShort === 0 ? "check" : "alert"} size={44} />
      </span>
      <h2>{overShortWord(overShort)}</h2>
      {overShort !== 0 && <strong class="ltr">{money(Math.abs(overShort))}</strong>}
      <div class="pos-found-sums">
        <Totals
          rows={[
            { label: "Float", amount: amount(float) },
            { label: "Should be there", amount: amount(expected) },
          ]}
          total={{ label: "Counted", amount: money(count.counted) }}
        />
      </div>
    </div>
  );
}

type Props = { drawer: Drawer; count: DrawerCount; onAgain(): void; onClosed(): void };

/** What the count found, and the end of the session. */
export function ResultPanel({ drawer, count, onAgain, onClosed }: Props) {
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [note, setNote] = useState("");
  const expected = useExpected(drawer, count);
  const isClosed = drawer.status === "closed";
  const close = (): void => void run(closeDrawer(drawer.id, note.trim()), () => undefined);
  return (
    <section class="pos-paid" aria-label="Count">
      <div class="pos-due">
        <span />
        <Connection />
      </div>
      {expected === null ? (
        <BlindCount count={count} />
      ) : (
        <Found count={count} expected={expected} float={drawer.float} />
      )}
      <div class="pos-take-end">
        {!isClosed && expected !== count.counted && (
          <TextField
            label="Note"
            placeholder="What may have happened"
            value={note}
            maxLength={300}
            onInput={setNote}
          />
        )}
        <Refused problem={problem} onApproved={onApproved} />
        {isClosed ? (
          <Button kind="primary" size="xl" wide icon="check" onClick={onClosed}>
            Done
          </Button>
        ) : (
          <div class="pos-paid-actions">
            <Button size="xl" icon="retry" onClick={onAgain}>
              Count again
            </Button>
            <Button size="xl" kind="primary" icon="lock" busy={isBusy} onClick={close}>
              Close the drawer
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
