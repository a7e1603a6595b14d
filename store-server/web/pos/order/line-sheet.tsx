import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import type { OrderLine } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { QuantityStepper } from "@tillbox/shared/ui/quantity-stepper.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { changeLine, voidLine } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { LineOptions } from "./line-options.tsx";
import { changesOf, fieldsOf, isUnsent, isVoid, type LineFields, optionChange } from "./lines.ts";
import { missingOptions, type Options, optionsOf } from "./options.ts";
import { PlaceFields } from "./place-fields.tsx";
import { QuantityField } from "./quantity-field.tsx";
import { ReasonField } from "./reason-field.tsx";

type Fields = LineFields;

export type LineSheetProps = {
  order: ShownOrder;
  line: OrderLine;
  /** Undefined: it is not on the menu any more, or never was. */
  item?: MenuItem | undefined;
  /** What is done with the line by one tap each. */
  extra?: ComponentChildren;
  onClose(): void;
};

const voidDetail = ({ combo, sentQuantity }: OrderLine): string => {
  const whole = combo ? "All its parts go. " : "";
  return `${whole}${sentQuantity > 0 ? "The kitchen is told at once" : "It comes off the check"}`;
};

function VoidForm({ order, line, onClose, onBack }: LineSheetProps & { onBack(): void }) {
  const { client } = usePos();
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const confirm = (): void => {
    setTried(true);
    if (reason.trim() !== "") void run(voidLine(order, line, reason.trim()), onClose);
  };
  return (
    <Sheet
      open
      title={`Void ${line.combo?.name ?? line.name}`}
      subtitle={voidDetail(line)}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button size="l" kind="danger" icon="ban" busy={isBusy} onClick={confirm}>
            Void it
          </Button>
        </>
      }
    >
      <ReasonField
        label="Why"
        usual={client.store.setting("order.void_reasons", [])}
        value={reason}
        onInput={setReason}
        isMissing={isTried && reason.trim() === ""}
      />
      <Refused problem={problem} onApproved={onApproved} />
    </Sheet>
  );
}

function Quantity({ line, fields, set }: { line: OrderLine; fields: Fields; set(fields: Fields): void }) {
  const { client } = usePos();
  const unit =
    (line.menuItemId === null ? undefined : client.store.items.get(line.menuItemId))?.unit ?? "each";
  return (
    <OptionGroup
      label={unit === "each" ? (line.combo ? `How many ${line.combo.name}` : "How many") : "How much"}
      {...(line.sentQuantity > 0 ? { rule: `${line.sentQuantity} sent to the kitchen` } : {})}
    >
      {unit === "each" ? (
        <QuantityStepper
          label={line.name}
          size="l"
          value={fields.quantityMilli / 1000}
          onChange={(value) => set({ ...fields, quantityMilli: value * 1000 })}
        />
      ) : (
        <QuantityField
          unit={unit}
          quantityMilli={fields.quantityMilli}
          onInput={(quantityMilli) => set({ ...fields, quantityMilli })}
        />
      )}
    </OptionGroup>
  );
}

type NoteProps = { line: OrderLine; value: string; onInput(notes: string): void };
function Note({ line, value, onInput }: NoteProps) {
  const isTold = line.sentQuantity > 0;
  return (
    <OptionGroup
      label="Note to the kitchen"
      {...(isTold ? { rule: "it has its ticket already: they get a note of the change" } : {})}
    >
      <div class="pos-wide">
        <TextField
          label="Note"
          quietLabel
          rows={2}
          placeholder="No garlic"
          maxLength={500}
          value={value}
          onInput={onInput}
        />
      </div>
    </OptionGroup>
  );
}

function Foot({ isBusy, onVoid, onSave }: { isBusy: boolean; onVoid(): void; onSave(): void }) {
  return (
    <>
      <Button size="l" kind="danger" icon="ban" onClick={onVoid}>
        Void
      </Button>
      <Button size="l" kind="primary" icon="check" busy={isBusy} onClick={onSave}>
        Save
      </Button>
    </>
  );
}

/** What can be done with one line: more, fewer, note, seat, course, void with a reason. */
export function LineSheet(props: LineSheetProps) {
  const { order, line, item, onClose } = props;
  const { figures } = usePos();
  const { run, isBusy, problem, onApproved } = useSubmit();
  const [fields, set] = useState(fieldsOf(line));
  const [options, setOptions] = useState<Options>(optionsOf(line.modifiers));
  const [isTried, setTried] = useState(false);
  const [isVoiding, setVoiding] = useState(false);
  if (isVoiding) return <VoidForm {...props} onBack={() => setVoiding(false)} />;
  const save = (): void => {
    setTried(true);
    const changes = changesOf(line, fields);
    const change = item && optionChange(line, item, options);
    if (Object.keys(changes).length === 0 && !change) return onClose();
    const isComplete = !change || missingOptions(item, options).length === 0;
    if (fields.quantityMilli > 0 && isComplete) void run(changeLine(order, line, changes, change), onClose);
  };
  const unit = line.combo ? `Part of ${line.combo.name}` : figures.value.amount(line.unitPrice);
  const chosen = line.modifiers.map(({ name }) => name).join(", ");
  return (
    <Sheet
      open
      title={line.name}
      subtitle={chosen === "" ? unit : `${unit} · ${chosen}`}
      onClose={onClose}
      actions={
        isVoid(line) ? undefined : <Foot isBusy={isBusy} onVoid={() => setVoiding(true)} onSave={save} />
      }
    >
      {isVoid(line) ? (
        <p>This line was voided. Add it again if it is wanted.</p>
      ) : (
        <>
          {props.extra}
          <Refused problem={problem} onApproved={onApproved} />
          <LineOptions
            item={item}
            options={options}
            isTried={isTried}
            isSent={line.sentQuantity > 0}
            set={setOptions}
          />
          <Quantity line={line} fields={fields} set={set} />
          <PlaceFields
            guests={order.guests}
            seat={fields.seat}
            course={isUnsent(line) ? fields.course : undefined}
            onSeat={(seat) => set({ ...fields, seat })}
            onCourse={(course) => set({ ...fields, course })}
          />
          <Note line={line} value={fields.notes} onInput={(notes) => set({ ...fields, notes })} />
        </>
      )}
    </Sheet>
  );
}
