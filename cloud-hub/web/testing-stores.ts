/** Stores and rows for the tests of the hub's pages. */
import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import type { SalesRow } from "@tillbox/shared/contract/report.ts";

/** A store in UTC that was heard a minute before `now`, unless told otherwise. */
export const storeOf = (name: string, now: string, change: Partial<HubStore> = {}): HubStore => {
  const heard = new Date(Date.parse(now) - 60_000).toISOString();
  return {
    id: `id-${name}`,
    version: 1,
    createdAt: "2026-01-01T00:00:00.000Z",
    updatedAt: heard,
    name,
    currency: "USD",
    timeZone: "UTC",
    epoch: 1,
    ackedSeq: 10,
    lastEntryAt: heard,
    lastContactAt: heard,
    unreadable: 0,
    ...change,
  };
};

export const rowOf = (key: string, net: number, change: Partial<SalesRow> = {}): SalesRow => ({
  key,
  orders: 1,
  gross: net,
  net,
  tax: 0,
  discounts: 0,
  tips: 0,
  currency: "USD",
  ...change,
});
