/** What sync is given, so that it knows no other module. */
export type Log = Record<"debug" | "info" | "warn" | "error", (details: object, message: string) => void>;

export type SyncMetrics = {
  /** One change of a device, by what became of it. */
  operation(result: "applied" | "merged" | "duplicate" | "conflict" | "rejected"): void;
};
