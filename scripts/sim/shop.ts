/** The shop of the simulation: one small store with its people and devices, made once, as the bytes that every seed begins with. */
import { giftCode } from "@tillbox/shared/gift-code.ts";
import { newId } from "@tillbox/shared/id.ts";
import { createCustomer } from "@tillbox/store-server/features/customer/commands.ts";
import { registerDevice } from "@tillbox/store-server/features/device/commands.ts";
import { areas, tables } from "@tillbox/store-server/features/floor/rows.ts";
import { issueGiftCard } from "@tillbox/store-server/features/gift-card/commands.ts";
import { loyaltyPrograms } from "@tillbox/store-server/features/loyalty/rows.ts";
import { completeItem } from "@tillbox/store-server/features/menu/complete.ts";
import { categories, menuItems, taxClasses } from "@tillbox/store-server/features/menu/rows.ts";
import { printers, stations } from "@tillbox/store-server/features/printer/rows.ts";
import { changeSetting } from "@tillbox/store-server/features/settings/rows.ts";
import { registerUser } from "@tillbox/store-server/features/staff/commands.ts";
import { features } from "@tillbox/store-server/features.ts";
import { type Kernel, openKernel } from "@tillbox/store-server/kernel/kernel.ts";
import type { Command } from "@tillbox/store-server/kernel/types.ts";
import { openTestKernel, systemActor } from "@tillbox/store-server/testing.ts";
import type { Random } from "../crash/random.ts";
import { databaseOf } from "./box.ts";
import type { DeviceKind } from "./device.ts";
import { people } from "./people.ts";

export type Item = {
  id: string;
  price: number;
  optionIds: string[];
  variantIds: string[];
  parts?: { partId: string; choices: string[] }[];
};

const options = [
  { id: "rare", name: "rare", price: 0 },
  { id: "done", name: "well done", price: 0 },
  { id: "pepper", name: "pepper", price: 133 },
];
const variants = [
  { id: "glass", name: "glass", price: 645 },
  { id: "bottle", name: "bottle", price: 2999 },
];
export const items: readonly Item[] = [
  { id: "soup", price: 777, optionIds: [], variantIds: [] },
  { id: "steak", price: 3333, optionIds: ["rare", "done", "pepper"], variantIds: [] },
  { id: "wine", price: 645, optionIds: [], variantIds: ["glass", "bottle"] },
  { id: "bread", price: 101, optionIds: [], variantIds: [] },
  { id: "cake", price: 555, optionIds: [], variantIds: [] },
  {
    id: "lunch",
    price: 1500,
    optionIds: [],
    variantIds: [],
    parts: [
      { partId: "main", choices: ["soup", "steak"] },
      { partId: "after", choices: ["bread"] },
    ],
  },
];
/** Items whose pieces are counted, and how many there are in the morning. */
export const counted: ReadonlyMap<string, number> = new Map([
  ["cake", 40],
  ["steak", 90],
]);
export const tableIds: readonly string[] = ["t1", "t2", "t3", "t4", "t5", "t6"];
export const customerIds: readonly string[] = ["guest-1", "guest-2"];
/** Codes and what is on them. */
export const giftCodes: readonly string[] = [1, 2].map((card) => giftCode(Array<number>(15).fill(card)));

export const deviceIds: readonly string[] = [
  ...Array.from({ length: 8 }, (_, index) => `tablet-${index + 1}`),
  "phone-1",
  "phone-2",
  "kitchen-1",
  "kitchen-2",
];

/** A device of the shop, as far as the shop knows it. */
export const kindOf = (id: string): Omit<DeviceKind, "skew_ms" | "isPlain"> =>
  id.startsWith("kitchen")
    ? {
        id,
        deviceType: "kitchen",
        capabilities: { canManageKitchen: true, stations: ["kitchen", "bar"] },
        // The menu and the floor are no concern of a kitchen screen, and it does not hear of them.
        parts: ["orders"],
      }
    : {
        id,
        deviceType: id.startsWith("phone") ? "phone" : "tablet",
        capabilities: { canTakeOrders: true },
        parts: ["orders", "floor", "menu", "bookings"],
      };

/** When the shop was made; every seed begins later. */
export const made_ms = Date.parse("2026-11-20T01:00:00.000Z");

type Submit = <I>(command: Command<I>, input: I) => Promise<void>;
const submitter =
  (kernel: Kernel): Submit =>
  async (command, input) => {
    const request = { command, input, commandId: newId(), fingerprint: "shop", actor: systemActor };
    const answer = await kernel.execute(request);
    if (!answer.ok) throw new Error(`${command.name} was refused: ${answer.refusal.message}`);
  };

const classes = async (submit: Submit): Promise<void> => {
  const split = [
    { name: "State", rate: "0.0625" },
    { name: "City", rate: "0.0175" },
  ];
  const full = { name: "Full", inclusive: true, rates: [{ name: "VAT", rate: "0.19" }] };
  await submit(taxClasses.create, { id: "full", fields: full });
  await submit(taxClasses.create, {
    id: "reduced",
    fields: { name: "Reduced", inclusive: false, rates: split },
  });
};

