/** What people do with a drawer. Their own with `drawer.manage`, another one with `drawer.any`. */
import type { CountInput, DrawerOpenInput } from "@tillbox/shared/contract/drawer.ts";
import { conflict, invalid, notFound, type Refusal } from "@tillbox/shared/refusal.ts";
import { traced } from "../../kernel/traces.ts";
import type { Actor, Command, Context, Decision, EventDraft, Reads } from "../../kernel/types.ts";
import { devices } from "../device/rows.ts";
import { dayOf } from "../settings/rows.ts";
import { users } from "../staff/rows.ts";
import { drawerCash } from "../tender/rows.ts";
import {
  asksTooMuch,
  type CashMove,
  type DrawerOpened,
  type DrawerReader,
  type DrawerState,
  decideCashMove,
  decideClose,
  decideCount,
  decideNoSale,
  drawerView,
} from "./drawer.ts";
import { drawers, openDrawerOf } from "./rows.ts";

export const findDrawer = (reads: Reads, id: string): DrawerState => {
  const drawer = reads.get(drawers, id);
  if (!drawer) throw notFound("drawer", id);
  return drawer;
};

/** What a drawer's view may say to somebody. */
export const readerOf = ({ permissions }: Actor): DrawerReader =>
  permissions.has("drawer.expected") ? "who may know" : "anybody";

type Owner = { deviceId: string | null; userId: string | null };
const isOwn = (owner: Owner, actor: Actor): boolean =>
  owner.deviceId === null ? owner.userId === actor.userId : owner.deviceId === actor.deviceId;
const onOwn = ({ id }: { id: string }, { reads, actor }: Context): string => {
  const drawer = reads.get(drawers, id);
  return drawer === undefined || isOwn(drawer, actor) ? "drawer.manage" : "drawer.any";
};
/** Who was told no twice, and so learned twice what is not in the drawer, takes out with the word of somebody who may know. */
const toPayOut = ({ id }: { id: string }, context: Context): string => {
  const permission = onOwn({ id }, context);
  const drawer = context.reads.get(drawers, id);
  const mayGuess = drawer === undefined || !asksTooMuch(drawer, context.actor.userId);
  return mayGuess || !context.actor.permissions.has(permission) ? permission : "drawer.expected";
};
const target = ({ id }: { id: string }) => ({ entity: "drawer", id });
const answer = (id: string, events: EventDraft[]): Decision => ({ events, answer: { entity: "drawer", id } });

/** Whose drawer is to be opened: as the request says, else the device's that asks, else the person's. */
const ownerOf = ({ deviceId, userId }: DrawerOpenInput, actor: Actor): Owner => {
  if (userId !== undefined) return { deviceId: null, userId };
  const device = deviceId ?? actor.deviceId;
  return device === null ? { deviceId: null, userId: actor.userId } : { deviceId: device, userId: null };
};

const checkOwner = ({ deviceId, userId }: Owner, actor: Actor, reads: Reads): void => {
  if (deviceId !== null && deviceId !== actor.deviceId && reads.get(devices, deviceId)?.revoked !== false)
    throw invalid("deviceId", `there is no device ${deviceId}`);
  if (userId !== null && userId !== actor.userId && reads.get(users, userId)?.active !== true)
    throw invalid("userId", `there is no person ${userId}`);
};

export const openDrawer: Command<DrawerOpenInput & { id: string }> = {
  name: "drawer.open",
  permission: (input, { actor }) => (isOwn(ownerOf(input, actor), actor) ? "drawer.manage" : "drawer.any"),
  approvable: true,
  approvalSubjects: ({ id }) => [id],
  decide: (input, context) => {
    const { reads, actor } = context;
    const owner = ownerOf(input, actor);
    checkOwner(owner, actor, reads);
    const known = reads.get(drawers, input.id);
    if (known) throw conflict("There is a drawer session with this id already.", drawerView(known));
    const openId = openDrawerOf(reads.db, owner);
    const other = openId === null ? undefined : reads.get(drawers, openId);
    if (other)
      throw conflict("This drawer is open already. Count and close it before the next.", drawerView(other));
    const data: DrawerOpened = { ...owner, float: input.float, businessDay: dayOf(context) };
    return answer(input.id, [{ entity: "drawer", id: input.id, type: "Opened", data }]);
  },
};

const cashMove = (kind: "paid_in" | "paid_out"): Command<CashMove & { id: string }> => ({
  name: kind === "paid_in" ? "drawer.paid-in" : "drawer.paid-out",
  permission: kind === "paid_in" ? onOwn : toPayOut,
  approvable: true,
  approvalAmount: ({ amount }) => amount,
  approvalNamesAmount: true,
  target,
  decide: ({ id, ...move }, context) => {
    const { db } = context.reads;
    const drawer = findDrawer(context.reads, id);
    const facts = {
      businessDay: dayOf(context),
      cash: drawerCash(db, id),
      leaving: readerOf(context.actor) === "anybody" ? traced : (refusal: Refusal) => refusal,
    };
    return answer(id, decideCashMove(drawer, kind, move, facts));
  },
});
export const payIn = cashMove("paid_in");
export const payOut = cashMove("paid_out");

export const openWithoutSale: Command<{ id: string; moveId: string; reason: string | null }> = {
  name: "drawer.no-sale",
  permission: onOwn,
  approvable: true,
  target,
  decide: ({ id, moveId, reason }, { reads }) =>
    answer(id, decideNoSale(findDrawer(reads, id), moveId, reason)),
};

export const countDrawer: Command<{ id: string; count: CountInput & { id: string } }> = {
  name: "drawer.count",
  permission: onOwn,
  approvable: true,
  target,
  decide: ({ id, count }, { reads, actor }) => ({
    events: decideCount(findDrawer(reads, id), count, drawerCash(reads.db, id)),
    answer: (after) => JSON.stringify(drawerView(findDrawer(after, id), readerOf(actor))),
  }),
};

export const closeDrawer: Command<{ id: string; note: string | null }> = {
  name: "drawer.close",
  permission: onOwn,
  approvable: true,
  target,
  decide: ({ id, note }, { reads }) =>
    answer(id, decideClose(findDrawer(reads, id), note, drawerCash(reads.db, id))),
};
