/**
 * The frames of one wake-up that a socket gets, as a path in a tree that all sockets share. Sockets that get the same frames arrive at
 * the same node, so their bytes are put together once and each socket costs one write, however many frames it gets.
 */
import { innerParcel, lastParcel, type Parcel, type Told } from "./frame.ts";

export type Bundle = {
  told: Told | null;
  before: Bundle | null;
  after: Map<Told, Bundle>;
  parcel: Parcel | null;
};

export const emptyBundle = (): Bundle => ({ told: null, before: null, after: new Map(), parcel: null });

/** The bundle with one more frame; frames are added in ascending seq. */
export const withFrame = (bundle: Bundle, told: Told): Bundle => {
  const known = bundle.after.get(told);
  if (known) return known;
  const next: Bundle = { told, before: bundle, after: new Map(), parcel: null };
  bundle.after.set(told, next);
  return next;
};

const joined = (parcels: readonly Parcel[]): Parcel => ({
  raw: Buffer.concat(parcels.map(({ raw }) => raw)),
  said: parcels.flatMap(({ said }) => said),
});

/** All frames in order; the last one of each seq says that it is. */
export const bundleParcel = (bundle: Bundle): Parcel => {
  if (bundle.parcel) return bundle.parcel;
  const parts: Parcel[] = [];
  let seqAfter = -1;
  for (let node: Bundle | null = bundle; node?.told; node = node.before) {
    parts.push(node.told.seq === seqAfter ? innerParcel(node.told) : lastParcel(node.told));
    seqAfter = node.told.seq;
  }
  const [only] = parts;
  bundle.parcel = parts.length === 1 && only ? only : joined(parts.reverse());
  return bundle.parcel;
};
