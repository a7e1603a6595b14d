import type { Drawer, DrawerCount } from "@tillbox/shared/contract/drawer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Totals } from "@tillbox/shared/ui/totals.tsx";
import { useState } from "preact/hooks";
import { closeDrawer } from "../../client/cash-intents.ts";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { overShortTone, overShortWord } from "./moves.ts";

function Found({ count, float }: { count: DrawerCount; float: number }) {
  const { money, amount } = usePos().figures.value;
  const { overShort } = count;
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
            { label: "Should be there", amount: amount(count.expected) },
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
  const isClosed = drawer.status === "closed";
  const close = (): void => void run(closeDrawer(drawer.id, note.trim()), () => undefined);
  return (
    <section class="pos-paid" aria-label="Count">
      <div class="pos-due">
        <span />
        <Connection />
      </div>
      <Found count={count} float={drawer.float} />
      <div class="pos-take-end">
        {!isClosed && count.overShort !== 0 && (
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
