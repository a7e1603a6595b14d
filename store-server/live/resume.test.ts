import type { Change } from "@tillbox/shared/protocol/live.ts";
import { afterEach, describe, expect, it } from "vitest";
import type { LiveOptions } from "./hub.ts";
import { floodUntilBehind, openOrders } from "./toy-flood.ts";
import { connect, joinAs, openToyBox, registration, type ToyClient, until } from "./toy-live.ts";
import { actorOf, type Tab } from "./toy-store.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const open = (options: Partial<LiveOptions> = {}) => openToyBox(opened, options);

type Changes = { changes: Change[]; syncVersion: number; hasMore: boolean };
const changesOf = async (client: ToyClient): Promise<Changes> =>
  (await client.event("sync:changes")).data as Changes;

describe("a device that was away", () => {
  it("gets the current view of what changed, each thing once, and then goes on live", async () => {
    const { port, run } = await open();
    await run("spot", "t1", { name: "Table 1" });
    await run("create", "o0");
    await run("create", "o1");
    await run("addLine", "o1", { line: "soup" });
    await run("addLine", "o0", { line: "bread" });
    await run("note", "n1", { text: "for nobody" });
    await run("create", "o2");
    await run("remove", "o2");
    const client = await joinAs(port, "tablet-1", { lastSyncVersion: 2 });
    const { changes, syncVersion, hasMore } = await changesOf(client);
    expect(
      changes.map(({ seq, entityType, entityId, action }) => [seq, entityType, entityId, action]),
    ).toEqual([
      [4, "order", "o1", "create"],
      [5, "order", "o0", "update"],
      [8, "order", "o2", "delete"],
    ]);
    expect(changes[1]).toMatchObject({ version: 5, data: { id: "o0", lines: ["bread"] } });
    expect(changes[2]).toMatchObject({ version: 8, data: null });
    expect([syncVersion, hasMore]).toEqual([8, false]);
    await run("addLine", "o1", { line: "wine" });
    expect((await client.event("order:update")).seq).toBe(9);
  });

  it("is told of a table too when an order of it was what changed", async () => {
    const { port, run } = await open();
    await run("spot", "t1", { name: "Table 1" });
    await run("create", "o1");
    await run("seat", "o1", { tableId: "t1" });
    await run("addLine", "o1", { line: "soup" });
    const client = await joinAs(port, "tablet-1", { lastSyncVersion: 2 });
    const { changes } = await changesOf(client);
    expect(changes.map(({ seq, entityType, entityId }) => [seq, entityType, entityId])).toEqual([
      [3, "table", "t1"],
      [4, "order", "o1"],
    ]);
  });

  it("reads page after page on request, while live frames wait, and misses nothing", async () => {
    const { port, run, kernel } = await open();
    const rush = [];
    for (let order = 0; order < 1200; order++)
      rush.push(run("create", `o${order}`, { filler: "x".repeat(50) }));
    await Promise.all(rush);
    const client = await joinAs(port, "tablet-1", { lastSyncVersion: 0 });
    const first = await changesOf(client);
    expect([first.hasMore, first.changes.length]).toEqual([true, 500]);
    await run("addLine", "o3", { line: "while it resumes" });
    const seen = new Map(first.changes.map((change) => [change.entityId, change.data as Tab]));
    for (let { hasMore, syncVersion } = first; hasMore; ) {
      client.send("sync:resume", { since: syncVersion }, syncVersion);
      const page = await changesOf(client);
      expect((await client.ack(syncVersion)).data).toEqual({
        syncVersion: page.syncVersion,
        hasMore: page.hasMore,
      });
      for (const change of page.changes) seen.set(change.entityId, change.data as Tab);
      ({ hasMore, syncVersion } = page);
    }
    expect(client.frames.filter((frame) => frame.event === "order:update")).toEqual([]);
    expect([seen.size, seen.get("o3")?.lines]).toEqual([1200, ["while it resumes"]]);
    await run("addLine", "o4", { line: "live again" });
    expect((await client.event("order:update")).seq).toBe(kernel.headSeq());
  });

  it("gets an answer too when it asks while more waits for it than it takes, and the rest as live frames", async () => {
    const store = await open();
    const slow = await joinAs(store.port, "slow");
    slow.ws.pause();
    await openOrders(store);
    await floodUntilBehind(store);
    slow.send("sync:resume", { since: 0 }, "full");
    slow.send("heartbeat", {}, "after");
    // It was read while the socket was full: nothing else is between the two.
    await until(() => store.sockets.some((socket) => socket.writableLength > 0));
    await new Promise((done) => setTimeout(done, 50));
    slow.ws.resume();
    expect((await slow.ack("full")).data).toEqual({ syncVersion: 0, hasMore: false });
    const [empty] = slow.frames.filter((frame) => frame.event === "sync:changes");
    expect(empty?.data).toEqual({ changes: [], syncVersion: 0, hasMore: false });
    await slow.next((frame) => frame.seq === store.kernel.headSeq() && frame.last === true);
  });

  it("gets the rest as live frames when it does not ask for the next page", async () => {
    const { port, run } = await open({ config: { stall_ms: 60 } });
    const rush = [];
    for (let order = 0; order < 600; order++) rush.push(run("create", `o${order}`));
    await Promise.all(rush);
    const client = await joinAs(port, "tablet-1", { lastSyncVersion: 0 });
    expect((await changesOf(client)).syncVersion).toBe(500);
    await client.next((frame) => frame.seq === 600);
    const seqs = client.frames.filter((frame) => frame.event === "order:update").map((frame) => frame.seq);
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, index) => 501 + index));
  });

  it("may ask to resume on a connection that is live, also from nothing", async () => {
    const { port, run } = await open();
    const client = await joinAs(port, "tablet-1");
    await run("create", "o1");
    await client.event("order:update");
    client.send("sync:resume", { since: 0 }, 1);
    expect((await changesOf(client)).changes).toHaveLength(1);
    expect((await client.ack(1)).data).toEqual({ syncVersion: 1, hasMore: false });
    client.send("sync:resume", { since: 1 });
    expect(await changesOf(client)).toEqual({ changes: [], syncVersion: 1, hasMore: false });
  });

  it("as a kiosk sees the orders that it opened, and no other", async () => {
    const { port, run } = await open();
    await run("create", "theirs", {}, actorOf("tablet-1"));
    await run("create", "own", {}, actorOf("kiosk-1"));
    const client = await joinAs(port, "kiosk-1", { deviceType: "kiosk", lastSyncVersion: 0 });
    expect((await changesOf(client)).changes.map((change) => change.entityId)).toEqual(["own"]);
  });

  it("is told to load everything when it is beyond the window, ahead of the box, or of another epoch", async () => {
    const { port, run } = await open({ config: { window: 3 } });
    for (const id of ["a", "b", "c", "d"]) await run("create", id);
    for (const extras of [{ lastSyncVersion: 0 }, { lastSyncVersion: 5 }, { lastSyncVersion: 4, epoch: 2 }]) {
      const client = await joinAs(port, "tablet-1", extras);
      expect((await client.event("sync:reset")).data).toEqual({ syncVersion: 4, epoch: 1 });
      client.close();
    }
    const within = await joinAs(port, "tablet-1", { lastSyncVersion: 1, epoch: 1 });
    expect((await changesOf(within)).changes).toHaveLength(3);
    await run("create", "e");
    expect((await within.event("order:update")).seq).toBe(5);
  });

  it("is live again at once after a reset", async () => {
    const { port, run } = await open({ config: { window: 1 } });
    for (const id of ["a", "b", "c"]) await run("create", id);
    const client = await joinAs(port, "tablet-1", { lastSyncVersion: 0 });
    await client.event("sync:reset");
    await run("create", "d");
    expect((await client.event("order:update")).seq).toBe(4);
  });

  it("may send its next requests without waiting for answers", async () => {
    const { port, run } = await open();
    await run("create", "o1");
    const client = await connect(port);
    client.send("device:register", registration("tablet-1", { lastSyncVersion: 0 }), 1);
    client.send("room:join", { room: "order:o1" }, 2);
    client.send("heartbeat", {}, 3);
    await client.ack(3);
    const answers = client.frames.filter((frame) => frame.event !== "device:update");
    expect(answers.map((frame) => frame.id ?? frame.event)).toEqual([
      "device:registered",
      1,
      "sync:changes",
      2,
      "heartbeat",
      3,
    ]);
    expect(client.frames.at(-1)?.data).toMatchObject({ syncVersion: 1 });
  });
});
