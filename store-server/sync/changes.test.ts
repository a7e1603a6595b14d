import * as fc from "fast-check";
import { afterEach, describe, expect, it } from "vitest";
import { openToyStore, type ToyStore, tabs } from "../live/toy-store.ts";
import { type Changes, openChanges } from "./changes.ts";

const opened: ToyStore[] = [];
afterEach(() => {
  for (const store of opened.splice(0)) store.kernel.close();
});
const complaints: string[] = [];
const say = (_details: object, message: string): void => {
  complaints.push(message);
};
const log = { debug: say, info: say, warn: say, error: say };
const open = (): ToyStore & { changes: Changes } => {
  const store = openToyStore();
  opened.push(store);
  return { ...store, changes: openChanges(store.kernel, log) };
};

type Shown = {
  seq: number;
  entityType: string;
  entityId: string;
  action: string;
  version: number;
  data: unknown;
};
const everything = (): boolean => true;
const inRooms =
  (...own: string[]) =>
  (rooms: readonly string[]): boolean =>
    rooms.some((room) => own.includes(room));
const parse = (text: string): Shown[] => JSON.parse(text) as Shown[];

describe("changes since a seq", () => {
  it("show each thing once, as it is now, with what happened to it", async () => {
    const { run, changes } = open();
    await run("create", "o1");
    await run("addLine", "o1", { line: "soup" });
    await run("create", "o2");
    await run("remove", "o2");
    const { changes: text, syncVersion, hasMore } = changes(0, 4, everything);
    expect(parse(text)).toEqual([
      {
        seq: 2,
        entityType: "order",
        entityId: "o1",
        action: "create",
        data: expect.objectContaining({ lines: ["soup"], version: 2 }),
        version: 2,
        timestamp: expect.any(String),
      },
      {
        seq: 4,
        entityType: "order",
        entityId: "o2",
        action: "delete",
        data: null,
        version: 4,
        timestamp: expect.any(String),
      },
    ]);
    expect([syncVersion, hasMore]).toEqual([4, false]);
    expect(parse(changes(1, 4, everything).changes).map(({ action }) => action)).toEqual([
      "update",
      "delete",
    ]);
    expect(changes(4, 4, everything)).toEqual({ changes: "[]", syncVersion: 4, hasMore: false });
  });

  it("call an entity by its name on the wire, and never show what is announced to nobody", async () => {
    const { run, changes } = open();
    await run("spot", "t1", { name: "Table 1" });
    await run("note", "n1", { text: "secret" });
    expect(parse(changes(0, 2, everything).changes).map(({ entityType }) => entityType)).toEqual(["table"]);
  });

  it("show only what somebody in the rooms hears", async () => {
    const { run, changes } = open();
    await run("spot", "t1", { name: "Table 1" });
    await run("create", "o1");
    await run("create", "o2");
    await run("seat", "o2", { tableId: "t1" });
    const seen = (hears: (rooms: readonly string[]) => boolean) =>
      parse(changes(0, 4, hears).changes).map(({ entityId }) => entityId);
    expect(seen(inRooms("orders"))).toEqual(["o1", "o2"]);
    expect(seen(inRooms("tables"))).toEqual(["t1"]);
    expect(seen(inRooms("order:o1"))).toEqual(["o1"]);
    expect(seen(inRooms("menu"))).toEqual([]);
  });

  it("can be of one type only", async () => {
    const { run, changes } = open();
    await run("spot", "t1", { name: "Table 1" });
    await run("create", "o1");
    expect(parse(changes(0, 2, everything, "order").changes)).toHaveLength(1);
  });

  it("come in bounded pages, also where the views are large", async () => {
    const { run, kernel, changes } = open();
    await Promise.all(
      Array.from({ length: 30 }, (_, n) => run("create", `o${n}`, { filler: "x".repeat(60_000) })),
    );
    const seen: string[] = [];
    let pages = 0;
    for (let since = 0, more = true; more; pages++) {
      const page = changes(since, kernel.headSeq(), everything);
      expect(page.changes.length).toBeLessThan(256 * 1024 + 61_000);
      seen.push(...parse(page.changes).map(({ entityId }) => entityId));
      ({ syncVersion: since, hasMore: more } = page);
    }
    expect(pages).toBe(6);
    expect(new Set(seen)).toEqual(new Set(Array.from({ length: 30 }, (_, n) => `o${n}`)));
  });

  it("go on after an entry that cannot be shown", async () => {
    const { run, changes } = open();
    const view = tabs.view;
    tabs.view = (state, reads) => {
      if (state.id === "poison") throw new Error("a view that fails");
      return view(state, reads);
    };
    await run("note", "n1");
    await run("spot", "t1", { name: "Table 1" });
    tabs.view = view;
    await run("create", "poison");
    await run("create", "o1");
    tabs.view = (state, reads) => {
      if (state.id === "poison") throw new Error("a view that fails");
      return view(state, reads);
    };
    const ids = parse(changes(0, 4, everything).changes).map(({ entityId }) => entityId);
    tabs.view = view;
    expect(ids).toEqual(["t1", "o1"]);
    expect(complaints).toEqual(["an entry could not be shown"]);
  });
});

