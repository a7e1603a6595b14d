/** What a person decides of an item of the inbox. Only the box can do it, and it answers at once. */
import type { AllocateInput, ReapplyInput } from "@tillbox/shared/contract/inbox.ts";
import type { OrderIntent } from "../../client/intents.ts";

type Item = { id: string };

const to = ({ id }: Item, verb: string, label: string, body: object): OrderIntent => ({
  label,
  chain: id,
  method: "POST",
  path: `/api/inbox/${encodeURIComponent(id)}/${verb}`,
  body,
  asksOnce: true,
  isDirect: true,
});

/** On what it was meant for, on another check, or on one that is opened with it. */
export const reapplyItem = (item: Item, where: Pick<ReapplyInput, "entityId" | "opening">): OrderIntent =>
  to(item, "reapply", "Do it after all", where);
export const dismissItem = (item: Item, reason: string): OrderIntent =>
  to(item, "dismiss", "Leave it out", reason === "" ? {} : { reason });
export const allocateCash = (item: Item, allocation: AllocateInput): OrderIntent =>
  to(item, "allocate", "Book the cash on a check", allocation);
export const giveCashBack = (item: Item, reason: string): OrderIntent =>
  to(item, "give-back", "Give the cash back", reason === "" ? {} : { reason });
