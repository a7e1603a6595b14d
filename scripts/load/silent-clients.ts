/**
 * Clients that register and then take nothing, as a tablet with a frozen browser does: on the WebSocket, on Socket.IO by WebSocket, and on
 * Socket.IO by polling.
 */
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import { openLive, registrationOf, type Tablet } from "./devices.ts";

export type SilentClient = {
  name: string;
  /** Reads what is left; whether the box had closed it, and whether what it got was in order. */
  wake(): Promise<{ isClosed: boolean; inOrder: boolean }>;
};

const waking_ms = 3000;

const closing = async (socket: WebSocket): Promise<boolean> => {
  const closed = once(socket, "close", { signal: AbortSignal.timeout(waking_ms) });
  socket.resume();
  const isClosed = await closed.then(() => true).catch(() => false);
  socket.terminate();
  return isClosed;
};

/** A WebSocket as `/sync` has it. */
const silentRaw = async (url: string, tablet: Tablet): Promise<SilentClient> => {
  let seq = 0;
  let inOrder = true;
  const socket = await openLive(url, tablet, (text) => {
    const frame = JSON.parse(text) as { seq?: number };
    inOrder &&= (frame.seq ?? seq) >= seq;
    seq = frame.seq ?? seq;
  });
  socket.pause();
  return { name: "WebSocket", wake: async () => ({ isClosed: await closing(socket), inOrder }) };
};

const registering = (tablet: Tablet): string =>
  `42/sync,${JSON.stringify(["device:register", registrationOf(tablet)])}`;

/** Views of an order carry no seq here; their versions ascend. */
const openVersions = () => {
  const versions = new Map<string, number>();
  let inOrder = true;
  return {
    inOrder: () => inOrder,
    heard: (packet: string): void => {
      if (!packet.startsWith('42/sync,["order:update"')) return;
      const [, order] = JSON.parse(packet.slice("42/sync,".length)) as [
        string,
        { id: string; version: number },
      ];
      inOrder &&= order.version >= (versions.get(order.id) ?? 0);
      versions.set(order.id, order.version);
    },
  };
};

const silentSocketIo = async (url: string, tablet: Tablet): Promise<SilentClient> => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/socket.io/?EIO=4&transport=websocket`);
  const versions = openVersions();
  await once(socket, "open");
  socket.send("40/sync,");
  socket.send(registering(tablet));
  await new Promise<void>((resolve) => {
    socket.on("message", (data: Buffer) => {
      const text = data.toString();
      if (text.startsWith('42/sync,["device:registered"')) resolve();
      versions.heard(text);
    });
  });
  socket.pause();
  return {
    name: "Socket.IO",
    wake: async () => ({ isClosed: await closing(socket), inOrder: versions.inOrder() }),
  };
};

const silentPolling = async (url: string, tablet: Tablet): Promise<SilentClient> => {
  const door = `${url}/socket.io/?EIO=4&transport=polling`;
  const { sid } = JSON.parse((await (await fetch(door)).text()).slice(1)) as { sid: string };
  const at = `${door}&sid=${sid}`;
  const post = (body: string) =>
    fetch(at, { method: "POST", body, headers: { "content-type": "text/plain" } });
  await post("40/sync,");
  await post(registering(tablet));
  for (let text = ""; !text.includes("device:registered"); ) text = await (await fetch(at)).text();
  const versions = openVersions();
  const read = async (): Promise<boolean> => {
    const answer = await Promise.race([fetch(at), sleep(waking_ms).then(() => null)]);
    if (answer && !answer.ok) return true;
    for (const packet of (await answer?.text())?.split("\x1e") ?? []) versions.heard(packet);
    return false;
  };
  return { name: "polling", wake: async () => ({ isClosed: await read(), inOrder: versions.inOrder() }) };
};

export const openSilentClients = async (
  url: string,
  [raw, socketIo, polling]: readonly [Tablet, Tablet, Tablet],
): Promise<SilentClient[]> => [
  await silentRaw(url, raw),
  await silentSocketIo(url, socketIo),
  await silentPolling(url, polling),
];
