/** What the live hub is given, so that it knows no other module. */
import { isLoopback } from "@tillbox/shared/address.ts";
import type { ClientFrame } from "@tillbox/shared/protocol/live.ts";
import type { DeviceType, Listener } from "@tillbox/shared/protocol/rooms.ts";
import type { Refusal } from "@tillbox/shared/refusal.ts";
import type { Actor } from "../kernel/types.ts";

export type Log = Record<"debug" | "info" | "warn" | "error", (details: object, message: string) => void>;

export type LiveMetrics = {
  /** register, heartbeat, resume or reset. */
  syncOperation(operation: string): void;
};

export type RegisterData = Extract<ClientFrame, { event: "device:register" }>["data"];
export type RegisterRequest = RegisterData & { address: string };
export type Registration = {
  device: { id: string; type: DeviceType; name: string; capabilities: Record<string, unknown> };
  /** Only where this call paired the device. */
  deviceToken?: string;
  actor: Actor;
  /** What the person may do; empty for a device alone. What the device may hear by itself is added. */
  permissions: ReadonlySet<string>;
  /** Milliseconds since the epoch at which the person's token ends; then only the device's own rooms stay. */
  personUntil?: number;
  /** False once the person signed out, or their session was ended; asked whenever that may have happened. */
  isSignedIn?(): boolean;
  /** False once the device was paired anew, or may do other things; asked whenever that may have happened. */
  isCurrent?(): boolean;
};
/** Proves a device, and a person where there is one. Says no by a `Refusal`, returned or thrown. */
export type Authenticate = (request: RegisterRequest) => Promise<Registration | Refusal>;

/** A page of `sync:changes`, ready as JSON text. */
export type ChangePage = { changes: string; syncVersion: number; hasMore: boolean };
/** Changes after `since`, up to `until`, that somebody in one of these rooms may see. */
export type ReadChanges = (
  since: number,
  until: number,
  hears: (rooms: readonly string[]) => boolean,
) => ChangePage;

export type LiveConfig = {
  heartbeatSeconds: number;
  /** Time to register. */
  register_ms: number;
  /** Bytes waiting in a socket from which on it gets coalesced views from its own cursor. */
  soft_bytes: number;
  /** Bytes waiting in a socket at which it is closed with 4408. */
  hard_bytes: number;
  /** A socket that takes nothing for this long is closed with 4408. */
  stall_ms: number;
  /** Entries that can be resumed. */
  window: number;
  /** Limits of one page of the journal. */
  page_entries: number;
  page_bytes: number;
  maxConnections: number;
  /** Sockets that have not registered yet, of addresses where no device ever did. */
  maxWaiting: number;
  /** The same of one address, wherever it is. */
  maxWaitingOfOne: number;
  /** The same of one network of IPv6 (/64), where a single machine has as many addresses as it likes. */
  maxWaitingOfNetwork: number;
  /** Sockets of one device; the oldest gives way. */
  maxPerDevice: number;
  framesPerSecond: number;
  /** A device that is away for less than this is told to nobody as gone; nor is it told more often than that. */
  settle_ms: number;
  /** Whether an address is this machine's own: whoever comes from here is bounded by `maxWaiting` alone. */
  isHere(address: string): boolean;
  /** Whether a browser's page of this origin may connect. Clients that are no browsers send none. */
  allowOrigin(origin: string, host: string | undefined): boolean;
};

const sameHost = (origin: string, host: string | undefined): boolean =>
  URL.canParse(origin) && new URL(origin).host === host;

export const liveDefaults: LiveConfig = {
  heartbeatSeconds: 25,
  register_ms: 5000,
  soft_bytes: 256 * 1024,
  hard_bytes: 2 * 1024 * 1024,
  stall_ms: 15_000,
  window: 100_000,
  page_entries: 500,
  page_bytes: 256 * 1024,
  maxConnections: 2000,
  maxWaiting: 256,
  maxWaitingOfOne: 8,
  maxWaitingOfNetwork: 64,
  maxPerDevice: 4,
  framesPerSecond: 30,
  settle_ms: 3000,
  isHere: isLoopback,
  allowOrigin: sameHost,
};

export type { Listener };
