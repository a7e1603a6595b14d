/** What a person may do with a drawer and with the day, as intents for the outbox. Ids are made here, so that a retry means the same. */
import type { Denomination } from "@tillbox/shared/contract/drawer.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { OrderIntent } from "./intents.ts";

const onDrawer = (id: string, rest: string, label: string, body: object): OrderIntent => ({
  label,
  chain: id,
  method: "POST",
  path: `/api/drawers/${encodeURIComponent(id)}${rest}`,
  body,
});

export const openDrawer = (float: number): OrderIntent => {
  const id = newId();
  return { label: "Open the drawer", chain: id, method: "POST", path: "/api/drawers", body: { id, float } };
};
export const payIn = (id: string, amount: number, reason: string): OrderIntent =>
  onDrawer(id, "/paid-in", "Pay cash in", { id: newId(), amount, reason });
export const payOut = (id: string, amount: number, reason: string): OrderIntent =>
  onDrawer(id, "/paid-out", "Pay cash out", { id: newId(), amount, reason });
export const openWithoutSale = (id: string, reason: string): OrderIntent =>
  onDrawer(id, "/no-sale", "Open without a sale", { id: newId(), reason });
export const countDrawer = (id: string, denominations: readonly Denomination[]): OrderIntent =>
  onDrawer(id, "/count", "Count the drawer", { id: newId(), denominations });
export const closeDrawer = (id: string, note: string): OrderIntent =>
  onDrawer(id, "/close", "Close the drawer", note === "" ? {} : { note });

const onDay = (rest: string, label: string, body: object): OrderIntent => ({
  label,
  chain: "day",
  method: "POST",
  path: `/api/day-reports${rest}`,
  body,
  asksOnce: true,
});
export const closeDay = (businessDay: string): OrderIntent =>
  onDay("", "Close the day", { id: newId(), businessDay });
export const printX = (businessDay: string): OrderIntent => onDay("/x/print", "Print the X", { businessDay });
export const printZ = (id: string): OrderIntent =>
  onDay(`/${encodeURIComponent(id)}/print`, "Print the Z again", {});
