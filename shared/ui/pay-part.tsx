import "./pay-part.css";
import { Icon } from "./icon.tsx";

export interface PayPartProps {
  /** "Seat 3". */
  title: string;
  /** "Paying now · 3 items", "Paid · Card". */
  detail: string;
  /** Already formatted, without the currency sign. */
  amount: string;
  state: "open" | "now" | "paid" | "unknown";
  /** With it the part can be chosen; a paid one cannot. */
  onSelect?: () => void;
}

/** One part of a bill that is paid apart. A payment whose outcome is not known is shown as that. */
export function PayPart({ title, detail, amount, state, onSelect }: PayPartProps) {
  return (
    <button
      type="button"
      class="ui-pay-part"
      data-state={state}
      aria-pressed={state === "now"}
      disabled={state === "paid" || !onSelect}
      onClick={onSelect}
    >
      <span class="ui-pay-part-text">
        <b>
          <bdi>{title}</bdi>
        </b>
        <span>
          <bdi>{detail}</bdi>
        </span>
      </span>
      <span class="ui-pay-part-amount">
        {state === "paid" && <Icon name="check" size={21} />}
        {state === "unknown" && <Icon name="hold" size={21} />}
        <bdi>{amount}</bdi>
      </span>
    </button>
  );
}

export interface AmountDueProps {
  /** With the currency sign: the biggest thing on the screen. */
  amount: string;
  /** "Seat 3 · with a tip of 6.38: 52.28". */
  detail?: string;
}

/** What is to be paid now. */
export function AmountDue({ amount, detail }: AmountDueProps) {
  return (
    <div class="ui-amount-due">
      <strong class="ltr">{amount}</strong>
      {detail && (
        <span>
          <bdi>{detail}</bdi>
        </span>
      )}
    </div>
  );
}
