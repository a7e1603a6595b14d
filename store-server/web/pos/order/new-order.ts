/** A check that is being opened: what the box is asked for, and how it looks until the box has answered. */
import type { Order, OrderOpenInput } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { type OrderIntent, openOrder } from "../../client/intents.ts";

export type NewOrder = Pick<
  OrderOpenInput,
  "type" | "tableId" | "joinedTableIds" | "guests" | "newCheck" | "customerId" | "customerName"
>;
export type OpeningFacts = { now_ms: number; userId: string; currency: string; businessDay: string };

const untouched = {
  number: 0,
  status: "pending",
  notes: null,
  subtotal: 0,
  discountTotal: 0,
  serviceCharge: 0,
  taxTotal: 0,
  tipTotal: 0,
  total: 0,
  paid: 0,
  due: 0,
  version: 0,
  sentAt: null,
  readyAt: null,
  proformaAt: null,
  paidAt: null,
  closedAt: null,
  receiptNumber: null,
  taxExemption: null,
  serviceWaiver: null,
  delayed: false,
  delayedSince: null,
  splitFrom: null,
  mergedInto: null,
} as const;

export const shownOrder = (id: string, wanted: NewOrder, facts: OpeningFacts): Order => {
  const at = new Date(facts.now_ms).toISOString();
  return {
    ...untouched,
    items: [],
    discounts: [],
    payments: [],
    refunds: [],
    refunded: 0,
    taxes: [],
    heldCourses: [],
    splitInto: [],
    mergedFrom: [],
    id,
    type: wanted.type,
    tableId: wanted.tableId ?? null,
    guests: wanted.guests ?? null,
    customerId: wanted.customerId ?? null,
    customerName: wanted.customerName ?? null,
    openedBy: facts.userId,
    currency: facts.currency,
    businessDay: facts.businessDay,
    createdAt: at,
    updatedAt: at,
  };
};

/** The intent that opens it, with an id made here, so that the screen can go on without waiting. */
export const openingOf = (wanted: NewOrder, facts: OpeningFacts, id: string = newId()): OrderIntent => {
  const fields = Object.entries(wanted).filter(([, value]) => value !== undefined && value !== null);
  const body = { ...Object.fromEntries(fields), id, type: wanted.type, items: [] } as OrderOpenInput & {
    id: string;
  };
  return openOrder(body, shownOrder(id, wanted, facts));
};
