/** The printer without paper: what would have been printed is rendered from the bytes and kept as a page to look at. */

import type { PrinterConnection, TransportDeps } from "./connection.ts";
import { renderPage } from "./page-html.ts";

/** Always ready. `write` resolves when the page is kept; a failure of `savePage` goes to the caller as it is. */
export function openScreen(deps: Pick<TransportDeps, "width" | "savePage">): PrinterConnection {
  return {
    status: async () => ({ online: true, paper: "ok", cover: "closed", error: "none" }),
    write: async (bytes) => {
      await deps.savePage({ html: renderPage(bytes, deps.width), bytes });
    },
    close: async () => {},
  };
}
