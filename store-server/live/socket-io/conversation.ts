/**
 * One Socket.IO connection, from its first packet to its end. It becomes a client of the hub when it connects to the namespace; until then it has
 * as long as any socket has to register, and what makes no sense closes it. The hub does the rest.
 */
import { newId } from "@tillbox/shared/id.ts";
import type { Socket } from "engine.io";
import type { Core } from "../core.ts";
import type { Parcel } from "../frame.ts";
import { inSystem, type Link } from "../link.ts";
import type { Peer } from "../peers.ts";
import type { LiveConfig } from "../types.ts";
import {
  ackText,
  type Credentials,
  credentialsOf,
  eventText,
  frameOf,
  goodbyeText,
  namespace,
  packetOf,
  type Received,
  readPacket,
  refusalText,
  types,
  welcomeText,
} from "./packets.ts";
import { watchWaiting } from "./waiting.ts";

/** After these a client should not come back by itself; after others it does. */
const finalCodes: ReadonlySet<number> = new Set([1008, 4403]);
const maxOddities = 10;

/** The stream that a WebSocket of this client writes to; polling has none that lasts. */
const streamOf = (conn: Socket): object => {
  const { socket } = conn.transport as { socket?: { _socket?: object | null } };
  return socket?._socket ?? {};
};

const linkTo = (conn: Socket, waiting: () => number, isFull: () => boolean): Link => {
  const write = ({ said }: Parcel): void => {
    for (const each of said) {
      const { text, options } = packetOf(each);
      conn.write(text, options);
    }
  };
  return {
    isOpen: () => conn.readyState === "open",
    waiting,
    untaken: () => waiting() + inSystem(streamOf(conn)),
    write,
    writeAll: (parcels) => {
      for (const parcel of parcels) write(parcel);
    },
    acknowledge: (id, outcome) => {
      if (id !== undefined) conn.write(ackText(id, outcome));
      else if ("error" in outcome) conn.write(eventText("ack", outcome));
    },
    // The layer below asks by itself and ends what is silent.
    beat: () => undefined,
    close: (code, reason) => {
      if (isFull()) return conn.close(true);
      conn.write(eventText("ack", { error: { code: String(code), message: reason } }));
      if (finalCodes.has(code)) conn.write(goodbyeText);
      conn.close();
    },
  };
};

export type ConversationParts = { core: Core; config: LiveConfig };

/** `joined` is called when it becomes a client of the hub. */
export const converse = ({ core, config }: ConversationParts, conn: Socket, joined: () => void): void => {
  const isOld = conn.protocol === 3;
  let peer: Peer | null = null;
  let known: Credentials = {};
  let oddities = 0;
  const patience = setTimeout(() => conn.close(true), config.register_ms);
  const waiting = watchWaiting(conn, () => {
    if (peer) core.drained(peer);
  });
  const link = linkTo(conn, waiting, () => waiting() > config.soft_bytes);

  const odd = (): void => {
    oddities += 1;
    if (oddities >= maxOddities) conn.close(true);
  };
  const connect = (packet: Received): void => {
    const [path = ""] = packet.to.split("?", 1);
    if (path !== namespace) {
      odd();
      conn.write(refusalText(path, `Connect to the namespace ${namespace}.`, isOld));
    } else if (peer) odd();
    else {
      clearTimeout(patience);
      known = credentialsOf(packet, isOld);
      peer = core.admit(link, conn.remoteAddress);
      joined();
      conn.write(welcomeText(namespace, newId(), isOld));
    }
  };
  const hear = (packet: Received | null): void => {
    if (packet?.type === types.connect) connect(packet);
    else if (packet?.type === types.disconnect) conn.close(true);
    else if (packet?.type === types.event && packet.to === namespace && peer)
      core.received(peer, () => frameOf(packet, known));
    else if (peer) core.received(peer, null);
    else conn.close(true);
  };
  // Clients of the old protocol are in the namespace "/" without asking.
  if (isOld) conn.write(welcomeText("/", "", isOld));
  conn.on("data", (data: unknown) => hear(typeof data === "string" ? readPacket(data) : null));
  conn.on("close", () => {
    clearTimeout(patience);
    if (peer) core.sockets.left(peer);
  });
};
