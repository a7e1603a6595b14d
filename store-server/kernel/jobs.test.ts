import type { Database } from "better-sqlite3";
import { afterEach, beforeEach, expect, test } from "vitest";
import {
  addJob,
  beginJob,
  claimHead,
  findJob,
  headDueAt,
  lanesWithWork,
  type NewJob,
  queueDepth,
  settleJob,
} from "./jobs.ts";
import { openTabStore, type TabStore } from "./testing/tab-store.ts";

let store: TabStore;
let db: Database;
beforeEach(() => {
  store = openTabStore();
  db = store.db;
});
afterEach(() => {
  store.kernel.close();
});

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 12, 0, second)).toISOString();
const add = (second: number, more: Partial<NewJob> = {}): string =>
  addJob(db, { queue: "print", lane: "p1", subject: "o1", payload: { n: second }, at: at(second), ...more });
const claim = (second: number, lane = "p1", lease = 30) =>
  claimHead(db, "print", lane, at(second), at(second + lease));

test("a job exists exactly when the change that asked for it was committed", async () => {
  const kept = store.kernel.operate(() => add(0));
  const undone = store.kernel.operate(() => {
    add(0);
    throw new Error("no");
  });
  await expect(undone).rejects.toThrow("no");
  expect(findJob(db, await kept)?.status).toBe("queued");
  expect(queueDepth(db, "print")).toEqual([{ lane: "p1", waiting: 1 }]);
});

test("jobs of a lane are claimed in the order they were written, also within one millisecond", () => {
  const ids = [add(1), add(1), add(1), add(0)];
  const print = (): string | undefined => {
    const job = claim(2);
    if (job) settleJob(db, job.id, { status: "printed" }, at(2));
    return job?.id;
  };
  expect([print(), print(), print(), print(), print()]).toEqual([ids[3], ids[0], ids[1], ids[2], undefined]);
});

test("while the oldest job waits for its retry, nothing younger overtakes it", () => {
  const [first, second] = [add(0), add(1)];
  claim(2);
  settleJob(db, first, { status: "queued", dueAt: at(20) }, at(2));
  expect(claim(10)).toBeUndefined();
  expect(claim(20)?.id).toBe(first);
  settleJob(db, first, { status: "printed" }, at(21));
  expect(claim(21)?.id).toBe(second);
});

test("lanes and queues do not see each other's jobs", () => {
  add(0);
  add(0, { lane: "p2" });
  add(0, { queue: "mail" });
  expect(lanesWithWork(db, "print").sort()).toEqual(["p1", "p2"]);
  expect(claim(1, "p2")?.lane).toBe("p2");
  expect(claim(1, "p2")).toBeUndefined();
});

test("a job that is not due yet waits, and the lane knows until when", () => {
  const id = add(0);
  claim(1);
  settleJob(
    db,
    id,
    { status: "queued", dueAt: at(20), error: { code: "paper_out", message: "No paper." } },
    at(2),
  );
  expect(claim(19)).toBeUndefined();
  expect(headDueAt(db, "print", "p1")).toBe(at(20));
  expect(claim(20)).toMatchObject({ id, attempts: 1, error: '{"code":"paper_out","message":"No paper."}' });
});

test("a lease keeps others away until it ran out, then the job is found as its dead worker left it", () => {
  const id = add(0);
  expect(claim(1)).toMatchObject({ status: "queued", attempts: 0, begun: 0 });
  expect(claim(30)).toBeUndefined();
  expect(headDueAt(db, "print", "p1")).toBe(at(31));
  expect(claim(31)).toMatchObject({ id, status: "printing", attempts: 1, begun: 0 });
  expect(findJob(db, id)?.attempts).toBe(2);
});

test("whether a dead worker had begun is known, so that the outcome is called unknown and not done twice", () => {
  const id = add(0);
  claim(1);
  beginJob(db, id, at(2));
  expect(claim(31)).toMatchObject({ id, status: "printing", begun: 1 });
  settleJob(db, id, { status: "unknown" }, at(32));
  expect(findJob(db, id)).toMatchObject({ status: "unknown", begun: 1, lease_until: null });
  expect(claim(99)).toBeUndefined();
});

test("a retry starts anew: nothing counts as begun", () => {
  const id = add(0);
  claim(1);
  beginJob(db, id, at(2));
  settleJob(db, id, { status: "queued", dueAt: at(3) }, at(2));
  expect(claim(3)).toMatchObject({ id, status: "queued", begun: 0 });
});

test.each(["printed", "failed", "cancelled"] as const)(
  "a job that is %s is never claimed again",
  (status) => {
    const id = add(0);
    claim(1);
    settleJob(db, id, { status, error: null }, at(2));
    expect([claim(99), headDueAt(db, "print", "p1"), lanesWithWork(db, "print")]).toEqual([
      undefined,
      null,
      [],
    ]);
  },
);
