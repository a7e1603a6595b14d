/** The rows of a bill as they stand under a check. Pure. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import { parsePpm } from "@tillbox/shared/decimal.ts";
import { formatRate } from "@tillbox/shared/ui/format.ts";
import type { TotalRow } from "@tillbox/shared/ui/totals.tsx";
import type { Figures } from "../../common/figures.ts";
import { takenOff } from "./discount-words.ts";

type Bill = Pick<Order, "subtotal" | "discountTotal" | "serviceCharge" | "taxes" | "paid" | "due" | "total"> &
  Partial<Pick<Order, "taxExemption" | "serviceWaiver" | "discounts">>;

/** What was left out by somebody's word stands there as nothing, with the reason. */
const termRows = ({ taxExemption, serviceWaiver }: Bill, { amount }: Figures): TotalRow[] => [
  ...(serviceWaiver ? [{ label: `Service waived · ${serviceWaiver.reason}`, amount: amount(0) }] : []),
  ...(taxExemption
    ? [
        {
          label: ["Tax exempt", taxExemption.reason, taxExemption.reference].filter(Boolean).join(" · "),
          amount: amount(0),
        },
      ]
    : []),
];

const taxRows = ({ taxes }: Bill, { amount, locale }: Figures): TotalRow[] => {
  const byLabel = new Map<string, number>();
  for (const { name, rate, inclusive, tax } of taxes) {
    const label = `${inclusive ? "incl. " : ""}${name} ${formatRate(parsePpm(rate), locale)}`;
    byLabel.set(label, (byLabel.get(label) ?? 0) + tax);
  }
  return [...byLabel].flatMap(([label, tax]) => (tax === 0 ? [] : [{ label, amount: amount(tax) }]));
};

/** Subtotal, discounts, service and taxes; rows of nothing are left out, but the subtotal. */
export const billRows = (bill: Bill, figures: Figures): TotalRow[] => {
  const { amount } = figures;
  return [
    { label: "Subtotal", amount: amount(bill.subtotal) },
    ...takenOff(bill).map((taken) => ({ label: taken.label, amount: `−${amount(taken.amount)}` })),
    ...(bill.serviceCharge > 0 ? [{ label: "Service", amount: amount(bill.serviceCharge) }] : []),
    ...taxRows(bill, figures),
    ...termRows(bill, figures),
    ...(bill.paid > 0 ? [{ label: "Paid", amount: `−${amount(bill.paid)}` }] : []),
  ];
};

export const totalRow = (bill: Bill, { money }: Figures): TotalRow =>
  bill.paid > 0 ? { label: "Left", amount: money(bill.due) } : { label: "Total", amount: money(bill.total) };
