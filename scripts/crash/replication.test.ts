import { expect, test } from "vitest";
import { differenceOf } from "./hub-books.ts";
import { randomFrom } from "./random.ts";
import { hasHeld, killsOf, proveReplication } from "./replication.ts";

test("box and hub are killed while replicating, and the hub ends equal to the box", async () => {
  const result = await proveReplication({ kills: 4, random: randomFrom(20_261), writers: 8 });
  expect(result).toMatchObject({
    findings: { lost: [], doubled: [], changed: [], broken: [] },
    hub: { wrong: 0, sales: [] },
    folder: null,
  });
  expect(hasHeld(result)).toBe(true);
  expect(killsOf(result)).toBeGreaterThanOrEqual(4);
  expect(result.acknowledged).toBeGreaterThan(50);
  expect(result.hub.entries).toBeGreaterThan(100);
  // A day, an hour, and both methods of payment.
  expect(result.hub.rollUps).toBeGreaterThanOrEqual(4);
}, 120_000);

test("control: an entry or a cent that the hub has otherwise is found", () => {
  const entry = (seq: number) => ({
    epoch: 1,
    seq,
    bytes: Buffer.from(`{"seq":${seq}}`),
    hash: Buffer.from([seq]),
  });
  const box = { journal: [entry(1), entry(2)], sales: ["day 2026-11-20 2026-11-20: 3 sold, 4200, tips 0"] };
  const same = box.journal.map(({ bytes, hash }) => ({ bytes: bytes.toString(), hash }));
  const sales = [...box.sales];
  expect(differenceOf({ journal: same, sales }, box)).toMatchObject({ wrong: 0, sales: [] });
  expect(differenceOf({ journal: same.slice(0, 1), sales }, box).wrong).toBe(1);
  expect(differenceOf({ journal: [...same, ...same.slice(1)], sales }, box).wrong).toBe(1);
  const tips = ["method 2026-11-20 external: 3 sold, 4200, tips 150"];
  expect(differenceOf({ journal: same, sales }, { ...box, sales: tips }).sales).toHaveLength(2);
  const cent = ["day 2026-11-20 2026-11-20: 3 sold, 4201, tips 0"];
  expect(differenceOf({ journal: same, sales: cent }, box).sales).toHaveLength(2);
  expect(differenceOf({ journal: same, sales: [] }, box).sales).toHaveLength(1);
});
