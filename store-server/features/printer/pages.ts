/**
 * What the screen printers printed, as pages to look at: files in the data folder, the oldest of which go when there are too many. They are
 * no records; the receipt can be printed again from its order.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const kept = 500;
const idPattern = /^[A-Za-z0-9._-]{1,64}$/;

export type Pages = {
  save(jobId: string, html: string): void;
  /** Undefined when there is none of this job. */
  read(jobId: string): string | undefined;
};

/** `folder` null: in memory, for tests. */
export const openPages = (folder: string | null): Pages => {
  const known = new Map<string, string>();
  if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const names =
    folder === null
      ? []
      : readdirSync(folder)
          .filter((name) => name.endsWith(".html"))
          .sort();
  const fileOf = (jobId: string): string => join(folder ?? "", `${jobId}.html`);
  const forget = (name: string): void => {
    if (folder === null) known.delete(name);
    else rmSync(join(folder, name), { force: true });
  };
  return {
    save: (jobId, html) => {
      const name = `${jobId}.html`;
      if (folder === null) known.set(name, html);
      else writeFileSync(fileOf(jobId), html, { mode: 0o600 });
      if (!names.includes(name)) names.push(name);
      while (names.length > kept) forget(names.shift() ?? "");
    },
    read: (jobId) => {
      if (!idPattern.test(jobId) || !names.includes(`${jobId}.html`)) return undefined;
      return folder === null ? known.get(`${jobId}.html`) : readFileSync(fileOf(jobId), "utf8");
    },
  };
};
