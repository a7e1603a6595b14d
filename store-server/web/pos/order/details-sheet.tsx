import type { Order } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { changeOrder } from "../../client/intents.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";

const textOrNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

/** Guests, name and note of the whole check; only what was touched is sent. */
export function DetailsSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { run, isBusy, problem } = useSubmit();
  const [guests, setGuests] = useState(order.guests ?? 0);
  const [name, setName] = useState(order.customerName ?? "");
  const [notes, setNotes] = useState(order.notes ?? "");
  const save = (): void => {
    const fields: Partial<Pick<Order, "guests" | "customerName" | "notes">> = {
      ...(guests === (order.guests ?? 0) ? {} : { guests: guests === 0 ? null : guests }),
      ...(textOrNull(name) === order.customerName ? {} : { customerName: textOrNull(name) }),
      ...(textOrNull(notes) === order.notes ? {} : { notes: textOrNull(notes) }),
    };
    if (Object.keys(fields).length === 0) return onClose();
    void run(changeOrder(order, fields), onClose);
  };
  return (
    <Sheet
      open
      title="Guests, name, note"
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button size="l" kind="primary" icon="check" busy={isBusy} onClick={save}>
            Save
          </Button>
        </>
      }
    >
      <OptionGroup label="Guests">
        <QuantityStepper label="Guests" size="l" min={0} value={guests} onChange={setGuests} />
      </OptionGroup>
      <OptionGroup label="Name">
        <div class="pos-wide">
          <TextField
            label="Name"
            quietLabel
            placeholder="For the call at the counter"
            maxLength={120}
            value={name}
            onInput={setName}
          />
        </div>
      </OptionGroup>
      <OptionGroup label="Note on the whole check">
        <div class="pos-wide">
          <TextField
            label="Note"
            quietLabel
            rows={3}
            placeholder="Birthday, bring the cake last"
            maxLength={1000}
            value={notes}
            onInput={setNotes}
          />
        </div>
      </OptionGroup>
      <Refused problem={problem} />
    </Sheet>
  );
}
