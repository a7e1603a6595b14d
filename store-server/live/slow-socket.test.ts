import { once } from "node:events";
import { connect as connectTcp } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { LiveOptions } from "./hub.ts";
import { filler, floodUntilBehind, openOrders, orders, round } from "./toy-flood.ts";
import { joinAs, openToyBox, type ToyClient, until } from "./toy-live.ts";
import type { Tab } from "./toy-store.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const open = (options: Partial<LiveOptions> = {}) => openToyBox(opened, options);

const lastViews = (client: ToyClient): Map<string, Tab> =>
  new Map(
    client.frames
      .filter((frame) => frame.event === "order:update")
      .map((frame) => [(frame.data as Tab).id, frame.data as Tab]),
  );

describe("a socket that reads slowly", () => {
  it("skips intermediate states, gets the last state of everything, and then is live", async () => {
    const store = await open();
    const slow = await joinAs(store.port, "slow");
    const quick = await joinAs(store.port, "quick");
    slow.ws.pause();
    await openOrders(store);
    const rounds = (await floodUntilBehind(store)) + 1;
    await round(store, "the last one");
    await round(store, "one more");
    await quick.next((frame) => frame.seq === store.kernel.headSeq());
    slow.ws.resume();
    await slow.next((frame) => frame.seq === store.kernel.headSeq() && frame.last === true);
    const told = slow.frames.filter((frame) => frame.seq !== undefined);
    expect(told.length).toBeLessThan((rounds + 2) * orders);
    expect(told.map(({ seq }) => seq)).toEqual(told.map(({ seq }) => seq).sort((a = 0, b = 0) => a - b));
    for (const view of lastViews(slow).values()) expect(view.lines).toHaveLength(rounds + 1);
    expect(lastViews(slow).size).toBe(orders);
    await store.run("addLine", "o0", { line: "live again" });
    await slow.next((frame) => frame.seq === store.kernel.headSeq());
  });

  it("never has more waiting in the box than its bounds", async () => {
    const soft_bytes = 128 * 1024;
    const store = await open({ config: { soft_bytes, page_bytes: 128 * 1024 } });
    const slow = await joinAs(store.port, "slow");
    slow.ws.pause();
    await openOrders(store);
    let most = 0;
    const watching = setInterval(() => {
      most = Math.max(most, ...store.sockets.map((socket) => socket.writableLength));
    }, 1);
    await floodUntilBehind(store, 60);
    clearInterval(watching);
    const pageAndAFrame = 128 * 1024 + 2 * filler.length;
    expect(most).toBeGreaterThan(soft_bytes);
    expect(most).toBeLessThan(soft_bytes + pageAndAFrame);
    slow.ws.resume();
    await slow.next((frame) => frame.seq === store.kernel.headSeq());
  });

  it("does not delay the others", async () => {
    const store = await open();
    const slow = await joinAs(store.port, "slow");
    slow.ws.pause();
    const quick = await joinAs(store.port, "quick");
    await openOrders(store);
    await floodUntilBehind(store);
    await quick.next((frame) => frame.seq === store.kernel.headSeq());
    expect(lastViews(quick).size).toBe(orders);
    slow.ws.resume();
  });

  it("is closed with 4408 when it takes nothing for too long, and resumes where it stood", async () => {
    const store = await open({ config: { stall_ms: 400 } });
    const slow = await joinAs(store.port, "slow");
    slow.ws.pause();
    await openOrders(store);
    const rounds = await floodUntilBehind(store);
    await until(() => store.live.state().connections === 0);
    slow.ws.resume();
    expect((await slow.closed).code).toBe(4408);
    const completed = Math.max(
      0,
      ...slow.frames.filter((frame) => frame.last).map((frame) => frame.seq ?? 0),
    );
    expect(completed).toBeLessThan(store.kernel.headSeq());
    const again = await joinAs(store.port, "slow", { lastSyncVersion: completed });
    const views = lastViews(slow);
    for (let more = true, asked = false; more; asked = true) {
      const { data } = await again.event("sync:changes");
      const page = data as { changes: { data: Tab }[]; hasMore: boolean; syncVersion: number };
      for (const change of page.changes) views.set(change.data.id, change.data);
      more = page.hasMore;
      if (more) again.send("sync:resume", { since: page.syncVersion }, asked ? 1 : 0);
    }
    expect([...views.values()].map((view) => view.lines.length)).toEqual(
      Array.from({ length: orders }, () => rounds),
    );
  });

  it("gets the latest of what has no seq once it is free, and is closed when that is too much", async () => {
    const store = await open();
    const slow = await joinAs(store.port, "slow");
    slow.ws.pause();
    await openOrders(store);
    await floodUntilBehind(store);
    for (const status of ["queued", "printing", "printed"])
      store.live.publish({
        event: "print:update",
        rooms: ["store"],
        data: JSON.stringify({ id: "job-1", status }),
      });
    slow.ws.resume();
    expect((await slow.event("print:update")).data).toEqual({ id: "job-1", status: "printed" });

    slow.ws.pause();
    await floodUntilBehind(store);
    for (let job = 0; job < 250; job++)
      store.live.publish({
        event: "print:update",
        rooms: ["store"],
        data: JSON.stringify({ id: `job-${job}` }),
      });
    expect(store.live.state().connections).toBe(0);
    slow.ws.resume();
    expect((await slow.closed).code).toBe(4408);
  });

  it("is closed with 4408 when it is further behind than can be resumed", async () => {
    const store = await open({ config: { window: 100 } });
    const slow = await joinAs(store.port, "slow");
    slow.ws.pause();
    await openOrders(store);
    await floodUntilBehind(store, 101);
    slow.ws.resume();
    expect((await slow.closed).code).toBe(4408);
  });
});

describe("a peer that is gone without a word", () => {
  it("is kept when it was the box that stood still before its answer to a ping could be read", async () => {
    const { port, live, run, kernel } = await open({ config: { heartbeatSeconds: 0.3 } });
    const client = await joinAs(port, "tablet-1");
    let still = 0;
    client.ws.on("ping", () => {
      if (still++ > 0) return;
      for (const end = performance.now() + 900; performance.now() < end; );
    });
    await until(() => still > 2);
    expect(live.state().connections).toBe(1);
    await run("create", "o1");
    await client.next((frame) => frame.seq === kernel.headSeq());
  });

  it("is dropped when it answers no ping", async () => {
    const store = await open({ config: { heartbeatSeconds: 0.05 } });
    const socket = connectTcp(store.port, "127.0.0.1");
    socket.write(
      "GET /sync HTTP/1.1\r\nHost: box\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
    );
    socket.resume();
    const answering = await joinAs(store.port, "tablet-1");
    await once(socket, "close");
    expect(answering.ws.readyState).toBe(1);
  });
});
