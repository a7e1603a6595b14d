/** A real box in a process of its own, set up and signed in, for load from outside. */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

const root = join(import.meta.dirname, "..", "..");

export type Box = {
  url: string;
  host: string;
  port: number;
  pid: number;
  token: string;
  ready_ms: number;
  stop(): Promise<void>;
};

const owner = { name: "Owner", username: "owner", password: "bench-password", pin: "918273" };
const place = { businessName: "Bench", currency: "USD", timeZone: "UTC", locale: "en-US" };

const waitReady = (child: ChildProcess): Promise<{ url: string; setupCode: string | null }> =>
  new Promise((resolve, reject) => {
    let setupCode: string | null = null;
    if (!child.stdout) throw new Error("the box has no output");
    createInterface({ input: child.stdout }).on("line", (line) => {
      setupCode = /with the code ([A-Z0-9-]+)/.exec(line)?.[1] ?? setupCode;
      if (line.startsWith("ready ")) resolve({ url: line.slice(6), setupCode });
    });
    child.once("exit", (code) => reject(new Error(`the box ended with ${code} before it was ready`)));
  });

const post = async (url: string, body: unknown): Promise<Record<string, unknown>> => {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const value = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${JSON.stringify(value)}`);
  return value;
};

export type BoxProcess = Pick<Box, "url" | "pid" | "ready_ms" | "stop"> & { setupCode: string | null };

/** Starts `store-server/main.ts serve` on a folder; nobody is signed in. */
export const startProcess = async (
  dataDir: string,
  env: NodeJS.ProcessEnv = {},
  program: readonly string[] = [join(root, "store-server", "main.ts"), "serve"],
): Promise<BoxProcess> => {
  mkdirSync(dataDir, { recursive: true });
  const started = performance.now();
  const child = spawn(process.execPath, [...program], {
    env: {
      ...process.env,
      PORT: "0",
      HTTPS_PORT: "off",
      HOST: "127.0.0.1",
      DATA_DIR: dataDir,
      LOG_LEVEL: "error",
      RATE_LIMIT_MAX: "0",
      HUB_URL: undefined,
      HUB_ENROLL_CODE: undefined,
      ...env,
    },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const { url, setupCode } = await waitReady(child);
  const ready_ms = performance.now() - started;
  const stop = (): Promise<void> =>
    new Promise((resolve) => {
      child.once("exit", () => resolve());
      child.kill("SIGTERM");
    });
  return { url, setupCode, ready_ms, pid: child.pid ?? 0, stop };
};

/** A box that is set up when it is empty; else its owner is signed in. */
export const startBox = async (...how: Parameters<typeof startProcess>): Promise<Box> => {
  const { setupCode, ...box } = await startProcess(...how);
  const signedIn =
    setupCode === null
      ? await post(`${box.url}/api/auth/login`, { username: owner.username, password: owner.password })
      : await post(`${box.url}/api/setup`, { code: setupCode, ...place, owner });
  const { hostname, port } = new URL(box.url);
  return { ...box, host: hostname, port: Number(port), token: String(signedIn.accessToken) };
};
