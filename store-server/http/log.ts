/**
 * Structured logs, one JSON line each, with what must not be read taken out: credentials, PINs, tokens, whatever depth they hide
 * at. Rotation belongs to whoever collects the stream (the journal of systemd, a file with a limit).
 */
import { type DestinationStream, pino } from "pino";

/** What the modules write to. Details first, then a sentence. */
export type Log = {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
  /** Whether debug lines go anywhere, so that a hot path need not make them. */
  isDebug(): boolean;
};

export type LogOptions = {
  /** "trace" … "fatal" or "silent" */
  level: string;
  /** Where lines go; standard output when not given. */
  destination?: DestinationStream;
};

const secrets = [
  "authorization",
  "x-device-token",
  "x-approval",
  "cookie",
  "password",
  "pin",
  "token",
  "accessToken",
  "refreshToken",
  "deviceToken",
  "approvalToken",
  "pairingCode",
  "code_hash",
  "secret",
  "jwtSecret",
];
const anyDepth = (name: string): string[] => {
  const key = name.includes("-") ? `["${name}"]` : name;
  return [key, `*.${key}`, `*.*.${key}`, `*.*.*.${key}`].map((path) => path.replaceAll(".[", "["));
};

export const createLog = (options: LogOptions): Log => {
  const logger = pino(
    {
      level: options.level,
      base: null,
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: secrets.flatMap(anyDepth), censor: "[redacted]" },
    },
    options.destination ?? pino.destination({ dest: 1, sync: true }),
  );
  return {
    debug: (details, message) => logger.debug(details, message),
    info: (details, message) => logger.info(details, message),
    warn: (details, message) => logger.warn(details, message),
    error: (details, message) => logger.error(details, message),
    isDebug: () => logger.isLevelEnabled("debug"),
  };
};

/** For tests and for whoever wants none. */
export const silentLog: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  isDebug: () => false,
};
