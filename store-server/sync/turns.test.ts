import { afterEach, expect, it } from "vitest";
import { openSyncStore, type Result, type SyncStore, soup, tap } from "../testing/sync-store.ts";

const opened: SyncStore[] = [];
afterEach(() => {
  for (const { store } of opened.splice(0)) store.close();
});
const open = async (): Promise<SyncStore> => {
  const all = await openSyncStore();
  opened.push(all);
  await all.sync(all.anna, [tap("create", "o1", { type: "takeaway", items: [soup("l1")] })]);
  return all;
};
const wild = (call: number) => Array.from({ length: 500 }, (_, n) => tap("send", `no-${call}-${n}`));

it("calls of one device have their turn one after the other, a few wait, and the rest is told to come again", async () => {
  const { process, anna, as, berta, sync } = await open();
  const alone = { device: anna.device };
  const calls = Array.from({ length: 9 }, (_, call) => process(alone, wild(call)));
  const pulled = process(alone, []);
  const others = sync(berta, [tap("create", "hers", { type: "takeaway", items: [soup("h1")] })]);
  expect(await others).toMatchObject([{ status: "applied" }]);
  expect((await pulled).status).toBe(200);
  const answers = await Promise.all(calls);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 429, 429, 429, 429]);
  expect(answers.map(({ headers }) => Number(headers.get("retry-after") ?? 0) > 0)).toEqual(
    answers.map(({ status }) => status === 429),
  );
  expect((await as(berta, "GET", "/api/orders/hers")).status).toBe(200);
  expect((await process(alone, wild(9))).status).toBe(200);
});

it("a device that sends all it has leaves the box free for others between its slices", async () => {
  const { process, anna, berta, sync, store } = await open();
  const most: number[] = [];
  const stop = store.kernel.onCommit(() => most.push(store.kernel.waiting()));
  let isOver = false;
  const long = process({ device: anna.device }, wild(0)).finally(() => {
    isOver = true;
  });
  const [hers] = (await sync(berta, [tap("create", "hers", { type: "takeaway", items: [soup("h1")] })])) as [
    Result,
  ];
  expect([hers.status, isOver]).toEqual(["applied", false]);
  await long;
  stop();
  expect(Math.max(...most)).toBeLessThan(256);
});

it("calls that wait are done in the order in which they came", async () => {
  const { process, anna, as } = await open();
  const calls = ["a", "b", "c", "d"].map((id) =>
    process(anna, [tap("add-items", "o1", { items: [soup(id)] })]),
  );
  await Promise.all(calls);
  const { json } = await as(anna, "GET", "/api/orders/o1");
  expect((json.items as { id: string }[]).map(({ id }) => id)).toEqual(["l1", "a", "b", "c", "d"]);
});
