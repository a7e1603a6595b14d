import type { Customer } from "@tillbox/shared/contract/customer.ts";
import type { CustomerPoints, PointsKind } from "@tillbox/shared/contract/loyalty.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { itemsInShort } from "../orders/order-list.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { CustomerFacts } from "./customer-facts.tsx";
import { dayOf } from "./customer-words.ts";
import { EditCustomer } from "./edit-customer.tsx";
import { EraseCustomer } from "./erase-customer.tsx";
import { PointsSheet } from "./points-sheet.tsx";
import { useRead } from "./use-read.ts";

const kindWords: Readonly<Record<PointsKind, string>> = {
  earned: "Earned",
  spent: "Spent",
  returned: "Returned",
  reversed: "Taken back by a refund",
  restored: "Given back by a refund",
  adjusted: "Corrected",
  expired: "Lapsed",
  forfeited: "Forfeited",
};

function Points({ points }: { points: CustomerPoints }) {
  const { figures } = usePos();
  if (points.items.length === 0) return null;
  return (
    <Card label="Points">
      {points.items.map((entry) => (
        <ListRow
          key={entry.seq}
          title={entry.reason === null ? kindWords[entry.kind] : `${kindWords[entry.kind]}: ${entry.reason}`}
          detail={dayOf(entry.at, figures.value)}
          end={
            <span class="pos-customer-figure">
              {entry.points > 0 ? `+${entry.points}` : entry.points.toString().replace("-", "−")}
            </span>
          }
        />
      ))}
    </Card>
  );
}

function History({ orders }: { orders: readonly Order[] }) {
  const { figures, router } = usePos();
  if (orders.length === 0) return null;
  return (
    <Card label="Checks">
      {orders.map((order) => (
        <ListRow
          key={order.id}
          title={`${figures.value.day(order.businessDay)} · check ${order.number}`}
          detail={order.status === "cancelled" ? "Cancelled" : itemsInShort(order)}
          end={<span class="pos-customer-figure">{figures.value.money(order.total)}</span>}
          opens
          onSelect={() => router.go({ page: "order", id: order.id })}
        />
      ))}
    </Card>
  );
}

/** The document for the person, as a file. */
const useExport = (customer: Customer) => {
  const { client } = usePos();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const save = async (): Promise<void> => {
    setProblem(null);
    try {
      const path = `/api/customers/${encodeURIComponent(customer.id)}/export`;
      const text = JSON.stringify(await client.api.get<unknown>(path), null, 2);
      const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = `customer-${customer.id}.json`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(url), 60_000);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  return { save, problem };
};

/** `news`: changes when the box tells of a customer. */
type Props = { id: string; news: number; onChanged(): void };

type DetailProps = { customer: Customer; onChanged(): void };
function Detail({ customer, onChanged }: DetailProps) {
  const { client } = usePos();
  const [sheet, setSheet] = useState<"edit" | "points" | "erase" | null>(null);
  const exported = useExport(customer);
  const path = `/api/customers/${encodeURIComponent(customer.id)}`;
  const points = useRead<CustomerPoints>(`${path}/points?limit=20`, customer.version);
  const orders = useRead<{ items: Order[] }>(
    `/api/orders?limit=20&customerId=${encodeURIComponent(customer.id)}`,
    customer.version,
  );
  const may = client.session.may;
  const done = (): void => {
    setSheet(null);
    onChanged();
  };
  return (
    <>
      <Card>
        <CustomerFacts customer={customer} />
      </Card>
      {customer.erasedAt === null && (
        <div class="pos-customer-actions">
          {may("customer.edit") && (
            <Button icon="edit" onClick={() => setSheet("edit")}>
              Change
            </Button>
          )}
          {may("loyalty.manage") && (
            <Button icon="gift" onClick={() => setSheet("points")}>
              Correct points
            </Button>
          )}
          {may("customer.export") && (
            <Button icon="download" onClick={() => void exported.save()}>
              Export for them
            </Button>
          )}
          {may("customer.erase") && (
            <Button kind="danger" icon="trash" onClick={() => setSheet("erase")}>
              Erase
            </Button>
          )}
        </div>
      )}
      <Refused problem={exported.problem ?? points.problem ?? orders.problem} />
      {points.value && <Points points={points.value} />}
      {orders.value && <History orders={orders.value.items} />}
      {sheet === "edit" && <EditCustomer customer={customer} onDone={done} onClose={() => setSheet(null)} />}
      {sheet === "points" && <PointsSheet customer={customer} onDone={done} onClose={() => setSheet(null)} />}
      {sheet === "erase" && (
        <EraseCustomer customer={customer} onDone={done} onClose={() => setSheet(null)} />
      )}
    </>
  );
}

/** One customer: who they are, their points and their checks. */
export function CustomerDetail({ id, news, onChanged }: Props) {
  const { value, problem, again } = useRead<Customer>(`/api/customers/${encodeURIComponent(id)}`, news);
  if (value === null && problem)
    return <ErrorState cause="This customer could not be read." nextStep={problem.message} onRetry={again} />;
  if (value === null || value.id !== id) return <Skeleton shape="box" height="180px" />;
  const changed = (): void => {
    again();
    onChanged();
  };
  return <Detail key={value.id} customer={value} onChanged={changed} />;
}
