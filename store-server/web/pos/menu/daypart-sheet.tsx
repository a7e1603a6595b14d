import type { Daypart } from "@tillbox/shared/contract/daypart.ts";
import { type Weekday, weekdays } from "@tillbox/shared/contract/menu-words.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { TextField, TimeField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { useState } from "preact/hooks";
import { toggledIn } from "./item-form.ts";
import { daypartText, dayWords } from "./menu-words.ts";
import { RecordSheet, useRecord } from "./record-sheet.tsx";

const weekdaysOnly: readonly Weekday[] = ["mon", "tue", "wed", "thu", "fri"];

const errorsOf = (name: string, days: readonly Weekday[], from: string, to: string): Map<string, string> => {
  const errors = new Map<string, string>();
  if (name.trim() === "") errors.set("name", "Give it a name, like Lunch.");
  if (days.length === 0) errors.set("days", "choose at least one day");
  if (from === "") errors.set("from", "Say when it begins.");
  if (to === "") errors.set("to", "Say when it ends.");
  return errors;
};

/** A named time of the week. */
export function DaypartSheet({ daypart, onClose }: { daypart: Daypart | null; onClose(): void }) {
  const [id] = useState(newId);
  const [name, setName] = useState(daypart?.name ?? "");
  const [days, setDays] = useState<readonly Weekday[]>(daypart?.days ?? weekdaysOnly);
  const [from, setFrom] = useState(daypart?.from ?? "");
  const [to, setTo] = useState(daypart?.to ?? "");
  const errors = errorsOf(name, days, from, to);
  const path = "/api/dayparts";
  const record = useRecord({ path, id: daypart?.id ?? null, newId: id, errors, onClose });
  const dayError = record.errorOf("days");
  return (
    <RecordSheet
      title={daypart?.name ?? "New time"}
      known={daypart ? { path: `${path}/${daypart.id}`, what: daypart.name } : null}
      record={record}
      isPlaced={(field) => ["name", "days", "from", "to"].includes(field)}
      onSave={() =>
        record.send({ name: name.trim(), days: weekdays.filter((day) => days.includes(day)), from, to })
      }
      onClose={onClose}
    >
      <TextField
        label="Name"
        placeholder="Lunch"
        maxLength={120}
        value={name}
        error={record.errorOf("name")}
        onInput={setName}
      />
      <OptionGroup label="Begins on" {...(dayError === undefined ? {} : { error: dayError })}>
        {weekdays.map((day) => (
          <Chip key={day} on={days.includes(day)} onToggle={() => setDays(toggledIn(days, day))}>
            {dayWords[day]}
          </Chip>
        ))}
      </OptionGroup>
      <div class="pos-menu-form">
        <TimeField label="From" value={from} error={record.errorOf("from")} onInput={setFrom} />
        <TimeField label="Until" value={to} error={record.errorOf("to")} onInput={setTo} />
      </div>
      <p class="pos-menu-hint">
        {from === "" || to === "" || days.length === 0
          ? "The same time twice means the whole day; an end before the begin goes over midnight."
          : `${daypartText({ days: [...days], from, to })}.`}
      </p>
    </RecordSheet>
  );
}
