/** The part of the build that belongs to the worker: it is named without a hash, and is told which files make this version. */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

export const workers = ["sw", "sw-leave"] as const;
const isWorker = (name: string): boolean => workers.some((worker) => worker === name);

/** Pages that make sense only with the box. */
const onlyWithBox = /^\/(setup|connect|status)\//;

export const fileNameOf = ({ name }: { name: string }): string =>
  isWorker(name) ? "[name].js" : "assets/[name]-[hash].js";

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
    .map((entry) => `/${relative(folder, join(entry.parentPath, entry.name)).split(sep).join("/")}`)
    .filter((path) => !workers.some((name) => path === `/${name}.js`) && !path.endsWith(".map"))
    .sort();

/** Pages are asked for by their folder; what only other pages use is left to the box. */
const pathOf = (file: string): string => file.replace(/index\.html$/, "");

/** The files that these pages refer to, through their scripts and styles. */
const usedBy = (folder: string, pages: readonly string[], files: readonly string[]): string[] => {
  const found = new Set(pages);
  for (const file of found) {
    if (!/\.(html|js|css)$/.test(file)) continue;
    const text = readFileSync(join(folder, file), "utf8");
    for (const other of files) if (text.includes(other.slice(other.lastIndexOf("/") + 1))) found.add(other);
  }
  return [...found].sort();
};

export const workerBuild = (folder: string): Plugin => ({
  name: "tillbox-worker",
  apply: "build",
  writeBundle: {
    order: "post",
    sequential: true,
    handler: ({ dir = folder }) => {
      const all = filesIn(dir);
      const pages = all.filter((file) => file.endsWith("index.html") && !onlyWithBox.test(file));
      const used = usedBy(
        dir,
        pages,
        all.filter((file) => !file.endsWith(".html")),
      );
      const hash = createHash("sha256");
      for (const file of used) hash.update(file).update(readFileSync(join(dir, file)));
      const build = { version: hash.digest("hex").slice(0, 16), files: used.map(pathOf) };
      const worker = join(dir, "sw.js");
      const code = readFileSync(worker, "utf8");
      const text = JSON.stringify(JSON.stringify(build));
      const filled = code.replace(/(["'`])__TILLBOX_BUILD__\1/, () => text);
      if (filled === code) throw new Error("the worker has no place for the list of its files");
      writeFileSync(worker, filled);
    },
  },
});
