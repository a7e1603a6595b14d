/**
 * Keeps one program running. A program that ends before it said `ready` has said why, and is not tried again; one that ends afterwards
 * is started anew, with back-off. Stopping waits for a clean end and then insists.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type ProgramOptions = {
  name: string;
  file: string;
  args: string[];
  /** Flags of Node itself, before the file. */
  nodeFlags?: string[];
  env: NodeJS.ProcessEnv;
  /** A line of output that is not `ready …`. */
  line(text: string): void;
  /** It ended after it was ready and will be started again in so many milliseconds. */
  restarting(delay_ms: number): void;
};
export type Program = {
  /** The address from the line `ready http://…`; rejects when it ended before. */
  ready: Promise<string>;
  stop(): Promise<void>;
};

const firstDelay_ms = 500;
const longestDelay_ms = 30_000;
const patience_ms = 15_000;

export const startProgram = (options: ProgramOptions): Program => {
  const first = Promise.withResolvers<string>();
  let child: ChildProcess;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let delay_ms = firstDelay_ms;
  const launch = (): void => {
    let isReady = false;
    child = spawn(process.execPath, [...(options.nodeFlags ?? []), options.file, ...options.args], {
      env: options.env,
      stdio: ["ignore", "pipe", "inherit"],
      detached: true,
    });
    const startedAt = Date.now();
    if (child.stdout) {
      createInterface({ input: child.stdout }).on("line", (text) => {
        const [word, address] = text.split(" ");
        if (word !== "ready" || !address) return options.line(text);
        isReady = true;
        first.resolve(address);
      });
    }
    child.on("exit", () => {
      if (stopping) return;
      if (!isReady && delay_ms === firstDelay_ms)
        return first.reject(new Error(`${options.name} did not start`));
      delay_ms = Date.now() - startedAt > 60_000 ? firstDelay_ms : Math.min(delay_ms * 2, longestDelay_ms);
      options.restarting(delay_ms);
      timer = setTimeout(launch, delay_ms);
    });
  };
  launch();
  const stop = async (): Promise<void> => {
    stopping = true;
    clearTimeout(timer);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    child.kill("SIGTERM");
    const insist = setTimeout(() => child.kill("SIGKILL"), patience_ms);
    await ended;
    clearTimeout(insist);
  };
  return { ready: first.promise, stop };
};
