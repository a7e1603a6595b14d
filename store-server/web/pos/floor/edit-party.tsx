import type { Reservation, WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Select } from "@tillbox/shared/ui/select.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { minutesText } from "../../common/figures.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { tableNames } from "./parties.ts";
import { bookingChange, waitChange, wordsOf } from "./party-change.ts";
import { errorsOf, PartyFields, PartyGuests, When } from "./party-form.tsx";
import { changeBooking, changeWaiting } from "./party-intents.ts";
import { instantAt, localText } from "./party-times.ts";
import { TableChoice } from "./table-choice.tsx";

const stays = [45, 60, 75, 90, 105, 120, 150, 180, 240];

type FrameProps = {
  title: string;
  isBusy: boolean;
  isComplete: boolean;
  onSave(): void;
  onClose(): void;
  children: ComponentChildren;
};
function Frame({ title, isBusy, isComplete, onSave, onClose, children }: FrameProps) {
  return (
    <Sheet
      open
      place="end"
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Back
          </Button>
          <Button size="l" kind="primary" icon="check" busy={isBusy} disabled={!isComplete} onClick={onSave}>
            Save
          </Button>
        </>
      }
    >
      <div class="pos-stack">{children}</div>
    </Sheet>
  );
}

/** Everything about a booking that guests call again for: how many, when, where, who. */
export function EditBooking({ booking, onClose }: { booking: Reservation; onClose(): void }) {
  const { client, figures } = usePos();
  const { timeZone } = figures.value;
  const { run, isBusy, problem } = useSubmit();
  const [startDate = "", startTime = ""] = localText(Date.parse(booking.at), timeZone).split("T");
  const [words, setWords] = useState(wordsOf(booking));
  const [date, setDate] = useState(startDate);
  const [time, setTime] = useState(startTime);
  const [durationMinutes, setDuration] = useState(booking.durationMinutes);
  const [tableIds, choose] = useState<string[] | null>(null);
  const isSame = date === startDate && time === startTime;
  const at = isSame ? booking.at : time === "" ? null : instantAt(date, time, timeZone);
  const problems = errorsOf(problem);
  const save = (): void => {
    if (at === null) return;
    const change = bookingChange(booking, { words, at, durationMinutes, tableIds });
    if (Object.keys(change).length === 0) return onClose();
    void run(changeBooking(booking, change), onClose);
  };
  const lengths = [...new Set([...stays, booking.durationMinutes])].sort((a, b) => a - b);
  return (
    <Frame
      title="Change the booking"
      isBusy={isBusy}
      isComplete={words.name.trim() !== "" && at !== null}
      onSave={save}
      onClose={onClose}
    >
      <PartyGuests words={words} set={setWords} />
      <When
        keeps={startDate}
        date={date}
        time={time}
        error={problems.get("at")}
        onDate={setDate}
        onTime={setTime}
      />
      <Select
        label="How long they stay"
        value={String(durationMinutes)}
        options={lengths.map((minutes) => ({ value: String(minutes), label: minutesText(minutes) }))}
        onSelect={(minutes) => setDuration(Number(minutes))}
      />
      {at !== null && (
        <TableChoice
          guests={words.guests}
          at={at}
          reservationId={booking.id}
          chosen={tableIds}
          onChoose={choose}
          anyLabel={
            booking.fixed
              ? `As booked: ${tableNames(booking.tableIds, client.store.tables.all.value)}`
              : "Best that fits"
          }
          onTime={(other) => setTime(figures.value.time(other))}
        />
      )}
      <PartyFields words={words} set={setWords} problems={problems} />
      {problems.size === 0 && <Refused problem={problem} />}
    </Frame>
  );
}

/** A party at the door that grew, or whose number was misheard. */
export function EditWaiting({ entry, onClose }: { entry: WaitEntry; onClose(): void }) {
  const { run, isBusy, problem } = useSubmit();
  const [words, setWords] = useState(wordsOf(entry));
  const problems = errorsOf(problem);
  const save = (): void => {
    const change = waitChange(entry, words);
    if (Object.keys(change).length === 0) return onClose();
    void run(changeWaiting(entry, change), onClose);
  };
  return (
    <Frame
      title="Change the party"
      isBusy={isBusy}
      isComplete={words.name.trim() !== ""}
      onSave={save}
      onClose={onClose}
    >
      <PartyGuests words={words} set={setWords} />
      <PartyFields words={words} set={setWords} problems={problems} />
      {problems.size === 0 && <Refused problem={problem} />}
    </Frame>
  );
}
