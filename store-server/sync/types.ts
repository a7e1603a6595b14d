/** What sync is given, so that it knows no other module. */
export type Log = Record<"debug" | "info" | "warn" | "error", (details: object, message: string) => void>;

export type SyncMetrics = {
  /** One call of a device that synchronises. */
  syncOperation(operation: string): void;
};
