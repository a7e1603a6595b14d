/** Drawer sessions as rows, and which one takes the cash of whoever acts. */
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import type { Database } from "better-sqlite3";
import { query } from "../../kernel/database.ts";
import type { Actor, BaseState, Entity, Reads } from "../../kernel/types.ts";
import { devices } from "../device/rows.ts";
import { users } from "../staff/rows.ts";
import { type DrawerState, drawerView, evolveDrawer, isOpenDrawer } from "./drawer.ts";

export { type DrawerState, drawerView, isOpenDrawer } from "./drawer.ts";

/** The device that it stands at, and whoever looks after cash. */
const roomsOf = ({ deviceId }: DrawerState): string[] => [
  ...newsFor("drawers"),
  "role:cashier",
  ...(deviceId === null ? [] : [`device:${deviceId}`]),
];

export const drawers: Entity<DrawerState> = {
  name: "drawer",
  table: "drawers",
  evolve: evolveDrawer,
  columns: {
    device_id: (drawer) => drawer.deviceId,
    user_id: (drawer) => drawer.userId,
    open: (drawer) => Number(isOpenDrawer(drawer)),
  },
  view: (drawer) => JSON.stringify(drawerView(drawer)),
  announce: (_event, drawer) =>
    drawer
      ? [{ event: "drawer:update", rooms: roomsOf(drawer), data: JSON.stringify(drawerView(drawer)) }]
      : [],
};

const openOfDevice = query<[string], { id: string }>(
  "SELECT id FROM drawers WHERE open = 1 AND device_id = ?",
);
const openOfPerson = query<[string], { id: string }>("SELECT id FROM drawers WHERE open = 1 AND user_id = ?");
const open = query<[], { id: string }>("SELECT id FROM drawers WHERE open = 1 ORDER BY created_at, id");

export const openDrawerOf = (
  db: Database,
  { deviceId, userId }: { deviceId: string | null; userId: string | null },
): string | null =>
  (deviceId === null ? undefined : openOfDevice.get(db, deviceId)?.id) ??
  (userId === null ? undefined : openOfPerson.get(db, userId)?.id) ??
  null;

/** The open drawer session that takes the cash of whoever acts: their device's, else their own purse, else none. */
export const openDrawerFor = (
  { db }: Pick<Reads, "db">,
  actor: Pick<Actor, "deviceId" | "userId">,
): string | null => openDrawerOf(db, actor);

/** All open sessions, the oldest first. */
export const openDrawers = (reads: Reads): DrawerState[] =>
  open.all(reads.db).flatMap(({ id }) => reads.get(drawers, id) ?? []);

/** What people call a session: the device that it stands at, or the person whose purse it is. */
export const drawerName = (reads: Reads, { deviceId, userId }: DrawerState): string => {
  const [owner, id] = deviceId === null ? [users, userId] : [devices, deviceId];
  return id === null ? "" : (reads.get<BaseState & { name: string }>(owner, id)?.name ?? id);
};
