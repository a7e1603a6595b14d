import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { openBacklog } from "./backlog.ts";
import { inSystem, type Link } from "./link.ts";
import { newPeer } from "./peers.ts";
import { openSockets } from "./sockets.ts";
import { liveDefaults } from "./types.ts";

const noPage = () => ({ since: 0, end: 0, frames: [] });

describe("a socket that is behind", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });
  /** More waits than it may have; `take` is how much the client reads. */
  const open = () => {
    let untaken = 400_000;
    const closed: number[] = [];
    const link: Link = {
      isOpen: () => true,
      waiting: () => 400_000,
      untaken: () => untaken,
      write: () => undefined,
      writeAll: () => undefined,
      acknowledge: () => undefined,
      beat: () => undefined,
      close: (code) => closed.push(code),
    };
    const backlog = openBacklog({
      config: liveDefaults,
      sockets: openSockets(liveDefaults, () => undefined),
      pages: { read: noPage, catchUp: noPage },
      turns: { add: () => undefined, clear: () => undefined },
      position: () => 10,
    });
    backlog.fallBehind(newPeer(link, "", 0), 0);
    return {
      closed,
      take: (bytes: number): void => {
        untaken -= bytes;
      },
    };
  };

  it("is closed with 4408 once it took nothing for as long as it may", () => {
    const { closed } = open();
    vi.advanceTimersByTime(liveDefaults.stall_ms - 1000);
    expect(closed).toEqual([]);
    vi.advanceTimersByTime(1000);
    expect(closed).toEqual([4408]);
  });

  it("stays as long as it takes something now and then, however little of what waits", () => {
    const { closed, take } = open();
    for (let minute = 0; minute < 5; minute += 1)
      for (let part = 0; part < 6; part += 1) {
        vi.advanceTimersByTime(10_000);
        take(1000);
      }
    expect(closed).toEqual([]);
    vi.advanceTimersByTime(liveDefaults.stall_ms + 3000);
    expect(closed).toEqual([4408]);
  });
});

it("what the system still has falls with each part that a client takes of one large write", async () => {
  const accepted: Socket[] = [];
  const server = createServer((socket) => void accepted.push(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const client = connect((server.address() as AddressInfo).port, "127.0.0.1");
  client.pause();
  await vi.waitUntil(() => accepted.length === 1);
  const [socket] = accepted;
  if (!socket) throw new Error("nobody came");
  const size = 64 * 1024 * 1024;
  socket.write(Buffer.alloc(size));
  await new Promise((done) => setTimeout(done, 100));
  const [before, whole] = [inSystem(socket), socket.writableLength];
  expect(before).toBeGreaterThan(0);
  let read = 0;
  client.on("data", (part: Buffer) => {
    read += part.length;
    if (read > size / 4) client.pause();
  });
  client.resume();
  await vi.waitUntil(() => read > size / 4);
  expect(inSystem(socket)).toBeLessThan(before);
  expect(inSystem(socket)).toBeGreaterThan(0);
  expect(socket.writableLength).toBe(whole);
  client.destroy();
  socket.destroy();
  server.close();
});
