import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { DateField, TimeField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Toggle } from "@tillbox/shared/ui/toggle.tsx";
import { useState } from "preact/hooks";
import { fieldProblems, unplaced } from "../field-problems.ts";
import { ReasonField } from "../order/reason-field.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { changeOf, draftOf, type EntryDraft, errorsOf } from "./entry-draft.ts";
import { useSave } from "./use-save.ts";

type Edit = { draft: EntryDraft; set(draft: EntryDraft): void; errorOf(path: string): string | undefined };

const usual = ["Forgot to clock out", "Forgot to clock in", "Forgot the break", "Wrong person"];

function Times({ draft, set, errorOf }: Edit) {
  return (
    <div class="pos-entry-times">
      <DateField
        label="Came on"
        value={draft.startDay}
        error={errorOf("startedAt")}
        onInput={(startDay) => set({ ...draft, startDay })}
      />
      <TimeField label="at" value={draft.startTime} onInput={(startTime) => set({ ...draft, startTime })} />
      {!draft.isOpen && (
        <>
          <DateField
            label="Left on"
            value={draft.endDay}
            error={errorOf("endedAt")}
            onInput={(endDay) => set({ ...draft, endDay })}
          />
          <TimeField label="at" value={draft.endTime} onInput={(endTime) => set({ ...draft, endTime })} />
        </>
      )}
    </div>
  );
}

function Breaks({ draft, set, errorOf }: Edit) {
  const change = (id: string, fields: Partial<EntryDraft["breaks"][number]>): void =>
    set({ ...draft, breaks: draft.breaks.map((one) => (one.id === id ? { ...one, ...fields } : one)) });
  return (
    <section class="pos-team-section">
      <SectionLabel>Breaks</SectionLabel>
      {draft.breaks.map(({ id, from, to }, index) => (
        <div key={id} class="pos-entry-break">
          <TimeField
            label={`Break ${index + 1} from`}
            value={from}
            error={errorOf(`breaks.${index}`)}
            onInput={(text) => change(id, { from: text })}
          />
          <TimeField label="to" value={to} onInput={(text) => change(id, { to: text })} />
          <IconButton
            icon="trash"
            kind="danger"
            label={`Take break ${index + 1} out`}
            onClick={() => set({ ...draft, breaks: draft.breaks.filter((one) => one.id !== id) })}
          />
        </div>
      ))}
      <Button
        icon="plus"
        disabled={draft.breaks.length >= 20}
        onClick={() => set({ ...draft, breaks: [...draft.breaks, { id: newId(), from: "", to: "" }] })}
      >
        Add a break
      </Button>
    </section>
  );
}

type Props = { entry: TimeEntry; name: string; onClose(): void; onDone(): void };

function useEntry({ entry, onDone }: Props) {
  const { figures, notices } = usePos();
  const { timeZone } = figures.value;
  const save = useSave();
  const [draft, set] = useState(() => {
    const first = draftOf(entry, timeZone);
    // Whoever corrects an open one mostly says when it ended.
    return { ...first, isOpen: false };
  });
  const [isTried, setTried] = useState(false);
  const own = errorsOf(draft);
  const told = fieldProblems(save.problem);
  const errorOf = (path: string): string | undefined =>
    (isTried ? own.get(path) : undefined) ?? told.get(path);
  const send = (): void => {
    setTried(true);
    if (own.size > 0) return;
    const body = { ...changeOf(draft, entry, timeZone), reason: draft.reason.trim() };
    void save.run({ method: "PUT", path: `/api/time-entries/${entry.id}`, body }, () => {
      notices.say("The working time is corrected", { icon: "check" });
      onDone();
    });
  };
  const isSame = own.size === 0 && Object.keys(changeOf(draft, entry, timeZone)).length === 0;
  return { ...save, draft, set, errorOf, send, isSame };
}

/** Another begin, another end, another break, with the reason; what it was stays in the books. */
export function EntryForm(props: Props) {
  const { name, onClose } = props;
  const { draft, set, errorOf, send, isBusy, isSame, problem } = useEntry(props);
  return (
    <Sheet
      open
      place="end"
      title="Correct the working time"
      subtitle={name}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" busy={isBusy} disabled={isSame} onClick={send}>
            Correct it
          </Button>
        </>
      }
    >
      <div class="pos-team-editor">
        <Refused
          problem={unplaced(
            problem,
            (path) => path.startsWith("breaks.") || path === "startedAt" || path === "endedAt",
          )}
        />
        <Times draft={draft} set={set} errorOf={errorOf} />
        <Toggle
          label="Still at work"
          hint="Nobody has ended it yet"
          on={draft.isOpen}
          onChange={(isOpen) => set({ ...draft, isOpen })}
        />
        <Breaks draft={draft} set={set} errorOf={errorOf} />
        <ReasonField
          label="Why is it corrected?"
          usual={usual}
          value={draft.reason}
          isMissing={errorOf("reason") !== undefined}
          onInput={(reason) => set({ ...draft, reason })}
        />
      </div>
    </Sheet>
  );
}
