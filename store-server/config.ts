/** What the environment says to the box, checked once at start. Everything has a default that works in a shop. */

import { join } from "node:path";
import { issueWords } from "@tillbox/shared/issue-words.ts";
import { z } from "zod";
import { StartupError } from "./kernel/database.ts";
import type { Switch } from "./kernel/switches.ts";

const truth = (initial: boolean) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined || text === "") return initial;
      if (/^(1|true|yes|on)$/i.test(text)) return true;
      if (/^(0|false|no|off)$/i.test(text)) return false;
      context.addIssue({ code: "custom", message: "must be true or false" });
      return z.NEVER;
    });
const whole = (initial: number, min: number, max: number) =>
  z.coerce.number().int().min(min).max(max).default(initial);
const port = (initial: number) => whole(initial, 0, 65535);
const portOrOff = (initial: number) =>
  z
    .string()
    .optional()
    .transform((text, context) => {
      if (text === undefined || text === "") return initial;
      if (/^(off|false|no)$/i.test(text)) return null;
      if (/^\d+$/.test(text) && Number(text) <= 65535) return Number(text);
      context.addIssue({ code: "custom", message: "must be a port from 0 to 65535, or off" });
      return z.NEVER;
    });
const list = z
  .string()
  .default("")
  .transform((text) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  );
const secret = z.string().min(32, "must have at least 32 characters").optional();

const Environment = z.object({
  NODE_ENV: z.enum(["development", "production", "test"]).default("production"),
  HOST: z.string().optional(),
  PORT: port(3000),
  HTTPS_PORT: portOrOff(3443),
  DATA_DIR: z.string().min(1).optional(),
  JWT_SECRET: secret,
  CORS_ORIGINS: list,
  HUB_URL: z.url().optional(),
  HUB_ENROLL_CODE: z.string().min(1).max(64).optional(),
  METRICS_TOKEN: z.string().min(8, "must have at least 8 characters").optional(),
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).optional(),
  DEBUG: truth(false),
  DEMO: truth(false),
  RATE_LIMIT_MAX: whole(100, 0, 1_000_000),
  MAX_LOGIN_ATTEMPTS: whole(5, 1, 1000),
  SESSION_TIMEOUT: whole(480, 1, 100_000),
  ENABLE_KIOSK: truth(true),
  ENABLE_ANALYTICS: truth(true),
  ENABLE_NOTIFICATIONS: truth(true),
  ENABLE_OFFLINE_MODE: truth(true),
  ALLOW_LOOPBACK_PRINTERS: truth(false),
});

export type Config = {
  environment: "development" | "production" | "test";
  host: string;
  port: number;
  /** Null: no TLS. */
  httpsPort: number | null;
  /** Folder of the database, secrets, pages and backups. */
  dataDir: string;
  demo: boolean;
  /** Null: made at first start and kept. */
  jwtSecret: string | null;
  corsOrigins: string[];
  hubUrl: string | null;
  hubEnrollCode: string | null;
  metricsToken: string | null;
  logLevel: string;
  rateLimitMax: number;
  maxLoginAttempts: number;
  sessionTimeout_min: number;
  kiosk: boolean;
  analytics: boolean;
  notifications: boolean;
  offlineMode: boolean;
  loopbackPrinters: boolean;
};

/** What is closed to commands, whichever way they come. */
export const closedBy = ({ kiosk }: Pick<Config, "kiosk">): Switch[] => (kiosk ? [] : ["kiosk"]);

/** Settings of a cloud design's file that this box accepts, and what serves instead. */
const superseded: Readonly<Record<string, string>> = {
  DATABASE_URL: "the box keeps its data in one SQLite file under DATA_DIR; Postgres is the hub's",
  REDIS_HOST: "caches live in the process and in tables that the journal keeps current",
  CACHE_TTL: "caches are invalidated by the journal, not by time",
  QUEUE_CONCURRENCY: "each printer has one worker; jobs are rows in the same database",
  BCRYPT_ROUNDS: "passwords and PINs are hashed with argon2id",
};

/** One sentence for each setting that has no effect here. */
export const supersededWarnings = (env: NodeJS.ProcessEnv): string[] =>
  Object.entries(superseded)
    .filter(([name]) => env[name] !== undefined)
    .map(([name, instead]) => `${name} has no effect on the box: ${instead}.`);

/** Reads the environment. Throws `StartupError` that names the variable and what is wrong with it. */
/** A line of `.env` without a value sets nothing. */
const withoutEmpty = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ""));

export const readConfig = (
  env: NodeJS.ProcessEnv,
  defaultDataDir = join(env.TILLBOX_ROOT ?? process.cwd(), "data", "box"),
): Config => {
  const parsed = Environment.safeParse(withoutEmpty(env), { error: issueWords });
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new StartupError(
      `${issue?.path.join(".") ?? "The environment"} ${issue?.message ?? "is not valid"}. Correct it and start again; .env.example explains all settings.`,
    );
  }
  const values = parsed.data;
  return {
    environment: values.NODE_ENV,
    host: values.HOST ?? (values.DEMO ? "127.0.0.1" : "0.0.0.0"),
    port: values.PORT,
    httpsPort: values.HTTPS_PORT,
    dataDir: values.DATA_DIR ?? defaultDataDir,
    demo: values.DEMO,
    jwtSecret: values.JWT_SECRET ?? null,
    corsOrigins: values.CORS_ORIGINS,
    hubUrl: values.HUB_URL ?? null,
    hubEnrollCode: values.HUB_ENROLL_CODE ?? null,
    metricsToken: values.METRICS_TOKEN ?? null,
    logLevel: values.LOG_LEVEL ?? (values.DEBUG ? "debug" : "info"),
    rateLimitMax: values.RATE_LIMIT_MAX,
    maxLoginAttempts: values.MAX_LOGIN_ATTEMPTS,
    sessionTimeout_min: values.SESSION_TIMEOUT,
    kiosk: values.ENABLE_KIOSK,
    analytics: values.ENABLE_ANALYTICS,
    notifications: values.ENABLE_NOTIFICATIONS,
    offlineMode: values.ENABLE_OFFLINE_MODE,
    loopbackPrinters: values.ALLOW_LOOPBACK_PRINTERS || values.DEMO,
  };
};
