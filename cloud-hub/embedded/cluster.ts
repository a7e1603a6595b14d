/**
 * A Postgres of our own under the hub's data folder: made at first start, on a free port of the loopback, with a
 * password that only the hub knows. It cannot outlive the hub: it is launched with a pipe from the hub, and when the pipe
 * closes, for whatever reason, it shuts down. Starting and stopping have limits; a start after `kill -9` of the hub,
 * of Postgres or of both recovers by itself.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, mkdir, readFile, rename, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { StartError } from "../start-error.ts";
import type { Account } from "./account.ts";
import type { Binaries } from "./binaries.ts";
import { claimFolder, clearLeftover } from "./leftover.ts";

const MAJOR_VERSION = "18";
const INIT_LIMIT_MS = 60_000;
const START_LIMIT_MS = 60_000;
const STOP_LIMIT_MS = 20_000;
const START_ATTEMPTS = 5;
const USER = "postgres";

export type ClusterOptions = {
  dataDir: string;
  password: string;
  account: Account;
  binaries: Binaries;
  /** Server settings, name=value. */
  settings?: string[];
  log?: (line: string) => void;
  /** A folder to delete after the server has ended, however it ended. */
  removeAtEnd?: string;
};
export type Cluster = {
  /** Address of a database of this cluster, as superuser. */
  url(database: string): string;
  /** Ends when the server ends, also by itself. */
  ended: Promise<void>;
  stop(): Promise<void>;
};

/**
 * A server reaches its folder through its own working directory, so that it does not matter whether its account may
 * walk the folders above (a hub that root runs in /root).
 */
const folderFor = (account: Account, folder: string): string =>
  account.dropsRoot && process.platform === "linux" ? "/proc/self/cwd" : folder;

const childOptions = (account: Account, folder: string) => ({
  cwd: folder,
  env: { PATH: process.env["PATH"], LC_ALL: "C", TZ: "UTC" },
  ...(account.dropsRoot ? { uid: account.uid, gid: account.gid } : {}),
});

const makeOwnedFolder = async (account: Account, folder: string): Promise<void> => {
  await mkdir(folder, { recursive: true });
  if (account.dropsRoot) await chown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
};

// The password goes by a pipe of the account's own: no file that it could not read, none that others could.
const INITIALISE = 'printf "%s\\n" "$PASSWORD" | exec "$0" "$@" --pwfile=/dev/stdin';

/** Fills a draft folder, then moves it to its place: a start that was cut off is simply done again. */
const initialise = async (options: ClusterOptions, folder: string): Promise<void> => {
  const { account, binaries } = options;
  const draft = `${folder}.new`;
  const flags = [`--username=${USER}`, "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"];
  if (options.removeAtEnd) flags.push("--no-sync");
  try {
    await rm(draft, { recursive: true, force: true });
    await makeOwnedFolder(account, draft);
    const base = childOptions(account, draft);
    await promisify(execFile)(
      "/bin/sh",
      ["-c", INITIALISE, binaries.initdb, `--pgdata=${folderFor(account, draft)}`, ...flags],
      { ...base, env: { ...base.env, PASSWORD: options.password }, timeout: INIT_LIMIT_MS },
    );
    await rename(draft, folder);
  } catch (cause) {
    const reason = String((cause as { stderr?: string }).stderr || (cause as Error).message).trim();
    throw new StartError(
      `The built-in Postgres could not be set up in ${folder} (${reason.split("\n").at(-1)}): check the disk and its rights, or set DATABASE_URL.`,
      { cause },
    );
  }
};

const freePort = async (): Promise<number> => {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  await once(probe, "close");
  if (address === null || typeof address === "string") throw new Error("no port was given");
  return address.port;
};

// The shell becomes the server; what it leaves behind waits for the hub's end of the pipe to close.
const LAUNCH = `(read -r _ <&3; kill -INT $$
  [ -z "$REMOVE_AT_END" ] && exit
  for _ in $(seq 100); do kill -0 $$ || break; sleep 0.1; done
  rm -rf -- "$REMOVE_AT_END") >/dev/null 2>&1 &
exec "$0" "$@" 3<&-`;

