/** Modules of the client core in a real browser, without a screen: bundled as they are, under a name of the page's own. */
import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { build } from "vite";

type Output = { output: { type: string; code?: string }[] };

/** What `entry` exports becomes `globalThis.subject` in every page that it is put into. */
export const bundle = async (entry: string): Promise<string> => {
  const built = (await build({
    configFile: false,
    logLevel: "error",
    build: {
      write: false,
      minify: false,
      target: "chrome120",
      lib: { entry: resolve(entry), formats: ["iife"], name: "subject" },
      rolldownOptions: { output: { extend: true } },
    },
  })) as unknown as Output | Output[];
  const [first] = Array.isArray(built) ? built : [built];
  const code = first?.output.find(({ type }) => type === "chunk")?.code;
  if (code === undefined) throw new Error(`${entry} was not bundled`);
  return `${code};globalThis.subject = subject;`;
};

export const put = (page: Page, code: string): Promise<void> => page.evaluate(code);
