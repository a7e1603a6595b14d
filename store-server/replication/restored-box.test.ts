import { afterEach, describe, expect, it } from "vitest";
import { until } from "../live/toy-live.ts";
import type { Replication, ReplicationOptions } from "./replicator.ts";
import { type Box, caughtUp, heldBy, journalOf, openBox, restored, startBox, write } from "./toy-box.ts";
import { openToyHub, type ToyHub } from "./toy-hub.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});
const openHub = async (): Promise<ToyHub> => {
  const hub = await openToyHub();
  opened.push(hub.close);
  return hub;
};
const newBox = (box: Box = openBox()): Box => {
  opened.push(box.close);
  return box;
};
const start = (box: Box, options: Partial<ReplicationOptions> = {}): Replication => {
  const replication = startBox(box, options);
  opened.push(replication.stop);
  return replication;
};
const open = async (options: Partial<ReplicationOptions> = {}) => {
  const [box, hub] = [newBox(), await openHub()];
  const replication = start(box, options);
  return { box, hub, replication, enrol: () => replication.enrol({ hubUrl: hub.url, code: "CODE-1" }) };
};

describe("a restored box", () => {
  it.each([
    ["the hub held more than the backup", 20, 12],
    ["the hub held just as much", 12, 12],
  ])("opens its epoch at the hub and goes on from the fork: %s", async (_name, before, kept) => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, before);
    await caughtUp(box, replication);
    await replication.stop();
    const young = newBox(restored(box, kept, 2));
    const again = start(young);
    await write(young, 5, "new-");
    await caughtUp(young, again);
    expect([hub.epoch, hub.entries.length]).toEqual([2, kept + 5]);
    expect(heldBy(hub)).toEqual(journalOf(young));
  });

  it("first sends what the hub lacks of the older epoch, also over two restores", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 4);
    await caughtUp(box, replication);
    await replication.stop();
    await write(box, 30);
    const second = newBox(restored(box, 30, 2));
    await write(second, 25, "second-");
    const third = newBox(restored(second, 50, 3));
    await write(third, 3, "third-");
    const again = start(third);
    await caughtUp(third, again);
    expect(heldBy(hub)).toEqual(journalOf(third));
    expect(hub.entries.map(({ epoch }) => epoch)).toEqual([
      ...Array.from({ length: 30 }, () => 1),
      ...Array.from({ length: 20 }, () => 2),
      ...Array.from({ length: 3 }, () => 3),
    ]);
    expect(hub.epoch).toBe(3);
  });

  it("fences the box that it was restored from", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 10);
    await caughtUp(box, replication);
    const young = newBox(restored(box, 10, 2));
    const again = start(young);
    await write(young, 1, "new-");
    await caughtUp(young, again);
    await write(box, 1);
    await until(() => replication.status().state === "failed");
    expect(replication.status().error).toContain("another box took over");
    expect(heldBy(hub)).toEqual(journalOf(young));
  });
});
