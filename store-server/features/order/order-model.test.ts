import { assert, asyncProperty, check } from "fast-check";
import { expect, it } from "vitest";
import { features } from "../../features.ts";
import type { Feature, StoredEvent } from "../../kernel/types.ts";
import { furnish } from "../../testing/bistro.ts";
import { putKitchenPrinter } from "../../testing/kitchen.ts";
import { doTap, evening, type Tap } from "../../testing/order-model.ts";
import { type News, openWatcher } from "../../testing/order-watcher.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore } from "../../testing.ts";
import { kitchenNews } from "./news.ts";
import type { OrderEvents } from "./order.ts";
import { orders } from "./rows.ts";

type World = { news?: News; features?: readonly Feature[] };
const done = new Map<string, number>();

/** Lives one evening, two taps at once, each from what its device showed; throws with the first contradiction. */
const live = async (taps: readonly Tap[], { news, ...options }: World = {}): Promise<void> => {
  const store = openTestStore({ strict: true, ...options });
  try {
    await furnish(store);
    await putKitchenPrinter(store);
    const watcher = openWatcher(store, news);
    for (let index = 0; index < taps.length; index += 2) {
      const atOnce = taps.slice(index, index + 2);
      const results = await Promise.all(atOnce.map((tap) => doTap(store, tap)));
      for (const [place, { verb }] of atOnce.entries())
        if (results[place]) done.set(verb, (done.get(verb) ?? 0) + 1);
      const [fault] = watcher.look();
      if (fault !== undefined)
        throw new Error(`after ${atOnce.map(({ verb }) => verb).join(" and ")}: ${fault}`);
    }
    if (!options.features) expect(rebuiltDifferences(store.kernel)).toEqual([]);
  } finally {
    store.kernel.close();
  }
};
/** What random evenings find in a world, or "nothing found". */
const search = async (world: World): Promise<string> => {
  const property = asyncProperty(evening, (taps) => live(taps, world));
  const result = await check(property, { numRuns: 60, endOnFailure: true });
  return result.failed ? String(result.errorInstance) : "nothing found";
};

it("Whatever happens to checks on several tables and devices: no illegal state, no food fired twice, tables as their checks, replay as live", async () => {
  const seed = Number(process.env.ORDER_MODEL_SEED ?? Date.now() % 2_147_483_647);
  console.info(`orders: seed ${seed}`);
  await assert(
    asyncProperty(evening, (taps) => live(taps)),
    { numRuns: 50, seed },
  );
  // The evenings were not idle: everything that can be done was done.
  const idle = [
    "add",
    "void",
    "send",
    "hold",
    "fire",
    "kitchen",
    "merge",
    "split",
    "move",
    "transfer",
    "discount",
    "pay",
    "cancel",
  ];
  expect(idle.filter((verb) => !done.has(verb))).toEqual([]);
}, 240_000);

it("control: a merge that is told to the kitchen as new food is caught", async () => {
  const naive: News = (event, before, after) => {
    const { lines, movedFrom } = kitchenNews(event, before, after);
    return {
      lines: lines.map((line) => (line.change === "moved" ? { ...line, change: "new" as const } : line)),
      movedFrom,
    };
  };
  expect(await search({ news: naive })).toMatch(/after .*: (the kitchen believes|.* was fired)/);
}, 240_000);

it("control: a fold that forgets what was sent of a line that moves is caught", async () => {
  const forgetful = (order: Parameters<typeof orders.evolve>[0], event: StoredEvent) => {
    if (event.type !== "LinesReceived") return orders.evolve(order, event);
    const data = event.data as OrderEvents["LinesReceived"];
    const lines = data.lines.map((line) => ({ ...line, sentMilli: 0, status: "pending" as const }));
    return orders.evolve(order, { ...event, data: { ...data, lines } });
  };
  const tampered = features.map((feature) =>
    feature.name === "order" ? { ...feature, entities: [{ ...orders, evolve: forgetful }] } : feature,
  );
  expect(await search({ features: tampered })).toMatch(/^Error: after /);
}, 240_000);
