/**
 * What this device knows of the store, as signals: screens read them and are redrawn when they change. A snapshot over REST fills
 * them, live frames and answers keep them current, in the order of the journal.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Daypart, PriceRule } from "@tillbox/shared/contract/daypart.ts";
import type { Drawer } from "@tillbox/shared/contract/drawer.ts";
import type { Area, Table } from "@tillbox/shared/contract/floor.ts";
import type { Category, MenuItem, TaxClass } from "@tillbox/shared/contract/menu.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import type { Printer, Station } from "@tillbox/shared/contract/printer.ts";
import type { Reservation, WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import type { SettingKey, SettingValue } from "../../features/settings/settings.ts";
import type { ApiProblem } from "./problem.ts";
import { openRecords, type Records, type Sink, type Versioned } from "./records.ts";

export type SettingView = Versioned & { key: string; value: unknown };
export type LoadState = { step: "empty" | "loading" | "ready" } | { step: "failed"; problem: ApiProblem };

export type Store = {
  readonly orders: Records<Order>;
  readonly tables: Records<Table>;
  readonly areas: Records<Area>;
  readonly categories: Records<Category>;
  readonly items: Records<MenuItem>;
  readonly taxClasses: Records<TaxClass>;
  readonly dayparts: Records<Daypart>;
  readonly priceRules: Records<PriceRule>;
  readonly stations: Records<Station>;
  readonly printers: Records<Printer>;
  /** Guests that are expected, from today on, and those that wait. */
  readonly reservations: Records<Reservation>;
  readonly waits: Records<WaitEntry>;
  /** Those that a page has read or that were told live; only for whoever looks after cash. */
  readonly drawers: Records<Drawer>;
  readonly settings: Records<SettingView>;
  readonly load: Signal<LoadState>;
  /** All of the above by the name of their type. */
  readonly byType: Readonly<Record<string, Sink>>;
  /** The seq that prices and taxes on the screen stand for; goes with every line (`menuVersion`). */
  readonly menuVersion: ReadonlySignal<number>;
  /** A setting as the box has it, `fallback` until it is known. Typed by the key. */
  setting<K extends SettingKey>(key: K, fallback: SettingValue<K>): SettingValue<K>;
  /** A view of `sync:changes`. */
  applyChange(entityType: string, view: unknown, isDeleted: boolean): void;
  /** The view of a live frame. */
  applyFrame(event: ServerEvent, view: unknown): void;
};

type Removed = Versioned & { deleted: true; entityType: string };
const isVersioned = (value: unknown): value is Versioned =>
  typeof value === "object" && value !== null && "id" in value && "version" in value;
const isRemoved = (view: Versioned): view is Removed => "deleted" in view && "entityType" in view;

/** Frames name the family; the shape of the view tells the member. */
const menuTypeOf = (view: object): string => {
  if ("categoryId" in view) return "menu-item";
  if ("rates" in view) return "tax-class";
  if ("percentOff" in view) return "price-rule";
  if ("days" in view) return "daypart";
  if ("changes" in view) return "menu-draft";
  return "parentId" in view || "color" in view ? "category" : "station";
};
const entityTypeOf = (event: ServerEvent, view: object): string | null => {
  if (event === "order:update") return "order";
  if (event === "table:update") return "areaId" in view ? "table" : "area";
  if (event === "menu:update") return menuTypeOf(view);
  if (event === "settings:update") return "setting";
  if (event === "reservation:update") return "reservation";
  if (event === "waitlist:update") return "waitlist-entry";
  if (event === "drawer:update") return "drawer";
  return event === "print:update" && "transport" in view ? "printer" : null;
};

/** Orders that are over stay for a look back, but not all of a busy month. */
const keptOrders = 600;

const pruneOrders = (orders: Records<Order>): void => {
  const all = orders.all.value;
  if (all.size <= keptOrders) return;
  const over = [...all.values()].filter(
    (order) => order.closedAt !== null && (order.due === 0 || order.receiptNumber !== null),
  );
  over.sort((a, b) => a.version - b.version);
  for (const order of over.slice(0, all.size - keptOrders)) orders.forget(order.id);
};

export const openStore = (): Store => {
  const records = {
    orders: openRecords<Order>(),
    tables: openRecords<Table>({ retold: true }),
    areas: openRecords<Area>(),
    categories: openRecords<Category>(),
    items: openRecords<MenuItem>(),
    taxClasses: openRecords<TaxClass>(),
    dayparts: openRecords<Daypart>(),
    priceRules: openRecords<PriceRule>(),
    stations: openRecords<Station>(),
    printers: openRecords<Printer>(),
    reservations: openRecords<Reservation>(),
    waits: openRecords<WaitEntry>(),
    drawers: openRecords<Drawer>(),
    settings: openRecords<SettingView>(),
  };
  const menuParts = [
    records.items,
    records.categories,
    records.taxClasses,
    records.dayparts,
    records.priceRules,
  ];
  const byType: Readonly<Record<string, Sink>> = {
    order: records.orders,
    table: records.tables,
    area: records.areas,
    category: records.categories,
    "menu-item": records.items,
    "tax-class": records.taxClasses,
    daypart: records.dayparts,
    "price-rule": records.priceRules,
    station: records.stations,
    printer: records.printers,
    reservation: records.reservations,
    "waitlist-entry": records.waits,
    drawer: records.drawers,
    setting: records.settings,
  };
  const apply = (entityType: string, view: unknown, isDeleted: boolean): void => {
    const target = byType[entityType];
    if (!target || !isVersioned(view)) return;
    batch(() => {
      if (isDeleted || isRemoved(view)) target.remove(view.id, view.version);
      else target.put(view as never);
      if (entityType === "order") pruneOrders(records.orders);
    });
  };
  return {
    ...records,
    byType,
    load: signal<LoadState>({ step: "empty" }),
    menuVersion: computed(() =>
      menuParts
        .flatMap((part): Versioned[] => [...part.all.value.values()])
        .reduce((latest, { version }) => Math.max(latest, version), 0),
    ),
    setting: (key, fallback) => (records.settings.all.value.get(key)?.value ?? fallback) as typeof fallback,
    applyChange: apply,
    applyFrame: (event, view) => {
      if (typeof view !== "object" || view === null) return;
      // Only what was removed is named by its view; in an item of the inbox the word means what the item is about.
      const isGone = isVersioned(view) && isRemoved(view);
      const named = isGone ? view.entityType : entityTypeOf(event, view);
      if (named !== null) apply(named, view, false);
    },
  };
};
