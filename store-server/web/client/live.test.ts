import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { openLive, pauseBefore } from "./live.ts";

type Listen = (event: never) => void;
class FakeSocket {
  readyState = 0;
  readonly sent: { event: string; data: Record<string, unknown>; id?: string }[] = [];
  readonly #listeners = new Map<string, Listen[]>();
  addEventListener(name: string, listen: Listen): void {
    this.#listeners.set(name, [...(this.#listeners.get(name) ?? []), listen]);
  }
  #fire(name: string, event: unknown): void {
    for (const listen of this.#listeners.get(name) ?? []) listen(event as never);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text) as never);
  }
  open(): void {
    this.readyState = 1;
    this.#fire("open", {});
  }
  /** On a dead network the browser waits for the other side before it says that it is closed. */
  isDead = false;
  close(): void {
    if (this.readyState === 3 || this.isDead) return;
    this.readyState = 3;
    this.#fire("close", {});
  }
  says(event: string, data: unknown, more: object = {}): void {
    this.#fire("message", { data: JSON.stringify({ event, data, ...more }) });
  }
  /** Refuses the n-th registration. */
  refuses(index: number, code: string): void {
    const { id } = this.sent.filter(({ event }) => event === "device:register")[index] ?? {};
    this.says("ack", undefined, { id, error: { code, message: "Pair again." } });
  }
  registered(syncVersion: number, epoch = 1, rooms: string[] = []): void {
    this.says("device:registered", { deviceId: "d", syncVersion, epoch, heartbeatSeconds: 25, rooms });
  }
}

const setUp = () => {
  const sockets: FakeSocket[] = [];
  const log: unknown[] = [];
  const device = { token: "t" as string | null };
  const live = openLive({
    register: () =>
      device.token === null
        ? null
        : { deviceId: "d", deviceType: "tablet", capabilities: {}, token: device.token },
    openSocket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    onRegistered: (_answer, isResumed) => log.push(isResumed ? "resumed" : "fresh"),
    onChanges: (changes) => log.push(...changes.map(({ seq }) => `change ${seq}`)),
    onFrame: (event, data) => log.push(`${event} ${JSON.stringify(data)}`),
    onReset: () => log.push("reset"),
    onRejected: (code, _message, { token }) => log.push(`rejected ${code} of ${token}`),
    onRoomsGained: () => log.push("rooms gained"),
    onPersonGone: () => log.push("person gone"),
    onTime: () => undefined,
    random: () => 1,
  });
  const last = () => sockets.at(-1) as FakeSocket;
  const connected = (syncVersion: number): FakeSocket => {
    live.connect();
    last().open();
    last().registered(syncVersion);
    return last();
  };
  const again = async (): Promise<FakeSocket> => {
    last().close();
    await vi.advanceTimersByTimeAsync(20_000);
    last().open();
    return last();
  };
  return { live, log, sockets, device, last, connected, again };
};

