/** The stock Socket.IO clients of both protocols, for tests. */
import { createRequire } from "node:module";
import { io, type ManagerOptions, type Socket, type SocketOptions } from "socket.io-client";

export type Options = Partial<ManagerOptions & SocketOptions>;
export type Connect = (url: string, options?: Options) => Socket;

const old = createRequire(import.meta.url)("socket.io-client-2") as Connect;

export const clients: Readonly<Record<"current" | "old", Connect>> = { current: io, old };

/** Resolves with what the event brings. */
export const heard = <T = Record<string, unknown>>(
  socket: Socket,
  event: string,
  fits: (data: T) => boolean = () => true,
): Promise<T> =>
  new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${event} was not heard`)), 8000);
    const listen = (data: T): void => {
      if (!fits(data)) return;
      clearTimeout(limit);
      socket.off(event, listen);
      resolve(data);
    };
    socket.on(event, listen);
  });
/** Asks and resolves with the answer. */
export const ask = <T = Record<string, unknown>>(socket: Socket, event: string, data: unknown): Promise<T> =>
  new Promise((resolve, reject) => {
    const limit = setTimeout(() => reject(new Error(`${event} got no answer`)), 8000);
    socket.emit(event, data, (answer: T) => {
      clearTimeout(limit);
      resolve(answer);
    });
  });
