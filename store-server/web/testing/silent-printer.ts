/** A printer that says that it is ready, takes a page and is silent from then on, as one whose cable is pulled. */
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";

/** DLE EOT asks for the status; a printer that is ready answers with its fixed bits alone. */
const asks = [0x10, 0x04] as const;
const ready = 0x12;

const answer = (socket: Socket): void => {
  socket.on("error", () => undefined);
  let isSilent = false;
  socket.on("data", (bytes) => {
    for (let at = 0; at < bytes.length && !isSilent; at += 3) {
      isSilent = bytes[at] !== asks[0] || bytes[at + 1] !== asks[1];
      if (!isSilent) socket.write(Uint8Array.of(ready));
    }
  });
};

export type SilentPrinter = { host: string; port: number; stop(): Promise<void> };

export const openSilentPrinter = async (): Promise<SilentPrinter> => {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    answer(socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { address: host, port } = server.address() as AddressInfo;
  return {
    host,
    port,
    stop: async () => {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, "close");
    },
  };
};
