/**
 * A bistro at work, through the same commands as everybody: days of about 430 orders, with all that a house does, on eight devices. What
 * it leaves behind is what the checks look at.
 */
import { fillDemoStore } from "@tillbox/store-server/demo/fill.ts";
import { historyStart, manualClock, seedHistory } from "@tillbox/store-server/demo/history.ts";
import { hashText } from "@tillbox/store-server/demo/random.ts";
import { manager, step } from "@tillbox/store-server/demo/step.ts";
import { setStock } from "@tillbox/store-server/features/menu/records/rows.ts";
import { changeSetting } from "@tillbox/store-server/features/settings/rows.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import type { Actor } from "@tillbox/store-server/kernel/types.ts";
import { openTestKernel } from "@tillbox/store-server/testing.ts";

const timeZone = "Europe/Zurich";
/** Six times the demo's guests: about 430 orders a day, 3,000 a week. */
const pace = 6;
/** What is counted down, and from where. */
export const countedItem = "tiramisu";
export const countedFrom_milli = 50_000_000;

const devices: Readonly<Record<string, readonly string[]>> = {
  waiter: ["tablet-1", "tablet-2"],
  manager: ["tablet-3", "tablet-4"],
  cashier: ["till-1", "till-2"],
  cook: ["kitchen-1"],
  kiosk: ["kiosk-1"],
};
const deviceOf = ({ role }: Actor, key: string): string | null => {
  const own = devices[role] ?? [];
  return own[hashText(key) % Math.max(1, own.length)] ?? null;
};

const settings: readonly [string, unknown][] = [
  ["rounding.cash", 5],
  ["service.rate", "0.05"],
  ["rounding.tax", "line"],
];
const house = { prefix: "bistro" };
const first = [
  ...settings.map(([key, value]) =>
    step(house, {
      minute: 0,
      actor: manager,
      name: key,
      command: changeSetting,
      input: () => ({ key, value }),
    }),
  ),
  step(house, {
    minute: 0,
    actor: manager,
    name: "count",
    command: setStock,
    input: () => ({ id: countedItem, variantId: null, stock: countedFrom_milli / 1000, reason: null }),
  }),
];

export type Bistro = { kernel: Kernel; days: string[]; orders: number };

/** Trades `days` business days before `until_ms`. */
export const runBistro = async (
  days: number,
  { seed = "bistro", until_ms = Date.parse("2026-11-02T12:00:00Z") } = {},
): Promise<Bistro> => {
  const clock = manualClock(historyStart(days, timeZone, until_ms));
  const kernel = openTestKernel(":memory:", { wall: clock.now });
  const secret = { hash: "none" };
  await fillDemoStore(kernel, {
    timeZone,
    hashSecrets: async ({ pin }) => ({ demo: true, password: secret, pin: { ...secret, lookup: `${pin}` } }),
  });
  const history = await seedHistory(kernel, days, clock, { seed, until_ms, pace, deviceOf, first });
  return { kernel, days: history.days, orders: history.orders };
};
