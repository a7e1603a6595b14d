/**
 * Box or hub as a process of its own, for tests that drive the whole thing from outside: a free port, a fresh folder that goes away with it,
 * and only what the environment says.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..");

export type ServerProcess = {
  url: string;
  pid: number;
  /** What it printed until it was ready. */
  lines: readonly string[];
  /** Ends it as Ctrl-C does, and removes its folder. */
  close(): Promise<void>;
};

/** Builds the screens if they are older than their sources. */
export const buildScreens = (): void => {
  const args = [join(root, "scripts/build-web.ts"), "--if-stale"];
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`the screens could not be built: ${stderr}`);
};

/** Resolves when it serves. `env` is laid over ports, folder and a quiet log. */
export const startServer = async (
  workspace: "store-server" | "cloud-hub",
  env: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> => {
  const dataDir = await mkdtemp(join(tmpdir(), `tillbox-${workspace}-`));
  const child = spawn(process.execPath, [join(root, workspace, "main.ts"), "serve"], {
    env: {
      ...process.env,
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: "0",
      HTTPS_PORT: "off",
      LOG_LEVEL: "error",
      DEMO: "0",
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const close = async (): Promise<void> => {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    }
    await rm(dataDir, { recursive: true, force: true });
  };
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const url = /^ready (\S+)$/.exec(line)?.[1];
    if (url !== undefined) {
      child.stdout.resume();
      return { url, pid: child.pid ?? 0, lines, close };
    }
    lines.push(line);
  }
  await close();
  throw new Error(`${workspace} ended before it was ready: ${lines.join(" ")}`);
};
