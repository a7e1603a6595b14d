/**
 * Structured logs, one JSON line each, to standard error (standard output has only the line "ready"). Credentials are taken
 * out at whatever depth they hide. Rotation belongs to whoever collects the stream.
 */
import { type Logger, pino } from "pino";
import type { LogLevel } from "./config.ts";

export type Log = Pick<Logger, "debug" | "info" | "warn" | "error" | "fatal">;

const secrets = [
  "authorization",
  "cookie",
  "password",
  "token",
  "accessToken",
  "refreshToken",
  "code",
  "secret",
];
const paths = secrets.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]);

export const createLog = (level: LogLevel): Log =>
  pino(
    {
      level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      // The code of a fault of Postgres or Node is no secret, and needed.
      redact: {
        paths: paths.filter((path) => path !== "*.code" && path !== "*.*.code"),
        censor: "[redacted]",
      },
    },
    pino.destination({ dest: 2, sync: true }),
  );
