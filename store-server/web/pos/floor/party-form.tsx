import type { WaitEstimate } from "@tillbox/shared/contract/reservation.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField, TimeField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { minutesText } from "../../common/figures.ts";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { guestsText } from "./parties.ts";
import { book, joinLine } from "./party-intents.ts";
import { daysFrom, instantAt, nextQuarter } from "./party-times.ts";
import { TableChoice } from "./table-choice.tsx";

export type Words = { guests: number; name: string; phone: string; notes: string };
const nobody: Words = { guests: 2, name: "", phone: "", notes: "" };
const given = (words: Words) => ({
  guests: words.guests,
  name: words.name.trim(),
  ...(words.phone.trim() === "" ? {} : { phone: words.phone.trim() }),
  ...(words.notes.trim() === "" ? {} : { notes: words.notes.trim() }),
});

type FieldsProps = { words: Words; set(words: Words): void; problems: ReadonlyMap<string, string> };

export function PartyFields({ words, set, problems }: FieldsProps) {
  return (
    <>
      <TextField
        label="Name"
        required
        value={words.name}
        error={problems.get("name")}
        onInput={(name) => set({ ...words, name })}
      />
      <TextField
        label="Telephone"
        type="tel"
        value={words.phone}
        error={problems.get("phone")}
        onInput={(phone) => set({ ...words, phone })}
      />
      <TextField
        label="Note"
        rows={2}
        maxLength={1000}
        value={words.notes}
        error={problems.get("notes")}
        onInput={(notes) => set({ ...words, notes })}
      />
    </>
  );
}

export const errorsOf = (
  problem: { details: { errors?: readonly { path: string; message: string }[] } } | null,
) =>
  new Map((problem?.details.errors ?? []).map(({ path, message }) => [path.split(".")[0] ?? path, message]));

export function PartyGuests({ words, set }: Omit<FieldsProps, "problems">) {
  return (
    <OptionGroup label="Guests">
      <QuantityStepper
        label="Guests"
        size="l"
        value={words.guests}
        onChange={(guests) => set({ ...words, guests })}
      />
    </OptionGroup>
  );
}

const daysAhead = 60;

type WhenProps = {
  /** A day that is offered besides those from today on. */
  keeps?: string;
  date: string;
  time: string;
  error: string | undefined;
  onDate(date: string): void;
  onTime(time: string): void;
};

export function When({ keeps, date, time, error, onDate, onTime }: WhenProps) {
  const { client, figures } = usePos();
  const { timeZone, day } = figures.value;
  const ahead = daysFrom(client.clock.now.peek(), timeZone, daysAhead);
  const [today] = ahead;
  const days = keeps === undefined || ahead.includes(keeps) ? ahead : [keeps, ...ahead].sort();
  return (
    <div class="pos-pair">
      <Select
        label="Day"
        value={date}
        options={days.map((value) => ({ value, label: value === today ? "Today" : day(value) }))}
        onSelect={onDate}
      />
      <TimeField label="Time" value={time} error={error} onInput={onTime} />
    </div>
  );
}

/** A booking for guests who call. */
export function BookForm({ onClose }: { onClose(): void }) {
  const { client, figures, notices } = usePos();
  const { timeZone } = figures.value;
  const { run, isBusy, problem } = useSubmit();
  const now_ms = client.clock.now.peek();
  const [id] = useState(newId);
  const [words, set] = useState(nobody);
  const [date, setDate] = useState(daysFrom(now_ms, timeZone, 1)[0] ?? "");
  const [time, setTime] = useState(nextQuarter(now_ms + 3_600_000, timeZone));
  const [tableIds, choose] = useState<string[] | null>(null);
  const at = date === "" || time === "" ? null : instantAt(date, time, timeZone);
  const problems = errorsOf(problem);
  const onDate = (value: string): void => {
    setDate(value);
    choose(null);
  };
  const onTime = (value: string): void => {
    setTime(value);
    choose(null);
  };
  const done = (): void => {
    notices.say(`Booked: ${words.name.trim()}, ${guestsText(words.guests)}, ${time}`, { icon: "check" });
    onClose();
  };
  const submit = (): void => {
    if (at === null) return;
    void run(book({ id, ...given(words), at, source: "pos", ...(tableIds ? { tableIds } : {}) }), done);
  };
  return (
    <Sheet
      open
      place="end"
      title="Book a table"
      actions={
        <Button
          size="l"
          kind="primary"
          icon="check"
          busy={isBusy}
          disabled={words.name.trim() === "" || at === null}
          onClick={submit}
        >
          Book for {words.guests}
        </Button>
      }
      onClose={onClose}
    >
      <div class="pos-stack">
        <PartyGuests words={words} set={set} />
        <When date={date} time={time} error={problems.get("at")} onDate={onDate} onTime={onTime} />
        {at !== null && (
          <TableChoice
            guests={words.guests}
            at={at}
            chosen={tableIds}
            onChoose={choose}
            anyLabel="Best that fits"
            onTime={(other) => setTime(figures.value.time(other))}
          />
        )}
        <PartyFields words={words} set={set} problems={problems} />
        {problems.size === 0 && <Refused problem={problem} />}
      </div>
    </Sheet>
  );
}

const estimateText = ({ waitMinutes, ahead, tables }: WaitEstimate): string => {
  if (tables) return `Table ${tables.names.join(" + ")} is free for them now.`;
  const before = ahead === 0 ? "" : `, ${ahead} ${ahead === 1 ? "party" : "parties"} before them`;
  return waitMinutes === null
    ? "No table of this store seats so many."
    : `They wait about ${minutesText(waitMinutes)}${before}.`;
};

/** Guests at the door, for whom no table is free. */
export function WaitForm({ onClose }: { onClose(): void }) {
  const { notices } = usePos();
  const { run, isBusy, problem } = useSubmit();
  const [id] = useState(newId);
  const [words, set] = useState(nobody);
  const estimate = useRead<WaitEstimate>(`/api/waitlist/estimate?guests=${words.guests}`).value;
  const problems = errorsOf(problem);
  const submit = (): void =>
    void run(joinLine({ id, ...given(words) }), () => {
      notices.say(`On the waitlist: ${words.name.trim()}, ${guestsText(words.guests)}`, { icon: "check" });
      onClose();
    });
  return (
    <Sheet
      open
      place="end"
      title="Add to waitlist"
      actions={
        <Button
          size="l"
          kind="primary"
          icon="check"
          busy={isBusy}
          disabled={words.name.trim() === ""}
          onClick={submit}
        >
          Add {guestsText(words.guests)}
        </Button>
      }
      onClose={onClose}
    >
      <div class="pos-stack">
        <PartyGuests words={words} set={set} />
        <p class="pos-estimate" aria-live="polite">
          {estimate ? estimateText(estimate) : " "}
        </p>
        <PartyFields words={words} set={set} problems={problems} />
        {problems.size === 0 && <Refused problem={problem} />}
      </div>
    </Sheet>
  );
}
