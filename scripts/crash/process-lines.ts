/** A child process that talks in lines. Only this one process is ever signalled. */
import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

export type Talker = {
  say(line: string): void;
  /** No more lines to it. */
  hush(): void;
  kill(): Promise<void>;
  /** Resolves when it has ended and every line it said was heard. */
  ended: Promise<{ code: number | null }>;
  /** What it wrote to its error output, at most the last 4 kB. */
  complaints(): string;
};

export type TalkerOptions = {
  command: string[];
  environment?: NodeJS.ProcessEnv;
  heard(line: string): void;
};

export const startTalker = ({ command, environment = process.env, heard }: TalkerOptions): Talker => {
  const [program = "", ...rest] = command;
  const child: ChildProcess = spawn(program, rest, { env: environment, stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    complaints = (complaints + chunk.toString()).slice(-4096);
  });
  child.stdin?.on("error", () => undefined);
  const lines = child.stdout && createInterface({ input: child.stdout });
  lines?.on("line", heard);
  const heardAll = new Promise<void>((resolve) => lines?.once("close", resolve));
  const ended = new Promise<{ code: number | null }>((resolve) => {
    child.once("error", (error) => {
      complaints += String(error);
      resolve({ code: null });
    });
    child.once("close", (code) => void heardAll.then(() => resolve({ code })));
  });
  return {
    say: (line) => void child.stdin?.write(`${line}\n`),
    hush: () => child.stdin?.end(),
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    ended,
    complaints: () => complaints,
  };
};