type Server = { port: number; child: ChildProcess; ended: Promise<void> };

const launch = (options: ClusterOptions, folder: string, port: number): ChildProcess => {
  const { account, binaries, settings = [] } = options;
  const fixed = [
    `port=${port}`,
    "listen_addresses=127.0.0.1",
    "unix_socket_directories=",
    "log_checkpoints=off",
  ];
  const flags = [...fixed, ...settings].flatMap((setting) => ["-c", setting]);
  const base = childOptions(account, folder);
  return spawn("/bin/sh", ["-c", LAUNCH, binaries.postgres, "-D", folderFor(account, folder), ...flags], {
    ...base,
    env: { ...base.env, REMOVE_AT_END: options.removeAtEnd ?? "" },
    // Its own process group: Ctrl-C reaches the hub alone, which then stops the server in order.
    detached: true,
    stdio: ["ignore", "ignore", "pipe", "pipe"],
  });
};

/** One attempt. Resolves with a serving server, or with what it said before it gave up. */
const attempt = async (options: ClusterOptions, folder: string): Promise<Server | { said: string }> => {
  const port = await freePort();
  const child = launch(options, folder, port);
  const lifeline = child.stdio[3];
  lifeline?.on("error", () => undefined);
  const ended = new Promise<void>((resolve) => {
    child.once("error", () => resolve());
    child.once("exit", () => resolve());
  }).then(() => void lifeline?.destroy());
  let said = "";
  if (!child.stderr) throw new Error("the server has no log");
  const ready = new Promise<boolean>((resolve) => {
    createInterface(child.stderr as NodeJS.ReadableStream).on("line", (line) => {
      options.log?.(line);
      if (line.includes("database system is ready to accept connections")) resolve(true);
      else if (/FATAL|ERROR|could not/.test(line)) said = line;
    });
  });
  const limit = AbortSignal.timeout(START_LIMIT_MS);
  const outcome = await Promise.race([ready, ended, once(limit, "abort").then(() => null)]);
  if (outcome === true) return { port, child, ended };
  if (outcome === null) await endServer({ port, child, ended });
  return { said: outcome === null ? `not ready after ${START_LIMIT_MS / 1000} s` : said };
};

const endServer = async ({ child, ended }: Server): Promise<void> => {
  // Closing the pipe asks for a fast shutdown: sessions end, everything is written.
  (child.stdio[3] as { destroy(): void } | null)?.destroy();
  for (const signal of ["SIGQUIT", "SIGKILL"] as const) {
    const done = await Promise.race([ended.then(() => true), pause(STOP_LIMIT_MS, false, { ref: false })]);
    if (done) return;
    child.kill(signal);
  }
  await ended;
};

/** Starts the hub's own Postgres. Throws StartError. */
export const openCluster = async (options: ClusterOptions): Promise<Cluster> => {
  const folder = join(options.dataDir, "postgres");
  const version = await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => null);
  if (version === null) await initialise(options, folder);
  else if (version.trim() !== MAJOR_VERSION) {
    throw new StartError(
      `${folder} was made by Postgres ${version.trim()}, this hub brings ${MAJOR_VERSION}: run the older hub and move the data with pg_dump.`,
    );
  }
  await clearLeftover(options.dataDir, folder);
  await claimFolder(options.dataDir);
  let said = "";
  for (let turn = 0; turn < START_ATTEMPTS; turn += 1) {
    const server = await attempt(options, folder);
    if (!("said" in server)) {
      const url = (database: string) =>
        `postgres://${USER}:${encodeURIComponent(options.password)}@127.0.0.1:${server.port}/${database}`;
      return { url, ended: server.ended, stop: () => endServer(server) };
    }
    said = server.said;
    // A port that was taken meanwhile, or the last processes of a killed server: both pass.
    if (!/already in use|shared memory block|lock file/.test(said)) break;
    await pause(500);
  }
  throw new StartError(
    `The built-in Postgres in ${folder} does not start (${said}): free the cause and start again.`,
  );
};
