/** A demo hub on one port and one folder through all its lives, killed alone or together with its Postgres. */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { type HubProcess, readyUrl, spawnHub } from "../../cloud-hub/testing-process.ts";

export type KillableHub = {
  url: string;
  /** Resolves when it serves. */
  start(): Promise<void>;
  /** Resolves when the process is gone; with `postgres` its database is killed in the same moment. */
  kill(postgres: boolean): Promise<void>;
  /** Starts it and kills it before it can be ready. */
  stillbirth(after_ms: number): Promise<void>;
  stop(): Promise<void>;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
};

const postgresPid = async (folder: string): Promise<number> =>
  Number.parseInt(await readFile(join(folder, "postgres", "postmaster.pid"), "utf8"), 10);

export const openKillableHub = async (folder: string): Promise<KillableHub> => {
  const port = await freePort();
  const spawn = (): HubProcess =>
    spawnHub({ DATA_DIR: folder, DEMO: "1", PORT: String(port), LOG_LEVEL: "fatal" });
  let running: HubProcess | null = null;
  const end = async (signal: "SIGKILL" | "SIGTERM"): Promise<void> => {
    running?.child.kill(signal);
    await running?.ended;
    running = null;
  };
  return {
    url: `http://127.0.0.1:${port}`,
    start: async () => {
      running = spawn();
      await readyUrl(running);
    },
    kill: async (postgres) => {
      if (postgres) process.kill(await postgresPid(folder), "SIGKILL");
      await end("SIGKILL");
    },
    stillbirth: async (after_ms) => {
      running = spawn();
      await new Promise((resolve) => setTimeout(resolve, after_ms));
      await end("SIGKILL");
    },
    stop: () => end("SIGTERM"),
  };
};
