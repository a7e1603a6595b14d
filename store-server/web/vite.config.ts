import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { defineConfig } from "vite";
import { leanPages } from "./lean-pages.ts";
import { fileNameOf, workerBuild } from "./worker/build.ts";

const root = import.meta.dirname;
/** In development `npx vite store-server/web` serves the pages and hands the rest to a box that runs (BOX_URL). */
const box = process.env.BOX_URL ?? "http://127.0.0.1:3000";

/** Every folder with an `index.html` is a page; the one at the root leads to them. */
const pages = Object.fromEntries(
  ["", ...readdirSync(root)]
    .map((name) => [name === "" ? "index" : name, join(root, name, "index.html")] as const)
    .filter(([name, file]) => name !== "dist" && existsSync(file)),
);

export default defineConfig({
  root,
  base: "/",
  plugins: [leanPages(root), workerBuild(join(root, "dist"))],
  appType: "mpa",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "chrome120",
    // The box forbids inline scripts and fonts from data URLs: everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        ...pages,
        sw: join(root, "worker/service-worker.ts"),
        "sw-leave": join(root, "worker/leaving-worker.ts"),
      },
      output: { entryFileNames: fileNameOf },
    },
  },
  server: {
    proxy: {
      "/api": box,
      "/health": box,
      "/docs": box,
      "/sync": { target: box, ws: true },
    },
  },
});
