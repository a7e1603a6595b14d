/**
 * The law of the live hub: whatever happens to the line, a client that puts every view it gets, and resumes from the last seq it
 * completed, ends with exactly what the box has. The control, a client that comes back and goes on from where the box is now,
 * must be caught.
 */
import type { Change, ServerFrame } from "@tillbox/shared/protocol/live.ts";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { connect, openToyLive, registration, type ToyClient, type ToyLive, until } from "./toy-live.ts";
import { openToyStore, type ToyStore, tabs } from "./toy-store.ts";

type View = { id: string; version: number; deleted?: boolean };
type Replica = {
  views: Map<string, View>;
  position: number;
  client: ToyClient | null;
  /** The control: takes the box's position for its own when it comes back. */
  forgetful: boolean;
};

const put = (replica: Replica, id: string, view: View | null): void => {
  if (view === null || view.deleted) replica.views.delete(id);
  else if ((replica.views.get(id)?.version ?? 0) <= view.version) replica.views.set(id, view);
};

const take = (replica: Replica, frame: ServerFrame): void => {
  if (frame.event === "order:update") {
    const view = frame.data as View;
    put(replica, view.id, view);
    if (frame.last) replica.position = frame.seq ?? replica.position;
  } else if (frame.event === "sync:changes") {
    const page = frame.data as { changes: Change[]; syncVersion: number; hasMore: boolean };
    for (const change of page.changes)
      if (change.entityType === "order") put(replica, change.entityId, change.data as View | null);
    replica.position = page.syncVersion;
    if (page.hasMore) replica.client?.send("sync:resume", { since: page.syncVersion });
  } else if (frame.event === "heartbeat") {
    const { syncVersion } = frame.data as { syncVersion: number };
    replica.position = Math.max(replica.position, syncVersion);
  }
};

const arrive = async (replica: Replica, store: ToyStore, port: number): Promise<void> => {
  if (replica.forgetful) replica.position = store.kernel.headSeq();
  const client = await connect(port);
  replica.client = client;
  client.ws.on("message", (data) => take(replica, JSON.parse(String(data)) as ServerFrame));
  client.send("device:register", registration("replica", { lastSyncVersion: replica.position }));
};

type Step =
  | { do: "write"; burst: { id: number; action: "create" | "addLine" | "pay" | "remove" }[] }
  | { do: "cut" | "goodbye" | "arrive" | "pause" | "go on" | "beat" };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("write" as const),
      burst: fc.array(
        fc.record({
          id: fc.integer({ min: 0, max: 5 }),
          action: fc.constantFrom("create" as const, "addLine" as const, "pay" as const, "remove" as const),
        }),
        { minLength: 1, maxLength: 12 },
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom(
        "cut" as const,
        "goodbye" as const,
        "arrive" as const,
        "pause" as const,
        "go on" as const,
        "beat" as const,
      ),
    }),
  },
);

const perform = async (box: ToyStore & ToyLive, replica: Replica, action: Step): Promise<void> => {
  const ws = replica.client?.ws;
  if (action.do === "write")
    await Promise.all(
      action.burst.map(({ id, action: name }) => box.run(name, `o${id}`, { line: "x", amount: 1 })),
    );
  else if (action.do === "arrive") {
    ws?.terminate();
    await arrive(replica, box, box.port);
  } else if (action.do === "cut") ws?.terminate();
  else if (action.do === "goodbye") ws?.close();
  else if (action.do === "pause") ws?.pause();
  else if (action.do === "go on") ws?.resume();
  else if (ws?.readyState === 1) replica.client?.send("heartbeat");
};

/** Both sides after the steps and one last arrival: what the box has, what the client has. */
const live = async (steps: Step[], forgetful: boolean) => {
  const store = openToyStore();
  const hub = await openToyLive(store, { config: { page_entries: 4, page_bytes: 600 } });
  const replica: Replica = { views: new Map(), position: 0, client: null, forgetful };
  for (const action of steps) await perform({ ...store, ...hub }, replica, action);
  replica.client?.ws.terminate();
  await arrive(replica, store, hub.port);
  await until(() => replica.position === store.kernel.headSeq());
  const box = store.kernel.db
    .prepare<[], { id: string }>("SELECT id FROM toy_tabs ORDER BY id")
    .all()
    .map(({ id }) => store.kernel.get(tabs, id));
  const client = [...replica.views.values()].sort((a, b) => a.id.localeCompare(b.id));
  replica.client?.ws.terminate();
  await hub.close();
  store.kernel.close();
  return { box, client };
};

const history = fc.array(step, { minLength: 3, maxLength: 14 });

describe("a replica", () => {
  it("ends with what the box has, whatever happens to the line", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, async (steps) => {
        const { box, client } = await live(steps, false);
        expect(client).toEqual(box);
      }),
      { numRuns: 60 },
    );
  });

  it("that forgets where it stood is caught by this very check", { timeout: 60_000 }, async () => {
    const outcome = await fc.check(
      fc.asyncProperty(history, async (steps) => {
        const { box, client } = await live(steps, true);
        return JSON.stringify(client) === JSON.stringify(box);
      }),
      { numRuns: 60, endOnFailure: true },
    );
    expect(outcome.failed).toBe(true);
  });
});
