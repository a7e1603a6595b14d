/**
 * A disk that loses what was not synced. It takes the operations of a trace one after another; at any moment `cut` says what a power cut
 * there might leave. Of each file that is what was synced, and since then, for every sector of 512 bytes by itself, one of the states it
 * went through: a later sector may be there and an earlier one not. The size is one of the sizes since the sync. Names that were made or
 * removed since the folder was synced come and go in order. A sector is written whole or not at all (SQLite's "powersafe overwrite").
 */

import type { Random } from "./random.ts";
import type { Operation } from "./trace.ts";

const sector = 512;

type Pending = { offset: number; bytes: Buffer } | { truncatedTo: number };
type File = {
  /** What was synced; `bytes` has room to spare. */
  bytes: Buffer;
  size: number;
  pending: Pending[];
};
type Renaming = { name: string; file: File | null };

export type CutDisk = {
  apply(operation: Operation): void;
  /** Names and contents after a cut now. */
  cut(random: Random): Map<string, Buffer>;
};

export const openCutDisk = (): CutDisk => {
  const names = new Map<string, File>();
  let syncedNames = new Map<string, File>();
  let renamings: Renaming[] = [];
  const byDescriptor = new Map<number, File>();

  const rename = (name: string, file: File | null): void => {
    if (file) names.set(name, file);
    else names.delete(name);
    renamings.push({ name, file });
  };
  const fileOf = (descriptor: number): File => {
    const file = byDescriptor.get(descriptor);
    if (!file) throw new Error(`the trace writes to file ${descriptor}, which it never opened`);
    return file;
  };
  const open = (descriptor: number, name: string, fresh: boolean): void => {
    const known = names.get(name);
    const file = known ?? { bytes: Buffer.alloc(0), size: 0, pending: [] };
    if (!known) rename(name, file);
    else if (fresh) file.pending.push({ truncatedTo: 0 });
    byDescriptor.set(descriptor, file);
  };
  const apply = (operation: Operation): void => {
    if (operation.kind === "open") open(operation.file, operation.name, operation.fresh);
    else if (operation.kind === "unlink") rename(operation.name, null);
    else if (operation.kind === "write") fileOf(operation.file).pending.push(operation);
    else if (operation.kind === "truncate")
      fileOf(operation.file).pending.push({ truncatedTo: operation.size });
    else if (operation.kind === "sync") settle(fileOf(operation.file));
    else {
      syncedNames = new Map(names);
      renamings = [];
    }
  };
  const cut = (random: Random): Map<string, Buffer> => {
    const left = new Map(syncedNames);
    for (const { name, file } of renamings.slice(0, random.between(0, renamings.length))) {
      if (file) left.set(name, file);
      else left.delete(name);
    }
    return new Map([...left].map(([name, file]) => [name, leftOf(file, random)]));
  };
  return { apply, cut };
};

const sizeAfter = (size: number, pending: Pending): number =>
  "truncatedTo" in pending ? pending.truncatedTo : Math.max(size, pending.offset + pending.bytes.length);

/** Everything pending reached the disk. */
const settle = (file: File): void => {
  for (const pending of file.pending) {
    const size = sizeAfter(file.size, pending);
    if (size > file.bytes.length) {
      const larger = Buffer.alloc(Math.max(size, file.bytes.length * 2));
      file.bytes.copy(larger, 0, 0, file.size);
      file.bytes = larger;
    }
    if ("truncatedTo" in pending) file.bytes.fill(0, Math.min(size, file.size), Math.max(size, file.size));
    else pending.bytes.copy(file.bytes, pending.offset);
    file.size = size;
  }
  file.pending = [];
};

/** How kind the cut is to one file: everything arrived, nothing, or each sector as chance has it. */
type Mood = "all" | "none" | "random";

const leftOf = (file: File, random: Random): Buffer => {
  const mood: Mood = random.pick(["all", "none", "random", "random", "random"]);
  const sizes = [file.size];
  for (const pending of file.pending) sizes.push(sizeAfter(sizes.at(-1) ?? 0, pending));
  const widest = Math.max(...sizes);
  const image = Buffer.alloc(widest);
  file.bytes.copy(image, 0, 0, file.size);
  const arrived = sectorStates(file.pending, widest, mood, random);
  for (const [index, pending] of file.pending.entries()) applyWhere(image, pending, index, arrived);
  const size = mood === "random" ? random.pick(sizes) : ((mood === "all" ? sizes.at(-1) : sizes[0]) ?? 0);
  return image.subarray(0, size);
};

const sectorsOf = (pending: Pending, widest: number): [from: number, to: number] => {
  if ("truncatedTo" in pending)
    return [Math.floor(pending.truncatedTo / sector), Math.ceil(widest / sector) - 1];
  return [
    Math.floor(pending.offset / sector),
    Math.floor((pending.offset + pending.bytes.length - 1) / sector),
  ];
};

/** For each sector the index of the last pending operation that reached it; -1 for none. */
const sectorStates = (
  pendings: readonly Pending[],
  widest: number,
  mood: Mood,
  random: Random,
): Map<number, number> => {
  const touched = new Map<number, number[]>();
  for (const [index, pending] of pendings.entries()) {
    const [from, to] = sectorsOf(pending, widest);
    for (let at = from; at <= to; at += 1) {
      const known = touched.get(at);
      if (known) known.push(index);
      else touched.set(at, [index]);
    }
  }
  const states = new Map<number, number>();
  for (const [at, indexes] of touched) {
    const reached = { all: indexes.length, none: 0, random: random.between(0, indexes.length) }[mood];
    states.set(at, indexes[reached - 1] ?? -1);
  }
  return states;
};

const applyWhere = (
  image: Buffer,
  pending: Pending,
  index: number,
  arrived: ReadonlyMap<number, number>,
): void => {
  const [from, to] = sectorsOf(pending, image.length);
  for (let at = from; at <= to; at += 1) {
    if ((arrived.get(at) ?? -1) < index) continue;
    const begin = at * sector;
    const end = Math.min(begin + sector, image.length);
    if ("truncatedTo" in pending) image.fill(0, Math.max(begin, pending.truncatedTo), end);
    else {
      const first = Math.max(begin, pending.offset);
      const last = Math.min(end, pending.offset + pending.bytes.length);
      pending.bytes.copy(image, first, first - pending.offset, last - pending.offset);
    }
  }
};
