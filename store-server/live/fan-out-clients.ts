/**
 * The tablets of the fan-out bench, in a process of their own so that the box's CPU is counted alone: plain sockets that say the
 * WebSocket words once and then only count bytes. Told a port and a number by the parent; answers when all have come.
 */
import { connect, type Socket } from "node:net";

type Order =
  | { do: "connect"; port: number; sockets: number; register: boolean }
  /** Bytes that each socket is to get from now on. */
  | { do: "expect"; port: number; bytes: number };

type Group = { sockets: Socket[]; received: number; expected: number; tell(): void };
const groups = new Map<number, Group>();
const mask = Buffer.from([1, 2, 3, 4]);

const masked = (text: string): Buffer => {
  const payload = Buffer.from(text);
  const header = Buffer.from([0x81, 0xfe, payload.length >> 8, payload.length & 0xff, ...mask]);
  return Buffer.concat([header, payload.map((byte, index) => byte ^ (mask[index & 3] ?? 0))]);
};

const hello = (index: number): string =>
  JSON.stringify({
    event: "device:register",
    data: { deviceId: `tablet-${index}`, deviceType: "tablet", capabilities: { canTakeOrders: true } },
  });

const open = (
  port: number,
  index: number,
  register: boolean,
  count: (bytes: number) => void,
): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    let greeting = true;
    let head = "";
    socket.on("error", reject);
    socket.on("data", (data) => {
      if (!greeting) return count(data.length);
      head += data.toString("latin1");
      const upgraded = head.includes("\r\n\r\n");
      if (!upgraded || (register && !head.includes("device:registered"))) return;
      greeting = false;
      resolve(socket);
    });
    socket.write(
      `GET /sync HTTP/1.1\r\nHost: box\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
    );
    if (register) socket.write(masked(hello(index)));
  });

const say = (message: object): void => {
  process.send?.(message);
};

process.on("message", (message) => {
  const order = message as Order;
  if (order.do === "connect") void connectAll(order);
  else {
    const group = groups.get(order.port);
    if (!group) throw new Error("no such group");
    group.received = 0;
    group.expected = order.bytes * group.sockets.length;
    say({ ready: order.port });
  }
});

const connectAll = async ({ port, sockets, register }: Extract<Order, { do: "connect" }>): Promise<void> => {
  const group: Group = {
    sockets: [],
    received: 0,
    expected: Number.POSITIVE_INFINITY,
    tell: () => say({ done: port }),
  };
  groups.set(port, group);
  const count = (bytes: number): void => {
    group.received += bytes;
    if (group.received === group.expected) group.tell();
  };
  for (let index = 0; index < sockets; index++) group.sockets.push(await open(port, index, register, count));
  say({ connected: port });
};
