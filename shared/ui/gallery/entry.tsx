import { useState } from "preact/hooks";
import { DateField, MoneyField, PercentField, SearchField, TextField, TimeField } from "../field.tsx";
import { formatMoney } from "../format.ts";
import { enterMinor } from "../number-entry.ts";
import { NumberPad } from "../number-pad.tsx";
import { PinPad } from "../pin-pad.tsx";
import { Select } from "../select.tsx";
import { Part } from "./part.tsx";

function Fields() {
  const [name, setName] = useState("Burrata & peach");
  const [price, setPrice] = useState<number | null>(1450);
  const [rate, setRate] = useState<number | null>(80_000);
  const [time, setTime] = useState("04:00");
  const [day, setDay] = useState("2026-11-20");
  const [query, setQuery] = useState("");
  const [area, setArea] = useState("terrace");
  return (
    <Part title="Field and select">
      <div class="gallery-grid">
        <TextField label="Name of the dish" value={name} onInput={setName} required />
        <MoneyField label="Price" currency="USD" sign="$" value={price} onInput={setPrice} />
        <PercentField
          label="Tax rate"
          value={rate}
          onInput={setRate}
          hint="In per cent, up to four decimals"
        />
        <TimeField label="The business day ends at" value={time} onInput={setTime} />
        <DateField label="Takes effect on" value={day} onInput={setDay} />
        <SearchField label="Search menu" value={query} onInput={setQuery} />
        <Select
          label="Area"
          value={area}
          onSelect={setArea}
          options={[
            { value: "dining", label: "Dining room" },
            { value: "terrace", label: "Terrace" },
            { value: "bar", label: "Bar" },
          ]}
        />
        <TextField
          label="Pairing code"
          value="12345"
          inputMode="numeric"
          error="This code has run out. Ask a manager for a new one."
          onInput={setName}
        />
        <TextField label="Receipt number" value="Given when the check is paid" disabled onInput={setName} />
        <TextField label="Note to the kitchen" value="" rows={2} placeholder="No garlic" onInput={setName} />
      </div>
    </Part>
  );
}

/* 1111 is right; the third wrong one locks for ten seconds, so that each state can be seen and tested. */
function Pins() {
  const [attempt, setAttempt] = useState(0);
  const [locked, setLocked] = useState(0);
  const [entered, setEntered] = useState(false);
  const check = (pin: string) => {
    setEntered(pin === "1111");
    if (pin === "1111") return setAttempt(0);
    setAttempt(attempt + 1);
    if ((attempt + 1) % 3 === 0) setLocked(10);
  };
  const wrong =
    attempt > 0
      ? { failure: { attempt, message: "This PIN is not known. Try again or ask a manager." } }
      : {};
  return (
    <div class="gallery-panel" data-testid="pin">
      <PinPad onComplete={check} lockedSeconds={locked} onUnlock={() => setLocked(0)} {...wrong} />
      <p data-testid="pin-result">{entered ? "Signed in" : ""}</p>
    </div>
  );
}

function Pads() {
  const [cash, setCash] = useState(5228);
  return (
    <Part title="Number pad and PIN pad">
      <div class="gallery-grid">
        <Pins />
        <div class="gallery-panel">
          <p style={{ fontSize: "32px", fontWeight: 780, textAlign: "end", paddingBottom: "12px" }}>
            {formatMoney(cash, "USD")}
          </p>
          <NumberPad keyboard={false} onKey={(key) => setCash(enterMinor(cash, key))} />
        </div>
        <div class="gallery-panel">
          <PinPad title="Checking" busy onComplete={() => undefined} />
        </div>
      </div>
    </Part>
  );
}

export function EntryParts() {
  return (
    <>
      <Fields />
      <Pads />
    </>
  );
}
