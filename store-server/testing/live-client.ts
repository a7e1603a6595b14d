/** A device on the socket of a demo box, as an integrator writes one. For tests. */
import { WebSocket } from "ws";

export type LiveFrame = {
  event: string;
  data?: Record<string, unknown>;
  id?: unknown;
  error?: unknown;
  seq?: number;
  last?: boolean;
};
export type LiveClient = {
  /** The first frame, past or to come, that fits. */
  next(fits: (frame: LiveFrame) => boolean): Promise<LiveFrame>;
  send(event: string, data: object): void;
  /** All that came so far. */
  seen(): readonly LiveFrame[];
  close(): void;
};

/** Connects and registers; resolves when the box has registered it. */
export const connectLive = async (
  url: string,
  deviceId: string,
  capabilities: object,
  accessToken?: string,
  token?: string,
): Promise<LiveClient> => {
  const socket = new WebSocket(`${url.replace("http", "ws")}/sync`);
  const frames: LiveFrame[] = [];
  const waiting = new Set<() => void>();
  socket.on("message", (data: Buffer) => {
    frames.push(JSON.parse(data.toString("utf8")) as LiveFrame);
    for (const look of waiting) look();
  });
  const next: LiveClient["next"] = (fits) =>
    new Promise((resolve) => {
      const look = (): void => {
        const found = frames.find(fits);
        if (!found) return;
        waiting.delete(look);
        resolve(found);
      };
      waiting.add(look);
      look();
    });
  await new Promise((resolve, reject) => socket.on("open", resolve).on("error", reject));
  const data = {
    deviceId,
    deviceType: "tablet",
    capabilities,
    ...(accessToken === undefined ? {} : { accessToken }),
    ...(token === undefined ? {} : { token }),
  };
  socket.send(JSON.stringify({ event: "device:register", data }));
  await next(({ event }) => event === "device:registered");
  const send = (event: string, data: object): void => socket.send(JSON.stringify({ event, data }));
  return { next, send, seen: () => frames, close: () => socket.close() };
};
