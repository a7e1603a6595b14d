/** The hub as a process of its own, started as an operator starts it. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

export type HubProcess = {
  child: ChildProcess;
  /** All that it said on standard error so far. */
  said(): string;
  /** The exit code; null when a signal ended it. */
  ended: Promise<number | null>;
};

/** Starts `main.ts` with these variables, and none of this process's but PATH. */
export const spawnHub = (env: Record<string, string>, args: string[] = ["serve"]): HubProcess => {
  const base = { PATH: process.env["PATH"] ?? "", LOG_LEVEL: "warn", HOST: "127.0.0.1", PORT: "0" };
  const child = spawn(process.execPath, [join(import.meta.dirname, "main.ts"), ...args], {
    // Compiled code is shared by all the starts of a test.
    env: { ...base, NODE_COMPILE_CACHE: join(tmpdir(), "tillbox-compile-cache"), ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  const ended = once(child, "close").then(([code]) => code as number | null);
  return { child, said: () => said, ended };
};

/** The address that a started hub prints. Throws with what it said when it ends instead. */
export const readyUrl = async (hub: HubProcess): Promise<string> => {
  const line = new Promise<string>((resolve) => {
    createInterface(hub.child.stdout as Readable).on("line", (text) => {
      if (text.startsWith("ready ")) resolve(text.slice(6));
    });
  });
  const first = await Promise.race([line, hub.ended]);
  if (typeof first === "string") return first;
  throw new Error(`the hub ended with ${first}: ${hub.said()}`);
};
