import type { OrderRefund } from "@tillbox/shared/contract/refund.ts";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { methodOf } from "../pay/methods.ts";
import { usePos } from "../pos.ts";

/** What was given back, when, why and by which means. */
export function RefundsList({ refunds }: { refunds: readonly OrderRefund[] }) {
  const { amount, time } = usePos().figures.value;
  return (
    <>
      {refunds.map((refund) => (
        <ListRow
          key={refund.id}
          start={<Icon name="undo" size={22} />}
          title={refund.number}
          detail={[
            time(refund.createdAt),
            ...new Set(refund.tenders.map(({ method }) => methodOf(method).label)),
            refund.reason,
          ].join(" · ")}
          end={amount(0 - refund.total - refund.tip)}
        />
      ))}
    </>
  );
}
