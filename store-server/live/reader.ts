/**
 * The hub's own cursor. A wake-up carries nothing; what is new is read from the journal, in bounded pages with a turn of the event loop
 * between them, so that no wake-up can be missed and no burst can hold up the box.
 */
import type { Kernel } from "../kernel/kernel.ts";
import type { Page, Pages } from "./pages.ts";
import type { Log } from "./types.ts";

export type Reader = {
  /** seq up to which everything was given to live sockets. */
  position(): number;
  wake(): void;
  close(): void;
};

export type ReaderParts = {
  kernel: Kernel;
  pages: Pages;
  log: Log;
  /** False when nobody is here: then there is nothing to read. */
  isHeard(): boolean;
  deliver(page: Page): void;
};

export const openReader = (parts: ReaderParts): Reader => {
  const { kernel, pages, log } = parts;
  let cursor = kernel.headSeq();
  let waiting = false;
  let closed = false;

  const readPage = (head: number): void => {
    const page = pages.read(cursor, head);
    if (page.end <= cursor)
      throw new Error(`the journal has nothing after ${cursor}, though its head is ${head}`);
    cursor = page.end;
    parts.deliver(page);
  };
  const read = (): void => {
    waiting = false;
    const head = kernel.headSeq();
    if (closed || cursor >= head) return;
    try {
      if (parts.isHeard()) readPage(head);
      else cursor = head;
    } catch (error) {
      log.error({ err: error, cursor, head }, "live updates could not be read; the next change tries again");
      return;
    }
    if (cursor >= head) return;
    waiting = true;
    setImmediate(read);
  };
  return {
    position: () => cursor,
    wake: () => {
      if (!waiting) read();
    },
    close: () => {
      closed = true;
    },
  };
};
