/** A browser's WebSocket over the virtual network. */
import type { Socket } from "@tillbox/store-server/web/client/live.ts";
import type { Random } from "../crash/random.ts";
import type { Link } from "./air.ts";
import type { Box } from "./box.ts";
import type { Pipe } from "./socket.ts";
import type { Life, Time } from "./time.ts";

export type SocketParts = {
  time: Time;
  random: Random;
  link: Link;
  box: Box;
  life: Life;
  /** As the device reads what comes. */
  read(text: string): string;
  /** The connection, while there is one. */
  connected(pipe: Pipe | null): void;
};

const connecting = 0;
const open = 1;
const closed = 3;

export const openSocket = ({ time, random, link, box, life, read, connected }: SocketParts): Socket => {
  type Listener = (event: { data: unknown }) => void;
  const listeners = new Map<string, Listener[]>();
  let readyState = connecting;
  let pipe: Pipe | null = null;
  const tell = (name: string, data?: unknown): void => {
    for (const listen of listeners.get(name) ?? []) listen({ data });
  };
  const gone = (): void => {
    if (readyState === closed) return;
    readyState = closed;
    tell("close");
  };
  const arrived = (): void => {
    // Asking twice to connect connects once.
    if (readyState !== connecting) return;
    pipe = box.connect(link, { life, received: (text) => tell("message", read(text)), closed: gone });
    connected(pipe);
    if (pipe === null) return gone();
    readyState = open;
    tell("open");
  };
  // Without the network some systems say so soon; others leave it to whoever waits.
  if (!link.carry(() => time.within(life, arrived)) && random.chance(0.3)) time.after(2000, life, gone);
  return {
    get readyState() {
      return readyState;
    },
    send: (text) => pipe?.send("near", text),
    close: () => {
      pipe?.close("near");
      gone();
    },
    addEventListener: (name: string, listen: never) => {
      listeners.set(name, [...(listeners.get(name) ?? []), listen]);
    },
  };
};
