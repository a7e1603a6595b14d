/** A tablet that registers and then takes nothing from its socket, as one with a frozen browser does. */
import { once } from "node:events";
import type { WebSocket } from "ws";
import { type Device, openLiveTablet } from "./devices.ts";

export type SilentSocket = {
  /** Reads what is left; how the box parted from it, and whether what it got was in order. */
  wake(): Promise<{ code: number | null; inOrder: boolean }>;
};

const waking_ms = 3000;

export const openSilentSocket = async (url: string, device: Device): Promise<SilentSocket> => {
  let seq = 0;
  let inOrder = true;
  const socket: WebSocket = await openLiveTablet(url, device, (text) => {
    const frame = JSON.parse(text) as { seq?: number };
    inOrder &&= (frame.seq ?? seq) >= seq;
    seq = frame.seq ?? seq;
  });
  socket.pause();
  return {
    wake: async () => {
      const closed = once(socket, "close", { signal: AbortSignal.timeout(waking_ms) });
      socket.resume();
      const code = await closed.then(([number]) => Number(number)).catch(() => null);
      socket.terminate();
      return { code, inOrder };
    },
  };
};
