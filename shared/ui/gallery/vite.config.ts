import { defineConfig } from "vite";

/* The gallery stands alone: `npx vite shared/ui/gallery` shows it, `npx vite build shared/ui/gallery` builds it. */
export default defineConfig({
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  build: { outDir: "dist", emptyOutDir: true, modulePreload: { polyfill: false } },
});
