/**
 * Pages come without the schema library: it weighs more than all screens of a waiter, and what the box has checked need not be checked
 * again. A module that both need keeps its fixed words apart from its schemas (shared/contract/*-words.ts).
 */
import { relative } from "node:path";
import type { Plugin } from "vite";

const schemas = /[\\/]node_modules[\\/]zod[\\/]/;

/** Fails the build where a page takes more of a contract than its types, and names who does. */
export const leanPages = (root: string): Plugin => ({
  name: "tillbox-lean-pages",
  apply: "build",
  generateBundle(_options, files) {
    const carried = Object.values(files).some(
      (file) => file.type === "chunk" && Object.keys(file.modules).some((id) => schemas.test(id)),
    );
    if (!carried) return;
    const direct = [...this.getModuleIds()].filter(
      (id) => !schemas.test(id) && this.getModuleInfo(id)?.importedIds.some((other) => schemas.test(other)),
    );
    const takers = new Set(direct.flatMap((id) => this.getModuleInfo(id)?.importers ?? []));
    const named = [...takers].filter((id) => !direct.includes(id)).map((id) => relative(root, id));
    this.error(
      `A page would carry the schema library. Take types only, or words that stand apart, in: ${named.join(", ")}`,
    );
  },
});
