import { defineConfig } from "vite";

/** In development `npx vite cloud-hub/web` serves the pages and hands the rest to a hub that runs (HUB_URL). */
const hub = process.env.HUB_URL ?? "http://127.0.0.1:4000";

export default defineConfig({
  root: import.meta.dirname,
  base: "/",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    target: "chrome120",
    // The hub forbids inline scripts and fonts from data URLs: everything is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": hub, "/health": hub, "/docs": hub } },
});
