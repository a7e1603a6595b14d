import type { Customer } from "@tillbox/shared/contract/customer.ts";
import type { CustomerPoints } from "@tillbox/shared/contract/loyalty.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useEffect, useState } from "preact/hooks";
import type { ShownOrder } from "../../client/effects.ts";
import { changeOrder } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { CustomerFacts } from "./customer-facts.tsx";
import { CustomerForm, emptyDraft, inputOf } from "./customer-form.tsx";
import { addCustomer } from "./customer-intents.ts";
import { beginningOf } from "./customer-words.ts";
import { FindCustomer } from "./find-customer.tsx";
import { Rewards } from "./rewards.tsx";
import { useRead } from "./use-read.ts";

type Props = {
  order: ShownOrder;
  /** Where there is no check yet that the customer could be put on. */
  onLink?: ((customer: Customer | null) => void) | undefined;
  onClose(): void;
};

/** Puts a customer on the check. A check that is not opened yet opens with them. */
const useLink = ({ order, onLink }: Pick<Props, "order" | "onLink">) => {
  const { drafts } = usePos();
  const { run, ...rest } = useSubmit();
  const link = (customer: Customer | null, done: () => void): void => {
    if (onLink) {
      onLink(customer);
      return done();
    }
    const draft = drafts.value.get(order.id);
    const customerId = customer?.id ?? null;
    if (!draft) return void run(changeOrder(order, { customerId }), done);
    drafts.value = new Map([[order.id, { ...draft, customerId }]]);
    done();
  };
  return { link, ...rest };
};

type AddProps = Pick<Props, "order" | "onLink"> & { search: string; onBack(): void; onDone(): void };
function AddCustomer({ order, onLink, search, onBack, onDone }: AddProps) {
  const adding = useSubmit();
  const linking = useLink({ order, onLink });
  const [draft, set] = useState({ ...emptyDraft, ...beginningOf(search) });
  const [id] = useState(newId);
  const add = (): void =>
    void adding.ask<Customer>(addCustomer(inputOf(draft, id)), (customer) => linking.link(customer, onDone));
  return (
    <Sheet
      open
      title="New customer"
      onClose={onDone}
      actions={
        <>
          <Button size="l" onClick={onBack}>
            Back
          </Button>
          <Button
            size="l"
            kind="primary"
            icon="check"
            disabled={draft.name.trim() === ""}
            busy={adding.isBusy || linking.isBusy}
            onClick={add}
          >
            Add to the check
          </Button>
        </>
      }
    >
      <CustomerForm isShort draft={draft} set={set} problem={adding.problem} />
      <Refused problem={adding.problem ?? linking.problem} />
    </Sheet>
  );
}

function Search({ order, onLink, onClose }: Props) {
  const [search, setSearch] = useState("");
  const [isAdding, setAdding] = useState(false);
  const { link, problem } = useLink({ order, onLink });
  useEffect(() => document.querySelector<HTMLElement>(".ui-sheet input[type=search]")?.focus(), [isAdding]);
  if (isAdding)
    return <AddCustomer {...{ order, onLink, search }} onBack={() => setAdding(false)} onDone={onClose} />;
  return (
    <Sheet
      open
      title="Customer"
      subtitle="Whose check this is, for points, notes and invoices"
      onClose={onClose}
    >
      <div class="pos-stack">
        <SearchField label="Telephone or name" value={search} onInput={setSearch} />
        <Refused problem={problem} />
        <FindCustomer
          search={search}
          onChoose={(customer) => link(customer, onClose)}
          onAdd={() => setAdding(true)}
        />
      </div>
    </Sheet>
  );
}

function Linked({
  order,
  onLink,
  customerId,
  onOther,
  onClose,
}: Props & { customerId: string; onOther(): void }) {
  const path = `/api/customers/${encodeURIComponent(customerId)}`;
  const customer = useRead<Customer>(path);
  const points = useRead<CustomerPoints>(`${path}/points?limit=1`, order.version);
  const { link, isBusy, problem } = useLink({ order, onLink });
  return (
    <Sheet
      open
      title="Customer"
      onClose={onClose}
      actions={
        <>
          <Button size="l" kind="danger" busy={isBusy} onClick={() => link(null, onClose)}>
            Take off the check
          </Button>
          <Button size="l" onClick={onOther}>
            Somebody else
          </Button>
        </>
      }
    >
      <div class="pos-stack">
        <Refused problem={customer.problem ?? points.problem ?? problem} />
        {customer.value === null && customer.problem === null && <Skeleton shape="box" height="120px" />}
        {customer.value && (
          <CustomerFacts
            customer={{ ...customer.value, points: points.value?.balance ?? customer.value.points }}
          />
        )}
        {points.value && order.version > 0 && (
          <Rewards order={order} points={points.value} onChanged={points.again} />
        )}
      </div>
    </Sheet>
  );
}

/** Finds or adds the customer of a check; once there is one, shows them and what their points are good for. */
export function CustomerSheet(props: Props) {
  const { order } = props;
  const { drafts } = usePos();
  const [isOther, setOther] = useState(false);
  const customerId = drafts.value.get(order.id)?.customerId ?? order.customerId;
  if (customerId === null || isOther) return <Search {...props} />;
  return <Linked {...props} customerId={customerId} onOther={() => setOther(true)} />;
}
