/**
 * How many connections one machine of the network may hold. Without a bound a single guest on the Wi-Fi could take every open file of
 * the box, and the tablets of the house would find no room. What comes from this machine itself (a proxy, tests) is not bounded.
 */
import type { Server, Socket } from "node:net";
import { isLoopback, plainAddress } from "@tillbox/shared/address.ts";

/** Generous: all tablets of a house may stand behind one router. */
export const connectionsOfOne = 500;
export const connectionsOfAll = 5000;

type Bounds = { ofOne: number; ofAll: number; isHere(address: string): boolean };
const usual: Bounds = { ofOne: connectionsOfOne, ofAll: connectionsOfAll, isHere: isLoopback };

/** Connections beyond the bounds are closed at once, before they are read. */
export const boundConnections = (server: Server, { ofOne, ofAll, isHere }: Bounds = usual): void => {
  const counts = new Map<string, number>();
  server.maxConnections = ofAll;
  server.on("connection", (socket: Socket) => {
    const address = plainAddress(socket.remoteAddress ?? "");
    if (isHere(address)) return;
    const count = counts.get(address) ?? 0;
    if (count >= ofOne) return void socket.destroy();
    counts.set(address, count + 1);
    socket.once("close", () => {
      const left = (counts.get(address) ?? 1) - 1;
      if (left > 0) counts.set(address, left);
      else counts.delete(address);
    });
  });
};
