import { expect, test } from "vitest";
import { openCutDisk } from "./cut-disk.ts";
import { type Random, randomFrom } from "./random.ts";
import type { Operation } from "./trace.ts";

const write = (file: number, offset: number, fill: number, length: number): Operation => ({
  kind: "write",
  file,
  offset,
  bytes: Buffer.alloc(length, fill),
});
const begin: Operation[] = [{ kind: "open", file: 1, name: "a", fresh: true }, { kind: "sync-folder" }];
const sync: Operation = { kind: "sync", file: 1 };
const after = (operations: Operation[]) => {
  const disk = openCutDisk();
  for (const operation of operations) disk.apply(operation);
  return disk;
};
/** Every content that 500 cuts left of file "a". */
const outcomes = (operations: Operation[], random: Random = randomFrom(1)): Set<string> => {
  const disk = after(operations);
  const texts = Array.from({ length: 500 }, () => disk.cut(random).get("a")?.toString("latin1") ?? "none");
  return new Set(texts.map((text) => text.replace(/(.)\1{511}/gs, "$1")));
};

test("what was synced is always there, whole", () => {
  expect(outcomes([...begin, write(1, 0, 65, 1024), write(1, 0, 66, 512), sync])).toEqual(new Set(["BA"]));
});

test("each sector that was not synced is as it was or as it became, by itself", () => {
  const unsynced = outcomes([...begin, write(1, 0, 65, 1024), sync, write(1, 0, 66, 1024)]);
  expect(unsynced).toEqual(new Set(["AA", "AB", "BA", "BB"]));
});

test("a sector written twice is left in any of its states, never in one that it did not go through", () => {
  const twice = [...begin, write(1, 0, 65, 512), sync, write(1, 0, 66, 256), write(1, 0, 67, 512)];
  const seen = outcomes(twice);
  expect(seen).toEqual(new Set(["A", `${"B".repeat(256)}${"A".repeat(256)}`, "C"]));
});

test("a file that grew may have any of its sizes, with holes where sectors are missing", () => {
  const seen = outcomes([
    ...begin,
    write(1, 0, 65, 512),
    sync,
    write(1, 512, 66, 512),
    write(1, 1024, 67, 512),
  ]);
  expect([...seen].map((text) => text.replaceAll("\0", "-")).sort()).toEqual([
    "A",
    "A-",
    "A--",
    "A-C",
    "AB",
    "AB-",
    "ABC",
  ]);
});

test("a truncation that was not synced may or may not have happened", () => {
  const truncated: Operation[] = [
    ...begin,
    write(1, 0, 65, 1024),
    sync,
    { kind: "truncate", file: 1, size: 512 },
  ];
  const seen = [...outcomes(truncated)].map((text) => text.replaceAll("\0", "-")).sort();
  expect(seen).toEqual(["A", "A-", "AA"]);
  expect(outcomes([...truncated, sync])).toEqual(new Set(["A"]));
});

test("a name is there for sure only when its folder was synced", () => {
  const open: Operation = { kind: "open", file: 1, name: "a", fresh: true };
  expect(outcomes([open, write(1, 0, 65, 512), sync])).toEqual(new Set(["none", "A"]));
  const unlinked: Operation[] = [...begin, write(1, 0, 65, 512), sync, { kind: "unlink", name: "a" }];
  expect(outcomes(unlinked)).toEqual(new Set(["none", "A"]));
  expect(outcomes([...unlinked, { kind: "sync-folder" }])).toEqual(new Set(["none"]));
});
