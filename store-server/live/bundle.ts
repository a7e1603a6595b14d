/**
 * The frames of one wake-up that a socket gets, as a path in a tree that all sockets share. Sockets that get the same frames arrive at
 * the same node, so their bytes are put together once and each socket costs one write, however many frames it gets.
 */
import { innerBytes, lastBytes, type Told } from "./frame.ts";

export type Bundle = {
  told: Told | null;
  before: Bundle | null;
  after: Map<Told, Bundle>;
  bytes: Buffer | null;
};

export const emptyBundle = (): Bundle => ({ told: null, before: null, after: new Map(), bytes: null });

/** The bundle with one more frame; frames are added in ascending seq. */
export const withFrame = (bundle: Bundle, told: Told): Bundle => {
  const known = bundle.after.get(told);
  if (known) return known;
  const next: Bundle = { told, before: bundle, after: new Map(), bytes: null };
  bundle.after.set(told, next);
  return next;
};

/** All frames in order; the last one of each seq says that it is. */
export const bundleBytes = (bundle: Bundle): Buffer => {
  if (bundle.bytes) return bundle.bytes;
  const parts: Buffer[] = [];
  let seqAfter = -1;
  for (let node: Bundle | null = bundle; node?.told; node = node.before) {
    parts.push(node.told.seq === seqAfter ? innerBytes(node.told) : lastBytes(node.told));
    seqAfter = node.told.seq;
  }
  const [only] = parts;
  bundle.bytes = parts.length === 1 && only ? only : Buffer.concat(parts.reverse());
  return bundle.bytes;
};
