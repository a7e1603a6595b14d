/** The identity of a change: the id that the device made, or the hash of what it says. */
import { createHash } from "node:crypto";
import type { SyncChange } from "@tillbox/shared/protocol/sync.ts";

/** JSON with the keys of every object in order, so that the same change has the same text however it was written. */
const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, item: unknown) =>
    typeof item === "object" && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );

export const hashOf = (value: unknown): string => createHash("sha256").update(canonical(value)).digest("hex");

export type Identified = { changeId: string; fingerprint: string };

/** `fingerprint` tells another change under the same id from a repeated one. */
export const identify = ({
  changeId,
  approvalToken: _approval,
  attended: _attended,
  epoch: _epoch,
  onBehalfOf: _person,
  ...change
}: SyncChange): Identified => {
  const fingerprint = hashOf(change);
  return { changeId: changeId ?? fingerprint, fingerprint };
};
