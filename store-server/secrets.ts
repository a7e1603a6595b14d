/**
 * Secrets that nobody gave are made at first start and kept in one file of the data folder, readable by its owner only. The file is
 * replaced as a whole: written beside, synced, renamed, its folder synced.
 */
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { placeFile } from "./backup/durable-file.ts";
import { StartupError } from "./kernel/database.ts";

export type Secrets = {
  /** The kept secret, made now if there is none: 32 random bytes as base64url. */
  keep(name: string): string;
  read(name: string): string | null;
  write(name: string, value: string | null): void;
};

const load = (file: string): Record<string, string> => {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Record<string, string>;
  } catch {
    throw new StartupError(
      `${file} is damaged. Put your copy of it back: no backup of the data holds it. Without one, move it away and start again: people then sign in with their passwords and get new PINs, devices trust the box anew, a hub enrols it again, and names of guests stay unreadable until the copy is found.`,
    );
  }
};

const save = (file: string, values: Record<string, string>): void => {
  const beside = `${file}.new`;
  writeFileSync(beside, JSON.stringify(values, null, 2), { mode: 0o600 });
  placeFile(beside, file);
};

export const secretsFile = (dataDir: string): string => join(dataDir, "secrets.json");

/** `dataDir` null: kept in memory only, for tests. */
export const openSecrets = (dataDir: string | null): Secrets => {
  const file = dataDir === null ? null : secretsFile(dataDir);
  const values = file === null ? {} : load(file);
  const write = (name: string, value: string | null): void => {
    if (value === null) delete values[name];
    else values[name] = value;
    if (file !== null) save(file, values);
  };
  return {
    read: (name) => values[name] ?? null,
    write,
    keep: (name) => {
      const known = values[name];
      if (known !== undefined) return known;
      const made = randomBytes(32).toString("base64url");
      write(name, made);
      return made;
    },
  };
};