type Act = { id: number; name: "create" | "addLine" | "pay" | "remove" };
const act: fc.Arbitrary<Act> = fc.record({
  id: fc.integer({ min: 0, max: 4 }),
  name: fc.constantFrom("create" as const, "addLine" as const, "pay" as const, "remove" as const),
});

/** Reads page by page while the store goes on changing; puts what is shown. */
const replicate = async (
  store: ToyStore & { changes: Changes },
  bursts: Act[][],
  read: (since: number, head: number) => { changes: string; syncVersion: number },
): Promise<Map<string, unknown>> => {
  const replica = new Map<string, unknown>();
  let since = 0;
  const catchUp = (): void => {
    const page = read(since, store.kernel.headSeq());
    for (const { entityType, entityId, data } of parse(page.changes)) {
      if (entityType !== "order") continue;
      if (data === null) replica.delete(entityId);
      else replica.set(entityId, data);
    }
    since = page.syncVersion;
  };
  for (const burst of bursts) {
    await Promise.all(
      burst.map(({ id, name }) =>
        store.run(name, `o${id}`, { line: "x", amount: 1, filler: "y".repeat(90_000) }),
      ),
    );
    catchUp();
  }
  while (since < store.kernel.headSeq()) catchUp();
  return replica;
};
const boxOf = ({ kernel }: ToyStore): Map<string, unknown> =>
  new Map(
    Array.from({ length: 5 }, (_, id) => [`o${id}`, kernel.get(tabs, `o${id}`)] as const).filter(
      ([, state]) => state !== undefined,
    ),
  );

/** More than a page holds, at once: chance alone finds it seldom. */
const fullPage = Array.from({ length: 5 }, (_, id): Act => ({ id, name: "create" }));

describe("a replica that reads page after page", () => {
  it("ends with what the box has", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(act, { maxLength: 25 }), { maxLength: 6 }), async (bursts) => {
        const store = open();
        const replica = await replicate(store, bursts, (since, head) =>
          store.changes(since, head, everything),
        );
        expect(replica).toEqual(boxOf(store));
      }),
      { numRuns: 25 },
    );
  });

  it("is caught when it takes the head for what it has read", async () => {
    const outcome = await fc.check(
      fc.asyncProperty(fc.array(fc.array(act, { maxLength: 25 }), { maxLength: 6 }), async (bursts) => {
        const store = open();
        const replica = await replicate(store, bursts, (since, head) => ({
          changes: store.changes(since, head, everything).changes,
          syncVersion: head,
        }));
        return JSON.stringify([...replica.keys()].sort()) === JSON.stringify([...boxOf(store).keys()].sort());
      }),
      { numRuns: 200, endOnFailure: true, examples: [[[fullPage]]] },
    );
    expect(outcome.failed).toBe(true);
  });
});
