/** Files that are either whole and on disk, or not there: written aside, synced, renamed, the folder synced too. */
import { createHash } from "node:crypto";
import { closeSync, createReadStream, createWriteStream, fsyncSync, openSync, renameSync } from "node:fs";
import { dirname } from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { constants, createZstdCompress, createZstdDecompress } from "node:zlib";

const zstd = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } };

export const syncFile = (path: string): void => {
  const descriptor = openSync(path, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
};

/** Some file systems of sticks cannot sync a folder; there the rename is all there is. */
export const syncFolder = (path: string): void => {
  try {
    syncFile(path);
  } catch (error) {
    if (
      !(error instanceof Error) ||
      !("code" in error) ||
      !/^(EINVAL|EISDIR|ENOTSUP)$/.test(String(error.code))
    )
      throw error;
  }
};

/** Puts a finished file in its place. */
export const placeFile = (from: string, to: string): void => {
  syncFile(from);
  renameSync(from, to);
  syncFolder(dirname(to));
};

/** Compresses a file that nobody writes; returns the SHA-256 of what was in it. */
export const compressFile = async (from: string, to: string): Promise<string> => {
  const { tap, digest } = hashing();
  await pipeline(createReadStream(from), tap, createZstdCompress(zstd), writing(to));
  return digest();
};

/** Unpacks what `compressFile` made; returns the SHA-256 of what came out. `to` null only reads. */
export const expandFile = async (from: string, to: string | null): Promise<string> => {
  const { tap, digest } = hashing();
  const source = [createReadStream(from), createZstdDecompress(), tap] as const;
  await (to === null ? pipeline(...source, nowhere) : pipeline(...source, writing(to)));
  return digest();
};

const writing = (path: string) => createWriteStream(path, { flags: "wx", mode: 0o600 });

const nowhere = async (chunks: AsyncIterable<unknown>): Promise<void> => {
  for await (const _ of chunks) continue;
};

const hashing = () => {
  const hash = createHash("sha256");
  const tap = new Transform({
    transform: (chunk: Buffer, _, done) => {
      hash.update(chunk);
      done(null, chunk);
    },
  });
  return { tap, digest: () => hash.digest("hex") };
};
