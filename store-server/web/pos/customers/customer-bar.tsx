import type { CustomerPoints } from "@tillbox/shared/contract/loyalty.ts";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import { pointsText } from "./customer-words.ts";
import { useRead } from "./use-read.ts";

/** Above the lines of a check that has a customer: who, and whether a reward is in reach. Opens the sheet. */
export function CustomerBar({ order, onOpen }: { order: ShownOrder; onOpen(): void }) {
  const { customerId } = order;
  const path = customerId === null ? null : `/api/customers/${encodeURIComponent(customerId)}/points?limit=1`;
  const { value } = useRead<CustomerPoints>(path, order.discounts.length);
  if (customerId === null) return null;
  const isReach = value?.rewards.some(({ affordable }) => affordable) === true;
  return (
    <button type="button" class="pos-customer-bar" onClick={onOpen}>
      <Icon name="person" size={20} />
      <span>
        <bdi>{order.customerName ?? "Customer"}</bdi>
      </span>
      {value && (
        <small data-reach={isReach || undefined}>
          <Icon name="gift" size={16} />
          {isReach ? `${pointsText(value.balance)}, reward in reach` : pointsText(value.balance)}
        </small>
      )}
      <Icon name="chevron-right" size={18} mirrored />
    </button>
  );
}
