/**
 * The journal entry as it is stored, sent to the hub and hashed. The chain covers the stored bytes, header included:
 * hash(n) = SHA-256(hash(n-1) as 32 bytes, bytes(n) as UTF-8); hash(0) is 32 zero bytes at the start of an epoch 1,
 * and the head of the older epoch at the start of a later one. `bytes` is one line of JSON without line breaks.
 */
export type JournalEntry = {
  store: string;
  epoch: number;
  seq: number;
  /** Box time, RFC 3339 UTC with milliseconds; never runs backwards. */
  at: string;
  entity: string;
  id: string;
  /** The version of the entity that this entry builds on; 0 for its first. */
  base: number;
  type: string;
  v: number;
  actor: string | null;
  device: string | null;
  deviceAt: string | null;
  command: string;
  /** Who approved what the actor alone might not do; absent where nobody had to. */
  approvedBy?: string;
  /** Who sent what the actor had tapped and could not send any more; absent where they did it themselves. */
  sentBy?: string;
  data: Record<string, unknown>;
};

export const genesisHash = "0".repeat(64);
