import type { Customer } from "@tillbox/shared/contract/customer.ts";
import { Avatar } from "@tillbox/shared/ui/avatar.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { Refused } from "../refusal.tsx";
import { initialsOf } from "../shell.tsx";
import { contactOf, nameOf, pointsText } from "./customer-words.ts";
import { useRead } from "./use-read.ts";

export type Found = { items: Customer[]; nextCursor: string | null };
const typing_ms = 150;

/** The customers that fit what is typed; without a search the newest, if they are wanted. */
export const useFound = (search: string, showsNewest: boolean, stamp: unknown = 0) => {
  const wanted = search.trim();
  const query = wanted === "" ? "" : `&search=${encodeURIComponent(wanted)}`;
  const path = wanted === "" && !showsNewest ? null : `/api/customers?limit=30${query}`;
  return useRead<Found>(path, stamp, typing_ms);
};

type RowProps = { customer: Customer; onSelect(): void };

export function CustomerRow({ customer, onSelect }: RowProps) {
  const name = nameOf(customer);
  return (
    <ListRow
      start={<Avatar initials={initialsOf(name)} name={name} />}
      title={name}
      detail={contactOf(customer)}
      end={
        customer.points === 0 ? undefined : (
          <Pill size="s" tone="good" icon="gift">
            {pointsText(customer.points)}
          </Pill>
        )
      }
      opens
      onSelect={onSelect}
    />
  );
}

type Props = { search: string; onChoose(customer: Customer): void; onAdd(): void };

/** Under a search: who it could be, or to add somebody new. */
export function FindCustomer({ search, onChoose, onAdd }: Props) {
  const { value, problem, isReading } = useFound(search, false);
  if (search.trim() === "")
    return <p class="pos-calm">Ask for the telephone number: the last four digits are often enough.</p>;
  return (
    <div class="pos-stack">
      <Refused problem={problem} />
      {value === null && problem === null && <Skeleton shape="box" height="64px" />}
      <div>
        {value?.items.map((customer) => (
          <CustomerRow key={customer.id} customer={customer} onSelect={() => onChoose(customer)} />
        ))}
      </div>
      {value !== null && !isReading && value.items.length === 0 && (
        <p class="pos-calm">Nobody here has this number or name yet.</p>
      )}
      {value !== null && (
        <Button icon="plus" size="l" onClick={onAdd}>
          Add a new customer
        </Button>
      )}
    </div>
  );
}
