/** The hub's settings, all from the environment. docs/hub.md names and explains them. */
import { resolve } from "node:path";
import { StartError } from "./start-error.ts";

const logLevels = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export type HubConfig = {
  host: string;
  /** 0 takes a free one. */
  port: number;
  /** null: an embedded Postgres under `dataDir`. */
  databaseUrl: string | null;
  /** A replica for reports; null: they are read from the main database. */
  databaseReadUrl: string | null;
  /** null: made at first start and kept in `dataDir`. Several nodes must share one. */
  jwtSecret: string | null;
  dataDir: string;
  demo: boolean;
  logLevel: LogLevel;
  corsOrigins: string[];
  /** Bearer that `/metrics` asks of everybody who does not call from this very machine. */
  metricsToken: string | null;
  maxLoginAttempts: number;
  /** Behind a proxy of ours: the caller's address is the last of X-Forwarded-For. */
  trustProxy: boolean;
};

type Environment = Record<string, string | undefined>;

/** Throws StartError naming the variable that cannot be used. */
export const readConfig = (env: Environment): HubConfig => {
  const demo = flag(env, "DEMO");
  return {
    host: text(env, "HOST") ?? (demo ? "127.0.0.1" : "0.0.0.0"),
    port: wholeNumber(env, "PORT", 4000, 0, 65_535),
    databaseUrl: databaseUrl(env, "DATABASE_URL"),
    databaseReadUrl: databaseUrl(env, "DATABASE_READ_URL"),
    jwtSecret: secret(env, "JWT_SECRET"),
    dataDir: resolve(text(env, "DATA_DIR") ?? "data/hub"),
    demo,
    logLevel: logLevel(env),
    corsOrigins: (text(env, "CORS_ORIGINS") ?? "")
      .split(",")
      .map((origin) => origin.trim())
      .filter(Boolean),
    metricsToken: text(env, "METRICS_TOKEN"),
    maxLoginAttempts: wholeNumber(env, "MAX_LOGIN_ATTEMPTS", 5, 1, 100),
    trustProxy: flag(env, "TRUST_PROXY"),
  };
};

const text = (env: Environment, name: string): string | null => env[name]?.trim() || null;

function flag(env: Environment, name: string): boolean {
  const value = text(env, name)?.toLowerCase() ?? "0";
  if (["1", "true", "yes"].includes(value)) return true;
  if (["0", "false", "no"].includes(value)) return false;
  throw new StartError(`${name} is "${value}": set it to 1 or 0.`);
}

function wholeNumber(env: Environment, name: string, fallback: number, min: number, max: number): number {
  const value = text(env, name);
  if (value === null) return fallback;
  const number = Number(value);
  if (Number.isInteger(number) && number >= min && number <= max) return number;
  throw new StartError(`${name} is "${value}": set it to a whole number from ${min} to ${max}.`);
}

function databaseUrl(env: Environment, name: string): string | null {
  const value = text(env, name);
  if (value === null || /^postgres(ql)?:\/\/./.test(value)) return value;
  throw new StartError(
    `${name} is no Postgres address: set it to postgres://user:password@host:5432/database.`,
  );
}

function secret(env: Environment, name: string): string | null {
  const value = text(env, name);
  if (value === null || value.length >= 32) return value;
  throw new StartError(`${name} is shorter than 32 characters: set a longer random one, or leave it out.`);
}

function logLevel(env: Environment): LogLevel {
  const value = text(env, "LOG_LEVEL") ?? "info";
  const level = logLevels.find((name) => name === value);
  if (level) return level;
  throw new StartError(`LOG_LEVEL is "${value}": set it to one of ${logLevels.join(", ")}.`);
}
