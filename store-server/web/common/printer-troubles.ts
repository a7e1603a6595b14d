/** What is wrong with the store's printers now, for the people on the floor: told live, read once at the start and after each gap. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Client } from "../client/client.ts";

export type PrinterTrouble = { printerId: string; message: string };
export type PrinterTroubles = {
  /** Troubles that last until they are mended. */
  readonly open: ReadonlySignal<readonly PrinterTrouble[]>;
  read(): Promise<void>;
};

const textOf = (data: object, name: string): string | null => {
  const value = (data as Record<string, unknown>)[name];
  return typeof value === "string" ? value : null;
};

/** `once` is told what concerns a single job and does not last. */
export const watchPrinters = (
  client: Pick<Client, "on" | "api">,
  once: (message: string) => void,
): PrinterTroubles => {
  const open = signal<readonly PrinterTrouble[]>([]);
  client.on("alert", (data) => {
    if (typeof data !== "object" || data === null || textOf(data, "kind") !== "printer") return;
    const printerId = textOf(data, "printerId");
    const message = textOf(data, "message");
    if (printerId === null) return;
    const others = open.value.filter((trouble) => trouble.printerId !== printerId);
    if (message === null) open.value = others;
    else if (textOf(data, "jobId") !== null) once(message);
    else open.value = [...others, { printerId, message }];
  });
  return {
    open,
    read: async () => {
      try {
        const { problems } = await client.api.get<{ problems?: PrinterTrouble[] }>("/health/printers");
        open.value = problems ?? [];
      } catch {
        // Not known: the next alert or the next connection tells.
      }
    },
  };
};
