/**
 * Libraries that are put before libc (`LD_PRELOAD`) to watch, slow down or break what a process writes. They are compiled from the C
 * beside this file at first use and kept in the temporary folder under the hash of their source. Only for Linux with a C compiler.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

export const preloads = ["record-writes", "fail-disk", "slow-fsync"] as const;
export type Preload = (typeof preloads)[number];

export type CompileOptions = {
  /** Where compiled libraries are kept. */
  folder?: string;
  compiler?: string;
};

/** There is no way to compile here; the message says what to install. */
export class NoCompilerError extends Error {
  constructor(reason: string) {
    super(`This proof needs Linux and a C compiler (${reason}). Install one: apt-get install gcc libc6-dev`);
    this.name = "NoCompilerError";
  }
}

const ownFolder = (): string => join(tmpdir(), `tillbox-preload-${userInfo().uid}`);

/** Path of the compiled library. Throws `NoCompilerError` where it cannot be made. */
export const compilePreload = (name: Preload, options: CompileOptions = {}): string => {
  const { folder = ownFolder(), compiler = process.env["CC"] ?? "cc" } = options;
  if (process.platform !== "linux") throw new NoCompilerError(`this is ${process.platform}`);
  const source = join(import.meta.dirname, `${name}.c`);
  const hash = createHash("sha256").update(readFileSync(source)).update(process.arch).digest("hex");
  const library = join(folder, `${name}-${hash.slice(0, 16)}.so`);
  if (existsSync(library)) return library;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const partial = `${library}.${process.pid}`;
  const flags = ["-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", partial, source, "-ldl", "-lpthread"];
  const done = spawnSync(compiler, flags, { encoding: "utf8" });
  if (done.error) throw new NoCompilerError(`${compiler}: ${done.error.message}`);
  if (done.status !== 0) throw new NoCompilerError(`${compiler} failed: ${done.stderr.trim()}`);
  renameSync(partial, library);
  return library;
};

/** The environment of a process with the library before libc. */
export const preloadEnvironment = (name: Preload, settings: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  ...settings,
  LD_PRELOAD: [compilePreload(name), process.env["LD_PRELOAD"]].filter(Boolean).join(":"),
});

/** For a process whose fsync takes `delay_ms` longer. */
export const slowFsyncEnvironment = (delay_ms: number): NodeJS.ProcessEnv =>
  preloadEnvironment("slow-fsync", { SLOW_FSYNC_US: String(Math.round(delay_ms * 1000)) });