describe("live", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("it registers without a position first and is connected only when the box has registered it", () => {
    const { live, last, log } = setUp();
    live.connect();
    last().open();
    expect(last().sent[0]).toMatchObject({ event: "device:register", data: { deviceId: "d", token: "t" } });
    expect(last().sent[0]?.data).not.toHaveProperty("lastSyncVersion");
    expect(live.state.value).toBe("reconnecting");
    last().registered(40);
    expect(live.state.value).toBe("connected");
    expect(log).toEqual(["fresh"]);
  });

  test("it resumes from the last seq that was completed, not from one that was cut off", async () => {
    const { connected, again, log } = setUp();
    const socket = connected(40);
    socket.says("order:update", { id: "a" }, { seq: 41 });
    socket.says("table:update", { id: "t" }, { seq: 41, last: true });
    socket.says("order:update", { id: "b" }, { seq: 42 });
    const next = await again();
    expect(next.sent[0]?.data).toMatchObject({ lastSyncVersion: 41, epoch: 1 });
    next.registered(50);
    expect(log.at(-1)).toBe("resumed");
  });

  test("it asks for the next page while there is more, and stands at the end afterwards", () => {
    const { connected, live, log } = setUp();
    const socket = connected(40);
    socket.says("sync:changes", { changes: [{ seq: 41 }], syncVersion: 45, hasMore: true });
    expect(socket.sent.at(-1)).toMatchObject({ event: "sync:resume", data: { since: 45 } });
    socket.says("sync:changes", { changes: [{ seq: 46 }], syncVersion: 50, hasMore: false });
    expect(log).toEqual(["fresh", "change 41", "change 46"]);
    expect(live.position()).toEqual({ seq: 50, epoch: 1 });
  });

  test("a reset moves to the new place and journal, and has everything loaded again", async () => {
    const { connected, again, live, log } = setUp();
    const socket = connected(40);
    socket.says("sync:reset", { syncVersion: 7, epoch: 2 });
    expect(live.position()).toEqual({ seq: 7, epoch: 2 });
    expect(log).toEqual(["fresh", "reset"]);
    expect((await again()).sent[0]?.data).toMatchObject({ lastSyncVersion: 7, epoch: 2 });
  });

  test("a registration in another journal is not taken for a resumed one", async () => {
    const { connected, again, log } = setUp();
    connected(40);
    (await again()).registered(3, 2);
    expect(log).toEqual(["fresh", "fresh"]);
  });

  test("a heartbeat's answer completes what the rooms of this device left out", () => {
    const { connected, live } = setUp();
    connected(40).says("heartbeat", { serverTime: "2026-11-22T10:00:00Z", syncVersion: 99 });
    expect(live.position()?.seq).toBe(99);
  });

  test("it says reconnecting at first and offline when tries keep failing", async () => {
    const { connected, live, last } = setUp();
    connected(1).close();
    expect(live.state.value).toBe("reconnecting");
    for (let index = 0; index < 3; index += 1) {
      await vi.advanceTimersByTimeAsync(11_000);
      last().close();
    }
    expect(live.state.value).toBe("offline");
    live.hurry();
    last().open();
    last().registered(1);
    expect(live.state.value).toBe("connected");
  });

  test("a box that has gone silent is left, though the socket looks open", async () => {
    const { connected, live, sockets } = setUp();
    connected(1);
    await vi.advanceTimersByTimeAsync(34_000);
    expect(live.state.value).not.toBe("connected");
    expect(sockets.length).toBeGreaterThan(1);
  });

  test("a dead network is left at once, though the browser still waits for the other side to close", async () => {
    const { connected, live, sockets, last } = setUp();
    const dead = connected(1);
    dead.isDead = true;
    live.hurry();
    await vi.advanceTimersByTimeAsync(5_100);
    expect(live.state.value).toBe("reconnecting");
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sockets).toHaveLength(2);
    last().open();
    last().registered(1);
    expect(live.state.value).toBe("connected");
    // What the old one says in the end is of no concern.
    dead.isDead = false;
    dead.close();
    dead.open();
    expect(live.state.value).toBe("connected");
    expect(last().sent.filter(({ event }) => event === "device:register")).toHaveLength(1);
  });

  test("a new sign-in on an open connection brings its token and asks for nothing again", () => {
    const { connected, live, log } = setUp();
    const socket = connected(40);
    live.announce();
    expect(socket.sent.at(-1)).toMatchObject({ event: "device:register" });
    expect(socket.sent.at(-1)?.data).not.toHaveProperty("lastSyncVersion");
    socket.registered(41);
    expect(log).toEqual(["fresh"]);
  });

  test("a refused registration is told with what it said, and a refused request later is none", () => {
    const { live, last, log } = setUp();
    live.connect();
    last().open();
    last().refuses(0, "unauthorized");
    expect(log).toEqual(["rejected unauthorized of t"]);
    last().registered(1);
    last().says("ack", undefined, { error: { code: "forbidden", message: "No." } });
    expect(log).toEqual(["rejected unauthorized of t", "fresh"]);
  });

  test("two registrations with one spent token are both refused as that token's, and not as the device", () => {
    const { live, last, log, device } = setUp();
    live.connect();
    last().open();
    live.announce();
    device.token = "alone";
    last().refuses(0, "unauthorized");
    live.announce();
    last().refuses(1, "unauthorized");
    expect(log).toEqual(["rejected unauthorized of t", "rejected unauthorized of t"]);
    last().refuses(2, "unauthorized");
    expect(log.at(-1)).toBe("rejected unauthorized of alone");
  });

  test("a room is joined once for all who want it, again on a new connection, and left with the last of them", async () => {
    const { live, connected, again } = setUp();
    const rooms = (socket: { sent: { event?: unknown; data?: unknown }[] }): string[] =>
      socket.sent.flatMap(({ event, data }) => {
        const room = (data as { room?: string } | undefined)?.room;
        return room === undefined ? [] : [`${String(event)} ${room}`];
      });
    const early = live.join("customers");
    const socket = connected(1);
    expect(rooms(socket)).toEqual(["room:join customers"]);
    const late = live.join("customers");
    early();
    expect(rooms(socket)).toEqual(["room:join customers"]);
    const next = await again();
    next.registered(2);
    expect(rooms(next)).toEqual(["room:join customers"]);
    late();
    expect(rooms(next)).toEqual(["room:join customers", "room:leave customers"]);
  });

  test("pauses grow to a limit, and half of each is chance", () => {
    expect(pauseBefore(1, () => 1)).toBe(400);
    expect(pauseBefore(1, () => 0)).toBe(200);
    expect(pauseBefore(4, () => 1)).toBe(3_200);
    expect(pauseBefore(30, () => 1)).toBe(5_000);
  });

  test("says when it comes into a room of people that it was not in, as nobody tells what happened there meanwhile", async () => {
    const { log, connected, again } = setUp();
    const first = connected(5);
    first.registered(5, 1, ["orders", "reservations"]);
    expect(log).toEqual(["fresh", "rooms gained"]);
    first.says("device:rooms", { rooms: ["orders"] });
    first.registered(9, 1, ["orders", "reservations"]);
    expect(log).toEqual(["fresh", "rooms gained", "person gone", "rooms gained"]);
    (await again()).registered(9, 1, ["orders", "reservations", "role:manager"]);
    expect(log.slice(4)).toEqual(["resumed"]);
  });
});
