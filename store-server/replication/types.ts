/** What replication is given, so that it knows no other module. */
export type Log = Record<"debug" | "info" | "warn" | "error", (details: object, message: string) => void>;

/** Keeps the hub's token where only the box's own user can read it. */
export type Secrets = { read(name: string): string | null; write(name: string, value: string | null): void };

/** Who the store says it is when it enrols. */
export type StoreFacts = { storeName: string; currency: string; timeZone: string };

/** The hub that this store belongs to. */
export type Link = { hubUrl: string; token: string; organisation: string };

export type ReplicationConfig = {
  batchEntries: number;
  /** Uncompressed. */
  batch_bytes: number;
  inFlight: number;
  /** Waits a little after a commit, so that commits close together travel together. */
  linger_ms: number;
  timeout_ms: number;
  /** The first wait while the hub is away; it doubles up to the cap, and half of it is left to chance. */
  backOff_ms: number;
  backOffCap_ms: number;
  /** Between two writes of the cursor; what is lost of it is only sent twice. */
  cursorEvery_ms: number;
};

export const replicationDefaults: ReplicationConfig = {
  batchEntries: 500,
  batch_bytes: 1024 * 1024,
  inFlight: 2,
  linger_ms: 50,
  timeout_ms: 30_000,
  backOff_ms: 500,
  backOffCap_ms: 60_000,
  cursorEvery_ms: 5000,
};
