/**
 * The system account that runs the built-in Postgres. Postgres refuses to run as root; so a hub that runs as root
 * gives it the account `postgres` (made if it is missing), while any other user runs it as itself.
 */
import { execFile } from "node:child_process";
import { readFile, realpath, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { StartError } from "../start-error.ts";

/** `dropsRoot`: Postgres runs as `uid` and `gid`, which are not those of the hub. */
export type Account = { uid: number; gid: number; dropsRoot: boolean };

const run = promisify(execFile);

const known = async (name: string): Promise<Account | null> => {
  const passwd = await readFile("/etc/passwd", "utf8").catch(() => "");
  const fields = passwd
    .split("\n")
    .map((line) => line.split(":"))
    .find(([user]) => user === name);
  const uid = Number(fields?.[2]);
  const gid = Number(fields?.[3]);
  return fields && uid > 0 && Number.isInteger(gid) ? { uid, gid, dropsRoot: true } : null;
};

const made = async (): Promise<Account | null> => {
  const options = [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    "postgres",
  ];
  await run("useradd", options, { timeout: 10_000 }).catch(() => undefined);
  return known("postgres");
};

/** Who runs Postgres over `folder` (which may exist from an earlier start). Throws StartError. */
export const chooseAccount = async (folder: string): Promise<Account> => {
  const uid = process.getuid?.() ?? -1;
  const gid = process.getgid?.() ?? -1;
  if (uid !== 0) return { uid, gid, dropsRoot: false };
  const owner = await stat(folder).catch(() => null);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid, dropsRoot: true };
  const account = (await known("postgres")) ?? (await made()) ?? (await known("nobody"));
  if (account) return account;
  throw new StartError(
    "Postgres does not run as root and there is no other account: run the hub as a normal user, or set DATABASE_URL.",
  );
};

/** Whether the account may walk every folder to `path` and read (and run) what is there. */
export const canReach = async (account: Account, path: string): Promise<boolean> => {
  const real = await realpath(path).catch(() => path);
  const target = await stat(real).catch(() => null);
  if (!target || !allows(account, target, 0o5)) return false;
  for (let folder = dirname(real); ; folder = dirname(folder)) {
    const entry = await stat(folder).catch(() => null);
    if (!entry || !allows(account, entry, 0o1)) return false;
    if (folder === dirname(folder)) return true;
  }
};

type Owned = { uid: number; gid: number; mode: number };

function allows(account: Account, entry: Owned, bits: number): boolean {
  const shift = entry.uid === account.uid ? 6 : entry.gid === account.gid ? 3 : 0;
  return ((entry.mode >> shift) & bits) === bits;
}
