import type { Payment } from "@tillbox/shared/contract/order.ts";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { methodOf } from "../pay/methods.ts";
import { usePos } from "../pos.ts";

type Props = {
  payments: readonly Payment[];
  /** With it a payment that `isOpen` opens. */
  onSelect?: (payment: Payment) => void;
  isOpen?: (payment: Payment) => boolean;
};

/** What was paid, how and when; a tip and change stand with it. */
export function PaymentsList({ payments, onSelect, isOpen }: Props) {
  const { figures } = usePos();
  const { amount, time } = figures.value;
  return (
    <>
      {payments.map((payment) => {
        const { label, icon } = methodOf(payment.method);
        const facts = [
          time(payment.createdAt),
          ...(payment.tip > 0 ? [`tip ${amount(payment.tip)}`] : []),
          ...(payment.change > 0 ? [`change ${amount(payment.change)}`] : []),
          ...(payment.status === "captured" ? [] : [payment.status]),
        ];
        return (
          <ListRow
            key={payment.id}
            start={<Icon name={icon} size={22} />}
            title={label}
            detail={facts.join(" · ")}
            end={amount(payment.amount)}
            {...(onSelect && isOpen?.(payment) ? { onSelect: () => onSelect(payment), opens: true } : {})}
          />
        );
      })}
    </>
  );
}
