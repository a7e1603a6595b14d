import { newId } from "@tillbox/shared/id.ts";
import { expect, it } from "vitest";
import { changeSetting } from "../features/settings/rows.ts";
import { addJob, findJob, settleJob } from "../kernel/jobs.ts";
import { openTestStore } from "../testing.ts";
import { tidy } from "./housekeeping.ts";

const day_ms = 86_400_000;

it("after 30 days answers lose their bodies and done jobs go, what failed and every command id stay", async () => {
  let now = Date.parse("2026-01-01T12:00:00Z");
  const { kernel, submit } = openTestStore({ wall: () => now });
  const input = { key: "store.name", value: "Old" };
  await submit(changeSetting, input, "owner", "tap-1");
  const job = (status: "printed" | "failed"): string => {
    const id = newId();
    addJob(kernel.db, { id, queue: "print", lane: "p", subject: null, payload: {}, at: kernel.clock.now() });
    settleJob(kernel.db, id, { status }, kernel.clock.now());
    return id;
  };
  const [printed, failed] = [job("printed"), job("failed")];
  now += 29 * day_ms;
  await tidy(kernel, new AbortController().signal);
  expect((await submit(changeSetting, input, "owner", "tap-1")) as { body: string }).toMatchObject({
    ok: true,
    replay: true,
    body: expect.stringContaining("Old"),
  });
  now += 2 * day_ms;
  await tidy(kernel, new AbortController().signal);
  expect(await submit(changeSetting, input, "owner", "tap-1")).toMatchObject({
    ok: true,
    replay: true,
    body: null,
  });
  expect([findJob(kernel.db, printed), findJob(kernel.db, failed)?.status]).toEqual([undefined, "failed"]);
});

it("neither the newest jobs nor the oldest are found by reading or sorting them all", () => {
  const { kernel } = openTestStore();
  const planOf = (sql: string): string =>
    kernel.db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join("; ");
  const newest = planOf(
    "SELECT * FROM jobs WHERE queue = 'print' ORDER BY created_at DESC, id DESC LIMIT 50",
  );
  expect(newest).toBe("SCAN jobs USING INDEX jobs_by_age");
  expect(planOf("SELECT id FROM jobs WHERE created_at < '2026' AND updated_at < '2026' LIMIT 200")).toContain(
    "SEARCH jobs USING INDEX jobs_by_age",
  );
});
