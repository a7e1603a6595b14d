import type { Customer } from "@tillbox/shared/contract/customer.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { CustomerForm, changeOf, draftOf, emptyDraft, fieldErrors, inputOf } from "./customer-form.tsx";
import { addCustomer, changeCustomer } from "./customer-intents.ts";

type Props = {
  /** Null: somebody new. */
  customer: Customer | null;
  onDone(customer: Customer): void;
  onClose(): void;
};

/** All fields of a customer; only what was touched is kept as changed. */
export function EditCustomer({ customer, onDone, onClose }: Props) {
  const { ask, isBusy, problem } = useSubmit();
  const [draft, set] = useState(customer ? draftOf(customer) : emptyDraft);
  const [id] = useState(() => customer?.id ?? newId());
  const save = (): void => {
    const intent = customer
      ? changeCustomer(customer, changeOf(draft, customer))
      : addCustomer(inputOf(draft, id));
    void ask<Customer>(intent, onDone);
  };
  return (
    <Sheet
      open
      place="end"
      title={customer ? "Change the customer" : "New customer"}
      onClose={onClose}
      actions={
        <>
          <Button size="l" onClick={onClose}>
            Cancel
          </Button>
          <Button
            size="l"
            kind="primary"
            icon="check"
            disabled={draft.name.trim() === ""}
            busy={isBusy}
            onClick={save}
          >
            Save
          </Button>
        </>
      }
    >
      <CustomerForm draft={draft} set={set} problem={problem} />
      {fieldErrors(problem).size === 0 && <Refused problem={problem} />}
    </Sheet>
  );
}
