/**
 * A house account: what a guest or a company owes the store. Charges stay open until they are settled, the oldest first; what comes back
 * of an order lowers its own charge before others. balance = what is open less what was paid or credited beyond it. Pure.
 */
import type { OpenCharge } from "@tillbox/shared/contract/account.ts";
import type { Tender } from "@tillbox/shared/contract/tender.ts";
import { conflict, invalid } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";

export type AccountFields = {
  /** Sealed where `customerId` names a person. */
  name: string;
  address: string | null;
  taxNumber: string | null;
  email: string | null;
  limit: number;
  dueDays: number;
  note: string | null;
};
export type AccountState = BaseState &
  AccountFields & {
    customerId: string | null;
    currency: string;
    blockedReason: string | null;
    balance: number;
    open: OpenCharge[];
    /** Paid or credited beyond what was open; the next charge takes it. */
    credit: number;
    /** Movements up to this entry of the journal stand on an invoice. */
    invoicedSeq: number;
    uninvoiced: number;
  };

type Movement = { amount: number; businessDay: string };
export type AccountEvents = {
  AccountOpened: AccountFields & { customerId: string | null; currency: string };
  AccountChanged: Partial<AccountFields>;
  AccountBlocked: { reason: string };
  AccountUnblocked: { reason: string };
  AccountCharged: Movement & { orderId: string; paymentId: string };
  AccountCredited: Movement & { orderId: string; paymentId: string };
  AccountSettled: Movement & { number: string; tender: Tender };
  AccountAdjusted: Movement & { reason: string };
  AccountInvoiced: { invoiceId: string; invoiceNumber: string; total: number; throughSeq: number };
};
export type AccountEventType = keyof AccountEvents;

export const accountEvent = <T extends AccountEventType>(
  id: string,
  type: T,
  data: AccountEvents[T],
): EventDraft => ({ entity: "account", id, type, data: { ...data } });

/** Takes `amount` off the open charges, that of `firstId` before the oldest; what is too much becomes credit. */
const paidOff = (account: AccountState, amount: number, firstId: string | null): AccountState => {
  let rest = amount;
  const pay = (charge: OpenCharge): OpenCharge => {
    const part = Math.min(rest, charge.left);
    rest -= part;
    return { ...charge, left: charge.left - part };
  };
  const own = account.open.map((charge) => (charge.id === firstId ? pay(charge) : charge));
  const open = own.map(pay).filter(({ left }) => left > 0);
  return { ...account, open, credit: account.credit + rest };
};

const charged = (account: AccountState, charge: OpenCharge): AccountState => {
  const taken = Math.min(account.credit, charge.left);
  const left = charge.left - taken;
  const open = left > 0 ? [...account.open, { ...charge, left }] : account.open;
  return { ...account, open, credit: account.credit - taken };
};

const moved = (account: AccountState, amount: number): AccountState => ({
  ...account,
  balance: account.balance + amount,
});
/** A movement that the next invoice will list. */
const listed = (account: AccountState, amount: number): AccountState => ({
  ...moved(account, amount),
  uninvoiced: account.uninvoiced + amount,
});

type Folds = {
  [T in Exclude<AccountEventType, "AccountOpened">]: (
    account: AccountState,
    data: AccountEvents[T],
    event: StoredEvent,
  ) => AccountState;
};
const folds: Folds = {
  AccountChanged: (account, data) => ({ ...account, ...data }),
  AccountBlocked: (account, { reason }) => ({ ...account, blockedReason: reason }),
  AccountUnblocked: (account) => ({ ...account, blockedReason: null }),
  AccountCharged: (account, { amount, businessDay, orderId, paymentId }, { seq }) =>
    charged(listed(account, amount), {
      seq,
      id: paymentId,
      orderId,
      businessDay,
      amount,
      left: amount,
      invoiceNumber: null,
    }),
  AccountCredited: (account, { amount, paymentId }) =>
    paidOff(listed(account, amount), 0 - amount, paymentId),
  AccountSettled: (account, { amount }) => paidOff(moved(account, amount), 0 - amount, null),
  AccountAdjusted: (account, { amount, businessDay }, { seq }) =>
    amount < 0
      ? paidOff(listed(account, amount), 0 - amount, null)
      : charged(listed(account, amount), {
          seq,
          id: `adjustment-${seq}`,
          orderId: null,
          businessDay,
          amount,
          left: amount,
          invoiceNumber: null,
        }),
  AccountInvoiced: (account, { invoiceNumber, total, throughSeq }) => ({
    ...account,
    open: account.open.map((charge) =>
      charge.seq <= throughSeq ? { ...charge, invoiceNumber: charge.invoiceNumber ?? invoiceNumber } : charge,
    ),
    invoicedSeq: throughSeq,
    uninvoiced: account.uninvoiced - total,
  }),
};

