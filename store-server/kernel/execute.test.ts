import { Refusal } from "@tillbox/shared/refusal.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  addLine,
  breakTab,
  closeTab,
  faults,
  moveLine,
  notNow,
  openTab,
  refuseLate,
  removeTab,
  type Tab,
  tabEntity,
  tabFeature,
} from "./testing/tab-feature.ts";
import { faultsOf, openTabStore, type TabStore, waiter } from "./testing/tab-store.ts";
import type { Answer, Command, Feature, StoredEvent } from "./types.ts";

let store: TabStore;
beforeEach(async () => {
  store = openTabStore();
  await store.send(openTab, { id: "t1", guest: "Guest 1" });
});
afterEach(() => {
  const faults = faultsOf(store.db);
  store.kernel.close();
  if (faults.length > 0) throw new Error(`left behind: ${faults.join(", ")}`);
});

const line = (id: string, price = 250) => ({ id, price });
const count = (table: string): number =>
  store.db.prepare<[], number>(`SELECT COUNT(*) FROM ${table}`).pluck().get() ?? -1;
const refusalOf = (answer: Answer): { code: string; message: string } => {
  if (answer.ok) throw new Error("expected a refusal");
  return answer.refusal;
};

describe("a command", () => {
  test("answers with the view of its entity and the seq of its last entry", async () => {
    const answer = await store.send(addLine, { id: "t1", line: line("l1") });
    expect(answer).toMatchObject({ ok: true, version: 2, replay: false });
    expect(answer.ok && JSON.parse(answer.body ?? "")).toMatchObject({ id: "t1", total: 250, version: 2 });
  });

  test("may write events of several entities, each built on its own version", async () => {
    await store.send(openTab, { id: "t2", guest: "Guest 2" });
    await store.send(addLine, { id: "t1", line: line("l1") });
    await store.send(moveLine, { from: "t1", to: "t2", lineId: "l1" });
    expect(store.kernel.get(tabEntity, "t1")).toMatchObject({ total: 0, version: 4 });
    expect(store.kernel.get(tabEntity, "t2")).toMatchObject({ total: 250, version: 5 });
  });

  test("writes its journal, rows, counter, job, operational row and answer together", async () => {
    await store.send(closeTab, { id: "t1" });
    expect([count("journal"), count("jobs"), count("passes"), count("answers")]).toEqual([2, 1, 1, 2]);
    expect(store.db.prepare("SELECT value FROM counters WHERE series = 'tab'").pluck().get()).toBe(1);
  });

  test("that removes an entity leaves neither row nor state, and the id may be used again", async () => {
    await store.send(removeTab, { id: "t1" });
    expect(store.kernel.get(tabEntity, "t1")).toBeUndefined();
    expect(count("tabs")).toBe(0);
    expect(await store.send(openTab, { id: "t1", guest: "Guest 9" })).toMatchObject({ ok: true, version: 3 });
  });

  test("sees what the command before it in the same batch did", async () => {
    const answers = await Promise.all([
      store.send(addLine, { id: "t1", line: line("l1", 100) }),
      store.send(addLine, { id: "t1", line: line("l2", 200) }),
      store.send(closeTab, { id: "t1" }),
    ]);
    expect(answers.map((answer) => answer.version)).toEqual([2, 3, 4]);
    expect(store.kernel.get(tabEntity, "t1")).toMatchObject({ total: 300, number: 1 });
  });

  test("without the permission is forbidden, and told whether a manager could approve", async () => {
    const cook = { ...waiter, userId: "cook-1", permissions: new Set<string>() };
    const adding = await store.send(addLine, { id: "t1", line: line("l1") }, { actor: cook });
    expect(refusalOf(adding)).toMatchObject({ code: "forbidden", details: { permission: "tab.write" } });
    const closing = await store.send(closeTab, { id: "t1" }, { actor: cook });
    expect(refusalOf(closing)).toMatchObject({ details: { permission: "tab.close", approvable: true } });
  });

  test("that expects another version is refused with the current state", async () => {
    await store.send(addLine, { id: "t1", line: line("l1") });
    const late = await store.send(addLine, { id: "t1", line: line("l2") }, { expectedVersion: 1 });
    expect(refusalOf(late)).toMatchObject({
      code: "precondition_failed",
      details: { current: { id: "t1", version: 2 } },
    });
    const right = await store.send(addLine, { id: "t1", line: line("l2") }, { expectedVersion: 2 });
    expect(right.ok).toBe(true);
  });
});

