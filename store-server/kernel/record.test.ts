import { conflict } from "@tillbox/shared/refusal.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openDatabase } from "./database.ts";
import { type Kernel, openKernel } from "./kernel.ts";
import { migrate } from "./migrate.ts";
import { recordFeature } from "./record.ts";
import { tabMigrations } from "./testing/tab-feature.ts";
import { waiter } from "./testing/tab-store.ts";
import type { Answer, Command, Feature } from "./types.ts";

type Fields = { name: string; seats: number; note: string | null };
const sofas = recordFeature<Fields>({
  name: "sofa",
  label: "sofa",
  table: "sofas",
  permission: "tab.write",
  defaults: { name: "", seats: 2, note: null },
  columns: { name: (sofa) => sofa.name },
  check: ({ seats }) => {
    if (seats > 9) throw conflict("No sofa is that long.");
  },
  checkRemoval: ({ note }) => {
    if (note === "taken") throw conflict("Somebody sits there.");
  },
  announce: { event: "menu:update", rooms: () => ["store"] },
});
const sql =
  "CREATE TABLE sofas (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, name TEXT NOT NULL)";

let kernel: Kernel;
let sent = 0;
beforeEach(() => {
  const db = openDatabase(":memory:");
  const before = tabMigrations();
  migrate(db, [...before, { number: before.length + 1, name: "sofas", sql }], () => undefined);
  const entities = [sofas.entity] as unknown as Feature["entities"];
  kernel = openKernel(db, [{ name: "sofa", entities }], { strict: true });
});
afterEach(() => {
  kernel.close();
});
const send = <I>(command: Command<I>, input: I): Promise<Answer> => {
  sent += 1;
  const commandId = `tap-${sent}`;
  return kernel.execute({ command, input, commandId, fingerprint: commandId, actor: waiter });
};
const codeOf = (answer: Answer): string => (answer.ok ? "done" : answer.refusal.code);
const sofa = () => kernel.get(sofas.entity, "s1");

test("a record is created from its fields and what is not given by default", async () => {
  const answer = await send(sofas.create, { id: "s1", fields: { name: "Red" } });
  expect(answer.ok && JSON.parse(answer.body ?? "")).toMatchObject({ name: "Red", seats: 2, note: null });
});

test("a change touches the named fields only, and null takes a field back to its default", async () => {
  await send(sofas.create, { id: "s1", fields: { name: "Red", seats: 4, note: "old" } });
  await send(sofas.change, { id: "s1", fields: { name: "Blue", note: null as never } });
  expect(sofa()).toMatchObject({ name: "Blue", seats: 4, note: null, version: 2 });
  await send(sofas.change, { id: "s1", fields: { seats: null as never } });
  expect(sofa()?.seats).toBe(2);
});

test("a change of nothing writes nothing", async () => {
  await send(sofas.create, { id: "s1", fields: { name: "Red" } });
  expect(await send(sofas.change, { id: "s1", fields: {} })).toMatchObject({ ok: true, version: 0 });
  expect(kernel.headSeq()).toBe(1);
});

test("checks see the whole record as it would become", async () => {
  expect(codeOf(await send(sofas.create, { id: "s1", fields: { seats: 10 } }))).toBe("conflict");
  await send(sofas.create, { id: "s1", fields: { seats: 9 } });
  expect(codeOf(await send(sofas.change, { id: "s1", fields: { seats: 10 } }))).toBe("conflict");
  expect(codeOf(await send(sofas.change, { id: "s1", fields: { name: "Long" } }))).toBe("done");
});

test("an id is taken once, and what is not there cannot be changed or removed", async () => {
  await send(sofas.create, { id: "s1", fields: {} });
  const again = await send(sofas.create, { id: "s1", fields: {} });
  expect(again).toMatchObject({ refusal: { code: "conflict", details: { current: { id: "s1" } } } });
  expect(codeOf(await send(sofas.change, { id: "s2", fields: {} }))).toBe("not_found");
  expect(codeOf(await send(sofas.remove, { id: "s2" }))).toBe("not_found");
});

test("what others need is not removed; what is removed may come back under its id", async () => {
  await send(sofas.create, { id: "s1", fields: { note: "taken" } });
  expect(codeOf(await send(sofas.remove, { id: "s1" }))).toBe("conflict");
  await send(sofas.change, { id: "s1", fields: { note: null as never } });
  expect(await send(sofas.remove, { id: "s1" })).toMatchObject({ ok: true, body: "null" });
  expect(sofa()).toBeUndefined();
  expect(codeOf(await send(sofas.create, { id: "s1", fields: { name: "New" } }))).toBe("done");
});

test("screens are told the view, and that a record is gone", async () => {
  await send(sofas.create, { id: "s1", fields: { name: "Red" } });
  const event = { id: "s1", seq: 2, type: "Changed" } as never;
  expect(sofas.entity.announce?.(event, sofa(), kernel)).toMatchObject([
    { event: "menu:update", rooms: ["store"] },
  ]);
  const [gone] = sofas.entity.announce?.(event, undefined, kernel) ?? [];
  expect(JSON.parse(gone?.data ?? "")).toMatchObject({ id: "s1", deleted: true, version: 2 });
});