const menu = async (submit: Submit): Promise<void> => {
  await submit(categories.create, { id: "food", fields: { name: "Food" } });
  const group = { id: "how", name: "How", min: 0, max: 2, options };
  const more: Readonly<Record<string, object>> = {
    soup: { taxClassId: "reduced", stations: ["kitchen"] },
    steak: { taxClassId: "reduced", stations: ["kitchen"], modifierGroups: [group] },
    wine: { taxClassId: "full", stations: ["bar"], variants },
    cake: { taxClassId: "reduced", stations: ["bar"] },
    lunch: { taxClassId: "reduced", parts: [] },
  };
  for (const { id, price, parts } of items) {
    const combo = parts
      ? {
          parts: parts.map(({ partId, choices }) => ({
            id: partId,
            name: partId,
            choices: choices.map((menuItemId) => ({ menuItemId })),
          })),
        }
      : {};
    const stock = counted.has(id) ? { stock: counted.get(id) } : {};
    const fields = { name: id, categoryId: "food", price, taxClassId: null, stations: [], ...more[id] };
    await submit(menuItems.create, { id, fields: completeItem({ ...fields, ...combo, ...stock } as never) });
  }
};

const stationsOf = async (submit: Submit): Promise<void> => {
  for (const id of ["kitchen", "bar"]) {
    await submit(stations.create, { id, fields: { name: id } });
    const screen = { name: id, transport: { type: "screen" as const }, width: 80 as const };
    await submit(printers.create, { id, fields: { ...screen, role: "kitchen", stations: [id] } });
  }
  const receipts = { name: "receipts", transport: { type: "screen" as const }, width: 80 as const };
  await submit(printers.create, { id: "receipts", fields: { ...receipts, role: "receipt", stations: [] } });
};

const guests = async (submit: Submit): Promise<void> => {
  const rewards = [{ id: "five-off", name: "5.00 off", points: 20, kind: "amount" as const, amount: 500 }];
  await submit(loyaltyPrograms.create, {
    id: "points",
    fields: { name: "Points", active: true, earnPoints: 1, earnAmount: 100, expiryMonths: 24, rewards },
  });
  for (const id of customerIds)
    await submit(createCustomer, { id, words: { name: id, phone: `+1 555 01${id.at(-1)}1` } });
  for (const [index, code] of giftCodes.entries())
    await submit(issueGiftCard, { id: `card-${index}`, code, amount: 5000, reason: "shop" });
};

const staff = async (submit: Submit): Promise<void> => {
  for (const { id, role } of people)
    await submit(registerUser, { id, name: id, role, username: null, secrets: { demo: false } });
  for (const id of deviceIds) {
    const { deviceType, capabilities } = kindOf(id);
    await submit(registerDevice, {
      deviceId: id,
      deviceType,
      name: id,
      capabilities,
      pairingCode: null,
      address: "",
      proof: { codeHash: null, open: true },
      tokenRow: (seed: string) => ({ seed, token_hash: "" }),
    });
  }
};

const fill = async (kernel: Kernel): Promise<void> => {
  const submit = submitter(kernel);
  await classes(submit);
  await stationsOf(submit);
  await menu(submit);
  await submit(areas.create, { id: "room", fields: { name: "Room" } });
  for (const id of tableIds)
    await submit(tables.create, { id, fields: { name: id, areaId: "room", seats: 4 } });
  await guests(submit);
  await staff(submit);
};

/** The shop as it was committed. */
export const makeShop = async (): Promise<Buffer> => {
  const kernel = openTestKernel(":memory:", { wall: () => made_ms, personalSecret: "sim" });
  await fill(kernel);
  const bytes = kernel.db.serialize();
  kernel.close();
  return bytes;
};

const settingsOf = (random: Random): [string, unknown][] => [
  ["rounding.cash", random.pick([1, 5, 10])],
  ["rounding.tax", random.pick(["group", "line"])],
  ["service.rate", random.pick(["0", "0.125"])],
  ["service.tax_class", random.pick([null, "full"])],
  ["table.cleaning", random.chance(0.5)],
  ["discount.limit", random.pick(["0", "15"])],
  ["order.delay_threshold", random.pick([5, 15, 60])],
];

/** The shop with settings that the seed chooses. */
export const settleShop = async (bytes: Buffer, random: Random, now_ms: number): Promise<Buffer> => {
  const kernel = openKernel(databaseOf(bytes), features, { wall: () => now_ms, personalSecret: "sim" });
  const submit = submitter(kernel);
  for (const [key, value] of settingsOf(random)) await submit(changeSetting, { key, value });
  const settled = kernel.db.serialize();
  kernel.close();
  return settled;
};
