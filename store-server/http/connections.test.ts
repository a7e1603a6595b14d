import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { isLoopback } from "@tillbox/shared/address.ts";
import { afterEach, expect, it, vi } from "vitest";
import { boundConnections } from "./connections.ts";

const opened: (() => unknown)[] = [];
afterEach(() => {
  for (const close of opened.splice(0).reverse()) close();
});

const open = async (isHere: (address: string) => boolean) => {
  const server = createServer();
  boundConnections(server, { ofOne: 2, ofAll: 50, isHere });
  server.on("connection", (socket) => {
    socket.on("error", () => undefined);
    if (!socket.destroyed) socket.write("hello");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  opened.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return async (end: number): Promise<Socket | null> => {
    const socket = connect({ port, host: "127.0.0.1", localAddress: `127.0.0.${end}` });
    opened.push(() => socket.destroy());
    socket.on("error", () => undefined);
    const isHeard = await Promise.race([
      once(socket, "data").then(() => true),
      once(socket, "close").then(() => false),
    ]);
    return isHeard ? socket : null;
  };
};

it("one machine of the network holds a bounded number of connections, and leaves the others theirs", async () => {
  const from = await open(() => false);
  const [first] = [await from(2), await from(2)];
  expect(await from(2)).toBeNull();
  expect(await from(3)).not.toBeNull();
  first?.destroy();
  await vi.waitUntil(async () => (await from(2)) !== null);
  expect(await from(2)).toBeNull();
});

it("this machine itself is not bounded", async () => {
  const from = await open(isLoopback);
  for (let count = 0; count < 5; count += 1) expect(await from(2)).not.toBeNull();
});

it.each([
  ["127.0.0.1", true],
  ["::ffff:127.3.2.1", true],
  ["::1", true],
  ["10.0.0.1", false],
  ["::ffff:10.127.0.1", false],
  ["fe80::1", false],
])("%s is this machine: %s", (address, isHere) => {
  expect(isLoopback(address)).toBe(isHere);
});
