/** Secrets that nobody gave: made at first start, kept in a file that only the hub's own user can read. */
import { randomBytes } from "node:crypto";
import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { StartError } from "./start-error.ts";

/** Makes a folder for the hub's own user; StartError where it cannot be written. */
export const makeFolder = async (path: string): Promise<void> => {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new StartError(
      `The folder ${path} cannot be written: give this user the right to, or set DATA_DIR.`,
      {
        cause,
      },
    );
  }
};

const readKept = async (path: string): Promise<string | null> => {
  const kept = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return null;
    throw new StartError(`${path} cannot be read: give this user the right to read it.`, { cause: error });
  });
  return kept?.trim() || null;
};

/** The secret kept at `path`, or a new one of 256 bits, base64url. Written whole or not at all. */
export const keptSecret = async (path: string): Promise<string> => {
  const kept = await readKept(path);
  if (kept !== null) return kept;
  const fresh = randomBytes(32).toString("base64url");
  await makeFolder(dirname(path));
  const draft = `${path}.${process.pid}.new`;
  try {
    const file = await open(draft, "w", 0o600);
    await file.writeFile(`${fresh}\n`);
    await file.sync();
    await file.close();
    await rename(draft, path);
  } catch (cause) {
    throw new StartError(`${path} cannot be written: free some space or set DATA_DIR to another folder.`, {
      cause,
    });
  }
  return fresh;
};
