/**
 * What an earlier hub left in the data folder. A hub that was killed leaves a Postgres that is still shutting down, or a
 * `postmaster.pid` whose number now belongs to a stranger; both are dealt with here. A hub that is alive keeps its
 * folder: the second one is refused at once.
 */
import { readdir, readFile, readlink, realpath, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { StartError } from "../start-error.ts";

const SHUTDOWN_LIMIT_MS = 20_000;
const LOOK_AGAIN_MS = 50;

const pidIn = async (path: string): Promise<number | null> => {
  const content = await readFile(path, "utf8").catch(() => "");
  const pid = Number.parseInt(content, 10);
  return Number.isInteger(pid) && pid > 1 ? pid : null;
};

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
};

/** A server process works in its data folder; null where the system does not tell. */
const worksIn = async (pid: number, folder: string): Promise<boolean | null> => {
  if (process.platform !== "linux") return null;
  const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => null);
  return cwd === (await realpath(folder));
};

const anybodyWorksIn = async (folder: string): Promise<boolean> => {
  const pids = (await readdir("/proc").catch(() => [])).map(Number).filter(Number.isInteger);
  const works = await Promise.all(pids.map((pid) => worksIn(pid, folder)));
  return works.includes(true);
};

const busy = (dataDir: string): StartError =>
  new StartError(`Another hub is using ${dataDir}: stop it first, or set DATA_DIR to another folder.`);

/** Returns when `folder` (inside `dataDir`) is free for a new server. Throws StartError when it stays in use. */
export const clearLeftover = async (dataDir: string, folder: string): Promise<void> => {
  const lock = join(folder, "postmaster.pid");
  const started = performance.now();
  for (let pid = await pidIn(lock); pid !== null && isAlive(pid); pid = await pidIn(lock)) {
    const works = await worksIn(pid, folder);
    if (works === false) {
      if (!(await anybodyWorksIn(folder))) await rm(lock, { force: true });
      return;
    }
    const holder = await pidIn(join(dataDir, "hub.pid"));
    if (holder !== null && holder !== process.pid && isAlive(holder)) throw busy(dataDir);
    if (performance.now() - started > SHUTDOWN_LIMIT_MS) throw busy(dataDir);
    await pause(LOOK_AGAIN_MS);
  }
};

/** Says whose folder this is, for `clearLeftover` of another hub. */
export const claimFolder = (dataDir: string): Promise<void> =>
  writeFile(join(dataDir, "hub.pid"), `${process.pid}\n`, { mode: 0o600 });
