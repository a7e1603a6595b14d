/** A small restaurant with two tables, and what people do in it; for tests of orders. */
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { areas, tables } from "../features/floor/rows.ts";
import { categories, menuItems, taxClasses } from "../features/menu/rows.ts";
import { type OpenOrder, openOrder } from "../features/order/commands.ts";
import { payOrder } from "../features/order/money/commands.ts";
import type { CompleteLineInput } from "../features/order/pricing.ts";
import { moveOrder } from "../features/order/workflow/commands.ts";
import { stations } from "../features/printer/rows.ts";
import { changeSetting } from "../features/settings/rows.ts";
import type { TestStore } from "../testing.ts";

export const line = (
  menuItemId: string,
  quantity = 1,
  extra: Partial<CompleteLineInput> = {},
): CompleteLineInput => ({ id: newId(), menuItemId, quantity, ...extra });
export const opening = (items: CompleteLineInput[], extra: Partial<OpenOrder> = {}): OpenOrder => ({
  id: newId(),
  type: "dine-in",
  tableId: null,
  guests: null,
  customerName: null,
  notes: null,
  send: false,
  newCheck: false,
  items,
  ...extra,
});

/** What people do, in whatever store stands now. */
export const peopleOf = (current: () => TestStore) => {
  const set = (key: string, value: unknown) => current().done(changeSetting, { key, value });
  const open = (
    items: CompleteLineInput[],
    extra: Partial<OpenOrder> = {},
    as: "waiter" | "owner" = "waiter",
  ): Promise<Order> => current().done(openOrder, opening(items, extra), as);
  const pay = async (
    order: Order,
    extra: object = {},
  ): Promise<{ payment: Order["payments"][number]; order: Order }> =>
    current().done(
      payOrder,
      { id: order.id, paymentId: newId(), payment: { method: "cash" as const, ...extra } },
      "waiter",
    );
  const status = (
    order: Order,
    to: Order["status"],
    as: "waiter" | "manager" | "cook" = "manager",
  ): Promise<Order> => current().done(moveOrder, { id: order.id, status: to, reason: null }, as);

  return { set, open, pay, status };
};

/** The menu and the floor. */
export const furnish = async (store: TestStore): Promise<void> => {
  await store.done(categories.create, { id: "food", fields: { name: "Food" } });
  await store.done(stations.create, { id: "kitchen", fields: { name: "Kitchen" } });
  await store.done(stations.create, { id: "bar", fields: { name: "Bar" } });
  await store.done(taxClasses.create, {
    id: "vat",
    fields: {
      name: "VAT",
      inclusive: true,
      rates: [{ name: "VAT", rate: "0.19" }],
      byOrderType: { takeaway: [{ name: "VAT", rate: "0.07" }] },
    },
  });
  const doneness = {
    id: "done",
    name: "Doneness",
    min: 1,
    max: 1,
    options: [
      { id: "rare", name: "rare", price: 0 },
      { id: "well", name: "well done", price: 0 },
    ],
  };
  const sauce = {
    id: "sauce",
    name: "Sauce",
    min: 0,
    max: 2,
    options: [{ id: "pepper", name: "pepper sauce", price: 200 }],
  };
  await store.done(menuItems.create, {
    id: "soup",
    fields: { name: "Soup", categoryId: "food", price: 850, stations: ["kitchen"] },
  });
  await store.done(menuItems.create, {
    id: "steak",
    fields: {
      name: "Steak",
      categoryId: "food",
      price: 3400,
      modifierGroups: [doneness, sauce],
      stations: ["kitchen"],
    },
  });
  await store.done(menuItems.create, {
    id: "wine",
    fields: {
      name: "Wine",
      categoryId: "food",
      price: 700,
      taxClassId: "vat",
      variants: [{ id: "bottle", name: "Bottle", price: 3200 }],
      stations: ["bar"],
    },
  });
  await store.done(menuItems.create, {
    id: "ham",
    fields: { name: "Ham", categoryId: "food", price: 2400, unit: "kg" },
  });
  await store.done(areas.create, { id: "room", fields: { name: "Room" } });
  await store.done(tables.create, { id: "t1", fields: { name: "1", areaId: "room", seats: 4 } });
  await store.done(tables.create, { id: "t2", fields: { name: "2", areaId: "room", seats: 2 } });
};
