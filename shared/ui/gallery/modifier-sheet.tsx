import { useState } from "preact/hooks";
import { Button } from "../button.tsx";
import { Chip } from "../chip.tsx";
import { TextField } from "../field.tsx";
import { OptionGroup } from "../option-group.tsx";
import { QuantityStepper } from "../quantity-stepper.tsx";
import { Sheet } from "../sheet.tsx";

const doneness = ["Rare", "Medium rare", "Medium", "Well done"];
const sauces: readonly (readonly [string, string?])[] = [
  ["Peppercorn", "+2.00"],
  ["Béarnaise", "+2.00"],
  ["Herb butter", "+1.50"],
  ["No sauce"],
];

export function ModifierSheet(props: { open: boolean; place?: "beside" | "end"; onClose: () => void }) {
  const [cooked, setCooked] = useState("Medium rare");
  const [sauce, setSauce] = useState("Peppercorn");
  const [count, setCount] = useState(1);
  const [note, setNote] = useState("");
  return (
    <Sheet
      open={props.open}
      place={props.place ?? "end"}
      title="Ribeye 300 g"
      subtitle="34.00"
      onClose={props.onClose}
      actions={
        <>
          <Button size="l" onClick={props.onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="plus" onClick={props.onClose}>
            Add 36.00
          </Button>
        </>
      }
    >
      <OptionGroup label="Cooked" rule="choose one" role="radiogroup">
        {doneness.map((name) => (
          <Chip key={name} role="radio" on={name === cooked} onToggle={() => setCooked(name)}>
            {name}
          </Chip>
        ))}
      </OptionGroup>
      <OptionGroup label="Sauce" rule="one is included">
        {sauces.map(([name, price]) => (
          <Chip
            key={name}
            on={name === sauce}
            {...(price ? { note: price } : {})}
            onToggle={() => setSauce(name)}
          >
            {name}
          </Chip>
        ))}
      </OptionGroup>
      <OptionGroup label="How many">
        <QuantityStepper label="Ribeye 300 g" size="l" value={count} onChange={setCount} />
      </OptionGroup>
      <OptionGroup label="Note to the kitchen">
        <TextField label="Note" quietLabel value={note} onInput={setNote} rows={2} placeholder="No garlic" />
      </OptionGroup>
    </Sheet>
  );
}
