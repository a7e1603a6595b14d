/** The inbox as rows: to whom an item is shown, and how many a device has open. */
import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import { query } from "../../kernel/database.ts";
import type { Actor, BaseState, Entity, Reads } from "../../kernel/types.ts";
import { devices } from "../device/rows.ts";
import { users } from "../staff/rows.ts";
import { entityName, evolveInbox, type InboxState, isOpenItem } from "./inbox.ts";

const nameOf = (reads: Reads, userId: string | null): string | null =>
  userId === null ? null : (reads.get<BaseState & { name: string }>(users, userId)?.name ?? null);
const deviceNameOf = (reads: Reads, deviceId: string | null): string | null =>
  deviceId === null ? null : (reads.get<BaseState & { name: string }>(devices, deviceId)?.name ?? null);
const named = <By extends { deviceId: string | null; userId: string | null }>(reads: Reads, by: By) => ({
  ...by,
  deviceName: deviceNameOf(reads, by.deviceId),
  userName: nameOf(reads, by.userId),
});

const viewOf = (item: InboxState, reads: Reads): string =>
  JSON.stringify({
    ...named(reads, item),
    ...(item.sentBy === undefined ? {} : { sentByName: nameOf(reads, item.sentBy) }),
    by: item.by && named(reads, item.by),
    settled: item.settled && { ...item.settled, byName: nameOf(reads, item.settled.by) },
  } satisfies InboxItem);

/** Managers see all, others what they or their device sent. */
export const maySee = (actor: Actor, { deviceId, userId }: InboxState): boolean =>
  actor.permissions.has("inbox.manage") ||
  (userId !== null && userId === actor.userId) ||
  (deviceId !== null && deviceId === actor.deviceId);

/** The device that sent it, who tapped, on whichever device they are now, and whoever manages. */
const roomsOf = ({ deviceId, userId }: InboxState): string[] => [
  ...newsFor("inbox"),
  ...(deviceId === null ? [] : [`device:${deviceId}`]),
  ...(userId === null ? [] : [`user:${userId}`]),
];

export const inbox: Entity<InboxState> = {
  name: entityName,
  table: "refused_changes",
  evolve: evolveInbox,
  columns: {
    open: (item) => Number(isOpenItem(item)),
    kind: (item) => item.kind,
    device_id: (item) => item.deviceId,
    user_id: (item) => item.userId,
    entity_type: (item) => item.entityType,
    entity_id: (item) => item.entityId,
  },
  view: viewOf,
  announce: (_event, item, reads) =>
    item ? [{ event: "inbox:update", rooms: roomsOf(item), data: viewOf(item, reads) }] : [],
};

export { checkOpenCash, decideAllocated, decideReturned, decideTaken } from "./cash.ts";
export type { InboxState } from "./inbox.ts";
export { sealChange } from "./sealing/rows.ts";

const openOfDevice = query<[string], { count: number }>(
  "SELECT COUNT(*) AS count FROM refused_changes WHERE open = 1 AND device_id = ?",
);
export const countOpen = (reads: Reads, deviceId: string): number =>
  openOfDevice.get(reads.db, deviceId)?.count ?? 0;

const refusedCreates = query<[string, string], { detail: string | null }>(
  "SELECT json_extract(state, '$.detail') AS detail FROM refused_changes WHERE entity_id = ? AND entity_type = ? AND open = 1 AND kind = 'refused' AND json_extract(state, '$.action') = 'create'",
);
/** Why a thing that is not there was not made, where an open item knows. */
export const whyNotMade = (reads: Reads, entityType: string, entityId: string): string | null =>
  refusedCreates.get(reads.db, entityId, entityType)?.detail ?? null;
