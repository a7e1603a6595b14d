/**
 * Whose drawer the cash is in. Each person's taps go in a call of their own, but what goes into a drawer and what is done with the
 * drawer keep their order over all people of a device: who counts it after a colleague's sale must not be told of it before the sale,
 * and cash that was taken after it was opened is not to arrive before. Whoever's taps cannot be sent now (nobody has their word) holds
 * up no other.
 */
import type { Entry } from "./tap.ts";

const isOfDrawer = ({ change }: Entry): boolean => change?.entityType === "drawer";
const moves = new Set(["pay", "sell", "refund", "void-payment", "exchange"]);
const movesCash = ({ change, taken }: Entry): boolean =>
  taken !== undefined || (change?.entityType === "order" && moves.has(change.action));

/** Whose turn it is, and where. */
export type Sending = {
  id: string | null;
  storeId?: string | undefined;
  canSend(actorId: string | null): boolean;
};

/** The keys of a person's taps that wait for another's. */
export const waitingForOthers = (
  entries: readonly Entry[],
  { id: actorId, storeId, canSend }: Sending,
): ReadonlySet<string> => {
  const waiting = new Set<string>();
  const stuck = new Set<string>();
  let [hasCash, hasDrawer] = [false, false];
  for (const entry of entries) {
    if (entry.state === "refused") continue;
    const isHere = entry.storeId === undefined || entry.storeId === storeId;
    if (!isHere || !canSend(entry.actorId)) stuck.add(entry.chain);
    const [ofDrawer, ofCash] = [isOfDrawer(entry), movesCash(entry)];
    if (entry.actorId === actorId) {
      if ((ofDrawer && hasCash) || (ofCash && hasDrawer)) waiting.add(entry.key);
    } else if (entry.change !== null && !stuck.has(entry.chain)) {
      hasCash ||= ofCash;
      hasDrawer ||= ofDrawer;
    }
  }
  return waiting;
};
