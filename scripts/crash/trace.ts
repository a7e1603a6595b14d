/** Reads what `record-writes.c` recorded. */
import { readFileSync } from "node:fs";

export type Operation =
  | { kind: "open"; file: number; name: string; fresh: boolean }
  | { kind: "unlink"; name: string }
  | { kind: "write"; file: number; offset: number; bytes: Buffer }
  | { kind: "truncate"; file: number; size: number }
  | { kind: "sync"; file: number }
  | { kind: "sync-folder" };

const headBytes = 24;

/** All operations in the order they happened. Throws for a kind that it does not know. */
export const readTrace = (path: string): Operation[] => {
  const trace = readFileSync(path);
  const operations: Operation[] = [];
  let at = 0;
  while (at + headBytes <= trace.length) {
    const kind = String.fromCharCode(trace.readUInt32LE(at));
    const payload = "OUW".includes(kind) ? Number(trace.readBigUInt64LE(at + 16)) : 0;
    operations.push(operationOf(kind, trace.subarray(at, at + headBytes + payload)));
    at += headBytes + payload;
  }
  return operations;
};

const operationOf = (kind: string, record: Buffer): Operation => {
  const file = record.readUInt32LE(4);
  const offset = Number(record.readBigUInt64LE(8));
  const bytes = record.subarray(headBytes);
  if (kind === "O") return { kind: "open", file, name: bytes.toString(), fresh: offset === 1 };
  if (kind === "U") return { kind: "unlink", name: bytes.toString() };
  if (kind === "W") return { kind: "write", file, offset, bytes };
  if (kind === "T") return { kind: "truncate", file, size: offset };
  if (kind === "S") return { kind: "sync", file };
  if (kind === "D") return { kind: "sync-folder" };
  throw new Error(`the trace has a record of kind ${kind}`);
};
