/** Every device shows what the box knows: each view that it holds is the box's, to the last field, and none that it must have is missing. */
import { isDeepStrictEqual } from "node:util";
import { areas, tables } from "@tillbox/store-server/features/floor/rows.ts";
import {
  categories,
  dayparts,
  menuItems,
  priceRules,
  taxClasses,
} from "@tillbox/store-server/features/menu/rows.ts";
import { orders } from "@tillbox/store-server/features/order/rows.ts";
import { stations } from "@tillbox/store-server/features/printer/rows.ts";
import { reservations } from "@tillbox/store-server/features/reservation/rows.ts";
import { settings } from "@tillbox/store-server/features/settings/rows.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import { unsealJson } from "@tillbox/store-server/kernel/personal.ts";
import type { Entity } from "@tillbox/store-server/kernel/types.ts";
import type { Part } from "@tillbox/store-server/web/client/load.ts";
import type { Store } from "@tillbox/store-server/web/client/store.ts";
import type { Device } from "../device.ts";

type View = { id: string; version: number } & Record<string, unknown>;
type Kind = {
  name:
    | "orders"
    | "tables"
    | "areas"
    | "categories"
    | "items"
    | "taxClasses"
    | "dayparts"
    | "priceRules"
    | "stations"
    | "reservations"
    | "settings";
  entity: Entity;
  /** Which part of the snapshot holds it; null: always there. */
  part: Part | null;
  /** Whether a device must hold it now, RFC 3339. */
  isNeeded(view: View, now: string): boolean;
};

const always = (): boolean => true;
const kinds: readonly Kind[] = [
  {
    name: "orders",
    entity: orders,
    part: "orders",
    isNeeded: ({ closedAt }) => closedAt === null,
  },
  { name: "tables", entity: tables.entity, part: "floor", isNeeded: always },
  { name: "areas", entity: areas.entity, part: "floor", isNeeded: always },
  { name: "categories", entity: categories.entity, part: "menu", isNeeded: always },
  { name: "items", entity: menuItems.entity, part: "menu", isNeeded: always },
  { name: "taxClasses", entity: taxClasses.entity, part: "menu", isNeeded: always },
  { name: "dayparts", entity: dayparts.entity, part: "menu", isNeeded: always },
  { name: "priceRules", entity: priceRules.entity, part: "menu", isNeeded: always },
  { name: "stations", entity: stations.entity, part: "menu", isNeeded: always },
  {
    name: "reservations",
    entity: reservations,
    part: "bookings",
    // What was booked for a day that is over is not read any more.
    isNeeded: ({ endedAt, at }, now) => endedAt === null && String(at) >= now,
  },
  { name: "settings", entity: settings, part: null, isNeeded: always },
];

export type BoxViews = ReadonlyMap<Kind["name"], ReadonlyMap<string, View>>;

/** All views of the box, as whoever may see everything gets them. */
export const boxViews = (kernel: Kernel): BoxViews =>
  new Map(
    kinds.map(({ name, entity }) => {
      const ids = kernel.db.prepare<[], { id: string }>(`SELECT id FROM ${entity.table}`).all();
      const views = ids.flatMap(({ id }) => {
        const state = kernel.get(entity, id);
        if (!state) return [];
        const view = JSON.parse(unsealJson(kernel.db, entity.view(state, kernel))) as View;
        return [[id, view] as const];
      });
      return [name, new Map(views)];
    }),
  );

const differences = (one: View, other: View): string =>
  Object.keys({ ...one, ...other })
    .filter((key) => !isDeepStrictEqual(one[key], other[key]))
    .map((key) => `${key} ${JSON.stringify(one[key])} instead of ${JSON.stringify(other[key])}`)
    .join(", ")
    .slice(0, 600);

const heldBy = (store: Store, { name }: Kind): ReadonlyMap<string, View> => store[name].all.value;

const ofKind = (device: Device, kind: Kind, box: ReadonlyMap<string, View>, now: string): string[] => {
  const held = heldBy(device.client().store, kind);
  const who = `${device.kind.id} ${kind.name}`;
  const wrong = [...held].flatMap(([id, view]) => {
    const real = box.get(id);
    // A setting that nobody changed has no row.
    if (!real) return kind.name === "settings" ? [] : [`${who}: shows ${id}, which the box does not know`];
    return isDeepStrictEqual(view, real) ? [] : [`${who}: ${id} shows ${differences(view, real)}`];
  });
  const missing = [...box].flatMap(([id, view]) =>
    held.has(id) || !kind.isNeeded(view, now) ? [] : [`${who}: ${id} is missing`],
  );
  return [...wrong, ...missing];
};

export const deviceFaults = (devices: readonly Device[], kernel: Kernel): string[] => {
  const views = boxViews(kernel);
  return devices.flatMap((device) =>
    kinds
      .filter(({ part }) => part === null || device.kind.parts.includes(part))
      .flatMap((kind) => ofKind(device, kind, views.get(kind.name) ?? new Map(), kernel.clock.now())),
  );
};
