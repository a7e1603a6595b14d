/** Whatever people tap on tablets that are alone, in any order and however often it is sent: every tap ends once, and cash is conserved. */
import type { SyncResult } from "@tillbox/shared/protocol/sync.ts";
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { orders } from "../features/order/rows.ts";
import { silentLog } from "../http/log.ts";
import { furnish } from "../testing/bistro.ts";
import { rebuiltDifferences } from "../testing/rebuilt.ts";
import { actorOf, openTestStore, type TestStore } from "../testing.ts";
import { processChanges } from "./process.ts";

const kinds = ["create", "add", "change", "void", "send", "pay", "pay", "cancel", "guests", "merge"] as const;
type Step = { kind: (typeof kinds)[number]; order: number; device: number; amount: number; times: number };
const steps = fc.array(
  fc.record({
    kind: fc.constantFrom(...kinds),
    order: fc.integer({ min: 0, max: 4 }),
    device: fc.integer({ min: 0, max: 2 }),
    amount: fc.integer({ min: 1, max: 3000 }),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  { minLength: 10, maxLength: 60, size: "max" },
);

type Tap = {
  changeId: string;
  entityType: string;
  entityId: string;
  action: string;
  data: object;
  taken?: number;
};
const tapOf = ({ kind, order, amount }: Step, index: number): Tap => {
  const entityId = `o${order}`;
  const about = (action: string, data: object = {}): Tap => ({
    changeId: `tap-${index}`,
    entityType: "order",
    entityId,
    action,
    data,
  });
  const items = [{ id: `line-${index}`, menuItemId: amount % 2 === 0 ? "wine" : "soup", quantity: 1 }];
  if (kind === "create") return about("create", { type: "takeaway", items });
  if (kind === "add") return about("add-items", { items });
  if (kind === "change")
    return about("change-item", { itemId: `line-${amount % 60}`, quantity: 1 + (amount % 3) });
  if (kind === "void") return about("void-item", { itemId: `line-${amount % 60}` });
  if (kind === "guests") return about("update", { guests: 1 + (amount % 9) });
  if (kind === "merge") return about("merge", { fromOrderId: `o${amount % 5}` });
  if (kind === "pay") return { ...about("pay", { id: `p-${index}`, method: "cash", amount }), taken: amount };
  return about(kind);
};

const isDone = ({ status }: SyncResult): boolean => status === "applied" || status === "merged";
const cashTaken = ({ kernel }: TestStore): number =>
  kernel.db
    .prepare<[], { sum: number }>(
      "SELECT COALESCE(SUM(given), 0) AS sum FROM day_tenders WHERE method = 'cash'",
    )
    .get()?.sum ?? 0;
type Kept = { kind: string; changeId: string; status: string };
const items = ({ kernel }: TestStore): Kept[] =>
  kernel.db
    .prepare<[], string>("SELECT state FROM refused_changes WHERE kind <> 'overwritten'")
    .pluck()
    .all()
    .map((state) => JSON.parse(state) as Kept);

type Played = { taps: Tap[]; answers: SyncResult[][] };
/** Plays the taps, and sends all of them once more at the end as somebody else; what each was answered. */
const play = async (store: TestStore, all: readonly Step[], isForgetful: boolean): Promise<Played> => {
  const taps = all.map(tapOf);
  const answers: SyncResult[][] = taps.map(() => []);
  const send = async (index: number, person: string): Promise<void> => {
    const deviceId = `tablet-${all[index]?.device ?? 0}`;
    const actor = { ...actorOf("owner", person), deviceId };
    const results = await processChanges(store.kernel, [taps[index]], { deviceId, actor }, silentLog);
    answers[index]?.push(...results);
    if (isForgetful) await store.kernel.operate(() => store.kernel.db.exec("DELETE FROM answers"));
  };
  for (const [index, { times }] of all.entries())
    for (let time = 0; time < times; time += 1) await send(index, `owner-${time}`);
  for (const index of taps.keys()) await send(index, "owner-9");
  return { taps, answers };
};

const open = async (): Promise<TestStore> => {
  const store = openTestStore({ strict: true });
  await furnish(store);
  return store;
};

/** Empty where all is well. */
const wrongs = (store: TestStore, { taps, answers }: Played): string[] => {
  const kept = items(store);
  const wrong = taps.flatMap(({ changeId }, index) => {
    const of = kept.filter((item) => item.changeId === changeId);
    const done = answers[index]?.filter(isDone).length ?? 0;
    const open = of.filter(({ kind, status }) => kind === "refused" && status === "open").length;
    if (of.length > 1) return [`${changeId} is kept ${of.length} times`];
    return done + open === 1 ? [] : [`${changeId} was done ${done} times, and ${open} are left to do`];
  });
  const taken = taps
    .filter((_tap, index) => answers[index]?.some(isDone))
    .reduce((sum, { taken: cash = 0 }) => sum + cash, 0);
  const counted = cashTaken(store);
  if (taken !== counted) wrong.push(`${taken} were taken, ${counted} are in the day`);
  const lines = Array.from({ length: 5 }, (_, order) => store.kernel.get(orders, `o${order}`)?.lines ?? []);
  const ids = lines.flat().map(({ id }) => id);
  if (new Set(ids).size !== ids.length) wrong.push("a line stands on two checks");
  return wrong;
};

it("every tap is done or kept, once, and all cash that was taken is in the day, once", async () => {
  let refused = 0;
  let unallocated = 0;
  await fc.assert(
    fc.asyncProperty(steps, async (all) => {
      const store = await open();
      const played = await play(store, all, false);
      expect(wrongs(store, played)).toEqual([]);
      expect(rebuiltDifferences(store.kernel)).toEqual([]);
      refused += items(store).filter(({ kind }) => kind === "refused").length;
      unallocated += items(store).filter(({ kind }) => kind === "unallocated-cash").length;
      store.kernel.close();
    }),
    { numRuns: 20, endOnFailure: true },
  );
  expect(Math.min(refused, unallocated)).toBeGreaterThan(20);
}, 120_000);

it("a box that forgets what it was told is noticed", async () => {
  const store = await open();
  const twice = (kind: Step["kind"], amount = 1): Step => ({ kind, order: 0, device: 0, amount, times: 2 });
  const played = await play(store, [twice("create"), twice("pay", 500)], true);
  expect(wrongs(store, played)).not.toEqual([]);
  store.kernel.close();
});
