/**
 * What the screen printers printed, as pages to look at: files in the data folder, the oldest of which go when there are too many. They are
 * no records; the receipt can be printed again from its order. A page is there whole or not at all, so that after a crash whoever looks
 * knows whether its job was printed.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const kept = 500;
const idPattern = /^[A-Za-z0-9._-]{1,64}$/;

export type Pages = {
  save(jobId: string, html: string): void;
  /** Undefined when there is none of this job. */
  read(jobId: string): string | undefined;
  /** Whether the page of this job is there to its last line. */
  isWhole(jobId: string): boolean;
};

/** Renamed when it is written; without a power cut nobody sees half of it. */
const writeWhole = (file: string, html: string): void => {
  const half = `${file}.half`;
  writeFileSync(half, html, { mode: 0o600 });
  renameSync(half, file);
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
  const read = (jobId: string): string | undefined => {
    if (!idPattern.test(jobId) || !names.includes(`${jobId}.html`)) return undefined;
    return folder === null ? known.get(`${jobId}.html`) : readFileSync(fileOf(jobId), "utf8");
  };
  return {
    read,
    isWhole: (jobId) => read(jobId)?.trimEnd().endsWith("</html>") === true,
    save: (jobId, html) => {
      const name = `${jobId}.html`;
      if (folder === null) known.set(name, html);
      else writeWhole(fileOf(jobId), html);
      if (!names.includes(name)) names.push(name);
      while (names.length > kept) forget(names.shift() ?? "");
    },
  };
};
