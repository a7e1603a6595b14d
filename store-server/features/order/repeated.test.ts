import { assert, asyncProperty } from "fast-check";
import { expect, it } from "vitest";
import type { Answer, CommandRequest } from "../../kernel/types.ts";
import { furnish } from "../../testing/bistro.ts";
import { putKitchenPrinter } from "../../testing/kitchen.ts";
import { doTap, evening, type Tap } from "../../testing/order-model.ts";
import { openTestStore, type TestStore } from "../../testing.ts";

type Said = { request: CommandRequest; answer: Answer };
let told = 0;

/** A store that writes down what it was asked for and what it answered. */
const openHeard = (): { store: TestStore; heard: Said[] } => {
  const store = openTestStore({ strict: true });
  const { execute } = store.kernel;
  const heard: Said[] = [];
  store.kernel.execute = async (request) => {
    const answer = await execute(request);
    heard.push({ request: request as CommandRequest, answer });
    return answer;
  };
  return { store, heard };
};

const live = async (taps: readonly Tap[]): Promise<void> => {
  const { store, heard } = openHeard();
  try {
    await furnish(store);
    await putKitchenPrinter(store);
    for (let index = 0; index < taps.length; index += 2)
      await Promise.all(taps.slice(index, index + 2).map((tap) => doTap(store, tap)));
    const head = store.kernel.headSeq();
    for (const { request, answer } of [...heard].reverse())
      expect(await store.kernel.execute(request)).toEqual({ ...answer, replay: true });
    expect(store.kernel.headSeq()).toBe(head);
    const shown = store.kernel.db.prepare("SELECT COUNT(*) FROM answers WHERE shows LIKE 'order/%'").pluck();
    told += Number(shown.get());
  } finally {
    store.kernel.close();
  }
};

it("Every tap of an evening that comes again at its end is answered byte for byte as the first time, and does nothing", async () => {
  const seed = Number(process.env.ORDER_MODEL_SEED ?? Date.now() % 2_147_483_647);
  console.info(`repeated orders: seed ${seed}`);
  await assert(
    asyncProperty(evening, (taps) => live(taps)),
    { numRuns: 20, seed },
  );
  // Most answers of an evening are views of orders, and none of these is kept as text.
  expect(told).toBeGreaterThan(50);
}, 120_000);
