/**
 * TLS on the LAN, beside plain HTTP: the same box on a second port, with a certificate of the box's own authority. It looks at addresses
 * and dates on a slow timer, because nothing tells a program of them, and changes the certificate under open connections. Whatever
 * fails here (a port that is taken, a certificate that cannot be made) is said and tried again; it never keeps the box from selling.
 */
import { networkInterfaces } from "node:os";
import { type Certificates, openCertificates } from "./certificates.ts";
import { type Interfaces, reachedOf } from "./reached.ts";
import type { CertificateFacts, Log, Pair, Reached, Vault } from "./types.ts";

/** The second port, as `server.ts` opens it. */
export type Door = {
  listen(host: string, port: number): Promise<string>;
  /** New connections get this certificate; open ones keep theirs. */
  show(pair: Pair): void;
  close(): Promise<void>;
};
export type TlsState = {
  /** off: not wanted. starting: not asked to serve yet. problem: not served; `reason` says why. */
  state: "serving" | "starting" | "off" | "problem";
  /** The port that it serves on, or would. */
  port: number | null;
  /** Trust this once, for good. */
  authority: CertificateFacts | null;
  /** What is shown now. */
  certificate: (CertificateFacts & Reached) | null;
  reason?: string;
};
export type TlsOptions = {
  /** Null: no TLS. 0: any free port. */
  port: number | null;
  host: string;
  storeId: string;
  /** `tillbox-….local`, as it is announced. */
  name: string;
  vault: Vault;
  log: Log;
  wall?: (() => number) | undefined;
  interfaces?(): Interfaces;
  look_ms?: number;
  /** Told when what is served changed: the port, the certificate, or whether it is served at all. */
  onChange?(): void;
};
export type Tls = {
  state(): TlsState;
  check(): { status: "ok" | "degraded" } & TlsState;
  /** The authority's certificate, PEM; null until it was made. */
  authority(): string | null;
  /** For those who look for the box: whole fingerprints; undefined while it is not served. */
  announced(): { port: number; fingerprint: string; authority: string } | undefined;
  /** Begins to serve through this door; resolves when it does, or when it is known why not. Never rejects. */
  serve(open: (pair: Pair) => Door): Promise<void>;
  /** Looks for changes now; resolves when the certificate was changed, if it had to be. */
  refresh(): Promise<void>;
  stop(): Promise<void>;
};

const look_ms = 5000;
/** After a certificate could not be made: the cause (a full disk) does not go within seconds, and every attempt costs a thread. */
const rest_ms = 60_000;
const off = "TLS is switched off by HTTPS_PORT=off.";

type Serving = { door: Door; port: number };
type Standing = { serving: Serving | null; reason: string | null; log: Log };

/** Says each reason once. */
const fail = (standing: Standing, reason: string): void => {
  if (standing.reason !== reason)
    standing.log.warn({ reason }, "the box is not reached by TLS; it tries again");
  standing.reason = reason;
};

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The leaf first: a device that trusts the authority needs nothing else, and one that compares it sees it. */
const chainOf = (certificates: Certificates): Pair | null => {
  const issued = certificates.current();
  return issued && { cert: `${issued.leaf.cert}${issued.authority.cert}`, key: issued.leaf.key };
};

const stateOf = ({ port }: TlsOptions, certificates: Certificates, standing: Standing): TlsState => {
  const known = { authority: certificates.authority(), certificate: certificates.leaf() };
  if (port === null) return { state: "off", port: null, authority: null, certificate: null, reason: off };
  const reason = standing.reason === null ? {} : { reason: standing.reason };
  if (standing.serving) return { state: "serving", port: standing.serving.port, ...known, ...reason };
  return { state: standing.reason === null ? "starting" : "problem", port, ...known, ...reason };
};

const open = async (
  { host, port }: TlsOptions,
  pair: Pair,
  openDoor: (pair: Pair) => Door,
): Promise<Serving> => {
  const door = openDoor(pair);
  try {
    return { door, port: Number(new URL(await door.listen(host, port ?? 0)).port) };
  } catch (error) {
    await door.close();
    throw error;
  }
};

const certificatesOf = (options: TlsOptions): Certificates => {
  const { vault, host, name, storeId, interfaces = networkInterfaces, wall = Date.now } = options;
  return openCertificates({
    vault,
    wall,
    label: `Tillbox ${storeId.replace(/[^A-Za-z0-9]/g, "").slice(-12)}`,
    reached: () => {
      const { names, addresses } = reachedOf({ name, host, interfaces: interfaces() });
      return { names, addresses };
    },
  });
};

/** Renewing, with a rest after it failed. */
const openRenewal = (certificates: Certificates) => {
  let restsUntil = 0;
  const rests = (): boolean => performance.now() < restsUntil;
  return {
    rests,
    /** True when another certificate is to be shown. */
    run: async (): Promise<boolean> => {
      if (rests()) return false;
      try {
        return await certificates.refresh();
      } catch (cause) {
        restsUntil = performance.now() + rest_ms;
        throw new Error(
          `The certificate could not be made (${reasonOf(cause)}). It is tried again in a minute.`,
          { cause },
        );
      }
    },
  };
};

/** Makes the certificate at once, beside whatever else the box does at its start; serves when it is told how. */
export const startTls = (options: TlsOptions): Tls => {
  const { port, log, onChange = () => undefined } = options;
  const certificates = certificatesOf(options);
  const standing: Standing = { serving: null, reason: null, log };
  let openDoor: ((pair: Pair) => Door) | null = null;
  let isStopped = false;

  const renewal = openRenewal(certificates);
  const look = async (): Promise<void> => {
    if (isStopped || port === null) return;
    try {
      const isNew = await renewal.run();
      const pair = chainOf(certificates);
      if (!pair || !openDoor || isStopped) return;
      const { serving } = standing;
      if (serving && isNew) serving.door.show(pair);
      if (!serving) standing.serving = await open(options, pair, openDoor);
      if (!renewal.rests()) standing.reason = null;
      if (isNew || !serving) {
        const told = { ...certificates.leaf(), authority: certificates.authority()?.fingerprint };
        log.info({ port: standing.serving?.port, ...told }, "the box is reached by TLS");
        onChange();
      }
    } catch (error) {
      fail(standing, reasonOf(error));
    }
  };
  let turn: Promise<void> = look();
  const refresh = (): Promise<void> => {
    turn = turn.then(look);
    return turn;
  };
  const timer = setInterval(() => void refresh(), options.look_ms ?? look_ms);
  const state = (): TlsState => stateOf(options, certificates, standing);
  return {
    state,
    check: () => {
      const now = state();
      const isWell = now.state === "off" || now.reason === undefined;
      return { status: isWell ? "ok" : "degraded", ...now };
    },
    authority: () => (port === null ? null : (certificates.current()?.authority.cert ?? null)),
    announced: () => {
      const [leaf, authority] = [certificates.leaf(), certificates.authority()];
      if (!standing.serving || !leaf || !authority) return undefined;
      return {
        port: standing.serving.port,
        fingerprint: leaf.fingerprint,
        authority: authority.fingerprint,
      };
    },
    serve: (how) => {
      openDoor = how;
      return refresh();
    },
    refresh,
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      await turn;
      await standing.serving?.door.close();
    },
  };
};