describe("the same command id", () => {
  test("gives the same answer byte for byte, and writes nothing again", async () => {
    const first = await store.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" });
    await store.send(addLine, { id: "t1", line: line("l2") });
    const again = await store.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" });
    expect(again).toEqual({ ...first, replay: true });
    expect(store.kernel.headSeq()).toBe(3);
  });

  test("twice in one batch is carried out once", async () => {
    const [first, second] = await Promise.all([
      store.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" }),
      store.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" }),
    ]);
    expect(second).toEqual({ ...first, replay: true });
    expect(store.kernel.get(tabEntity, "t1")?.lines).toHaveLength(1);
  });

  test("with another request is refused, and the first answer stays", async () => {
    const first = await store.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" });
    const other = store.send(addLine, { id: "t1", line: line("l1", 999) }, { commandId: "k1" });
    await expect(other).rejects.toMatchObject({ code: "key_reused" });
    const again = await store.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" });
    expect(again).toEqual({ ...first, replay: true });
  });

  test("of another actor is another command", async () => {
    const other = { ...waiter, userId: "waiter-2" };
    const device = { ...waiter, userId: null, deviceId: "waiter-1" };
    await store.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" });
    await store.send(addLine, { id: "t1", line: line("l2") }, { commandId: "k1", actor: other });
    await store.send(addLine, { id: "t1", line: line("l3") }, { commandId: "k1", actor: device });
    expect(store.kernel.get(tabEntity, "t1")?.lines).toHaveLength(3);
  });

  test("replays a final refusal, even when it would succeed by now", async () => {
    const first = await store.send(addLine, { id: "t2", line: line("l1") }, { commandId: "k1" });
    await store.send(openTab, { id: "t2", guest: "Guest 2" });
    const again = await store.send(addLine, { id: "t2", line: line("l1") }, { commandId: "k1" });
    expect(refusalOf(first).code).toBe("not_found");
    expect(again).toEqual({ ...first, replay: true });
  });

  test("tries again after a shortage, which is never stored", async () => {
    const first = await store.send(notNow, { id: "t1" }, { commandId: "k1", fingerprint: "f" });
    expect(refusalOf(first).code).toBe("unavailable");
    const again = await store.send(
      addLine,
      { id: "t1", line: line("l1") },
      { commandId: "k1", fingerprint: "f" },
    );
    expect(again).toMatchObject({ ok: true, replay: false });
  });
});

describe("a refusal that comes after something was written", () => {
  test("leaves nothing behind but its stored answer", async () => {
    const answer = await store.send(refuseLate, { id: "t1", line: line("l1") }, { commandId: "k1" });
    expect(refusalOf(answer).code).toBe("conflict");
    expect([count("journal"), count("passes")]).toEqual([1, 0]);
    expect(store.kernel.get(tabEntity, "t1")?.lines).toEqual([]);
    const again = await store.send(refuseLate, { id: "t1", line: line("l1") }, { commandId: "k1" });
    expect(again).toEqual({ ...answer, replay: true });
  });

  test("disturbs no other command of its batch", async () => {
    const [before, refused, after] = await Promise.all([
      store.send(addLine, { id: "t1", line: line("l1") }),
      store.send(refuseLate, { id: "t1", line: line("l2") }),
      store.send(addLine, { id: "t1", line: line("l3") }),
    ]);
    expect([before?.version, after?.version]).toEqual([2, 3]);
    expect(refusalOf(refused).code).toBe("conflict");
  });
});

describe("a poisonous command", () => {
  test.each(faults)("that breaks in %s is undone and reported, and the box goes on", async (where) => {
    const results = await Promise.allSettled([
      store.send(addLine, { id: "t1", line: line("l1") }),
      store.send(breakTab, { id: "t1", line: line("poison"), where }),
      store.send(addLine, { id: "t1", line: line("l2") }),
    ]);
    expect(results.map((result) => result.status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
    expect(store.reports).toEqual([expect.stringContaining(`${where} broke`)]);
    expect(store.kernel.get(tabEntity, "t1")?.lines.map(({ id }) => id)).toEqual(["l1", "l2"]);
    expect([count("journal"), count("passes"), count("jobs")]).toEqual([3, 0, 0]);
  });

  test("is no answer: its id may be used again, and its error is no refusal", async () => {
    const input = { id: "t1", line: line("l1"), where: "answer" } as const;
    const broken = store.send(breakTab, input, { commandId: "k1" });
    await expect(broken).rejects.not.toBeInstanceOf(Refusal);
    const again = await store.send(addLine, { id: "t1", line: line("l1") }, { commandId: "k1" });
    expect(again.ok).toBe(true);
  });

  test("whose fold forgets the version or the id is stopped before it is stored", async () => {
    const forgetful = { ...tabEntity, evolve: () => ({ ...store.kernel.get(tabEntity, "t1"), version: 7 }) };
    const features = [{ ...tabFeature, entities: [forgetful] as unknown as typeof tabFeature.entities }];
    const other = openTabStore(":memory:", { features });
    await expect(other.send(openTab, { id: "t1", guest: "Guest 1" })).rejects.toThrow(/evolve of tab/);
    expect(other.kernel.headSeq()).toBe(0);
    other.kernel.close();
  });

  test("that changes a state in place is caught where tests run strictly", async () => {
    const tab = store.kernel.get(tabEntity, "t1");
    expect(() => tab?.lines.push(line("l1"))).toThrow(TypeError);
  });
});

test("an event is folded as a replay will read it, whatever the draft held", async () => {
  const counting = { ...tabEntity, evolve: (_: unknown, event: StoredEvent) => countFields(event) };
  const features = [
    { name: "tab", entities: [counting] as unknown as Feature["entities"], tables: ["guests"] },
  ];
  const other = openTabStore(":memory:", { features });
  const data = { given: 1, absent: undefined };
  const odd: Command<null> = {
    name: "tab.odd",
    permission: null,
    decide: () => ({
      events: [{ entity: "tab", id: "t9", type: "Opened", data }],
      answer: { entity: "tab", id: "t9" },
    }),
  };
  await other.send(odd, null);
  expect(other.kernel.get(tabEntity, "t9")?.guest).toBe("given");
  expect(faultsOf(other.db, features)).toEqual([]);
  other.kernel.close();
});

const countFields = (event: StoredEvent): Tab => ({
  id: event.id,
  version: event.seq,
  createdAt: event.at,
  updatedAt: event.at,
  guest: Object.keys(event.data).join(),
  lines: [],
  total: 0,
  number: null,
});
