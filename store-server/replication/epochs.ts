/** Asks the hub where it stands, and opens an epoch there that is new to it. */
import type { Kernel } from "../kernel/kernel.ts";
import { forkOf } from "./batch.ts";
import type { HubClient } from "./hub-client.ts";
import type { Patience } from "./patience.ts";
import type { Position } from "./position.ts";
import { fenced, refusedBy, Stuck } from "./stuck.ts";
import type { Link } from "./types.ts";

export type EpochParts = {
  kernel: Kernel;
  client: HubClient;
  link: Link;
  position: Position;
  patience: Patience;
};

/** True when the position is the hub's now; false when it waited and should be asked again. Throws `Stuck`. */
export const openEpoch = async (parts: EpochParts, epoch: number): Promise<boolean> => {
  const { kernel, client, link, position, patience } = parts;
  const fork = epoch > 1 ? forkOf(kernel.db, epoch, kernel.headSeq()) : null;
  const reply = await client.openEpoch(link.hubUrl, link.token, { epoch, ...fork });
  if (reply.kind === "away") {
    await patience.wait(reply.message, reply.retryAfter_ms);
    return false;
  }
  if (reply.kind === "ok") {
    position.standAt(reply.value.ackedSeq);
    return true;
  }
  if (reply.kind !== "conflict") throw refusedBy(reply);
  if (reply.epoch !== undefined && reply.epoch > kernel.epoch) throw fenced(reply.epoch, kernel.epoch);
  // It does not hold the entry before the fork: what is missing of the older epoch comes first.
  const isMissing = reply.ackedSeq !== undefined && fork !== null && reply.ackedSeq < fork.fromSeq - 1;
  if (!isMissing) throw new Stuck(`The hub holds another history of this store: ${reply.message}`);
  position.standAt(reply.ackedSeq ?? 0);
  return true;
};