const opened = (event: StoredEvent): AccountState => ({
  ...(event.data as unknown as AccountEvents["AccountOpened"]),
  id: event.id,
  version: event.seq,
  createdAt: event.at,
  updatedAt: event.at,
  blockedReason: null,
  balance: 0,
  open: [],
  credit: 0,
  invoicedSeq: event.seq,
  uninvoiced: 0,
});

/** What is open and what is credited are the balance, always. */
const checkBalance = (account: AccountState, type: string): AccountState => {
  const open = account.open.reduce((sum, { left }) => sum + left, 0);
  if (open - account.credit !== account.balance)
    throw new Error(`${type} leaves ${open} open and ${account.credit} credited of ${account.balance}`);
  return account;
};

export const evolve = (account: AccountState | undefined, event: StoredEvent): AccountState => {
  if (event.type === "AccountOpened") return opened(event);
  const fold = folds[event.type as keyof Folds] as
    | ((account: AccountState, data: unknown, event: StoredEvent) => AccountState)
    | undefined;
  if (!account || !fold) throw new Error(`an account cannot fold ${event.type}`);
  const next = { ...fold(account, event.data, event), version: event.seq, updatedAt: event.at };
  return checkBalance(next, event.type);
};

/** What may still be charged without approval. */
export const availableOn = ({ limit, balance }: AccountState): number => Math.max(0, limit - balance);

/** What whoever takes a payment may see. */
export const tillView = (account: AccountState) => ({
  id: account.id,
  name: account.name,
  limit: account.limit,
  balance: account.balance,
  available: availableOn(account),
  currency: account.currency,
});

export const checkChargeable = (account: AccountState): void => {
  if (account.blockedReason !== null)
    throw conflict(`This account is blocked: ${account.blockedReason}. Ask a manager.`, tillView(account));
};

export const decideBlock = (account: AccountState, blocked: boolean, reason: string): EventDraft[] => {
  if ((account.blockedReason !== null) === blocked)
    throw conflict(
      blocked ? "This account is blocked already." : "This account is not blocked.",
      tillView(account),
    );
  return [accountEvent(account.id, blocked ? "AccountBlocked" : "AccountUnblocked", { reason })];
};

/** `amount` is what is paid, positive. */
export const checkSettlement = (account: AccountState, amount: number): void => {
  if (account.balance <= 0) throw conflict("Nothing is owed on this account.", tillView(account));
  if (amount > account.balance)
    throw invalid(
      "amount",
      `is more than the ${account.balance} that are owed; give what was handed over as tendered`,
    );
};

export type PaymentMovement = { amount: number; orderId: string; paymentId: string };

/** What orders did to an account in one command: charges are positive, what comes back is negative. A blocked one still gets it back. */
export const decideMovements = (
  account: AccountState,
  movements: readonly PaymentMovement[],
  businessDay: string,
): EventDraft[] =>
  movements.map(({ amount, orderId, paymentId }) => {
    if (amount > 0) checkChargeable(account);
    const type = amount > 0 ? "AccountCharged" : "AccountCredited";
    return accountEvent(account.id, type, { amount, orderId, paymentId, businessDay });
  });
