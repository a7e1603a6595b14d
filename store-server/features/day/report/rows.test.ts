import { newId } from "@tillbox/shared/id.ts";
import { expect, test, vi } from "vitest";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { openTestStore } from "../../../testing.ts";
import { closeDay } from "../commands.ts";
import { xReport } from "../rows.ts";

test("neither an X nor a Z walks through the journal of all years", async () => {
  const store = openTestStore();
  const { open, pay } = peopleOf(() => store);
  await furnish(store);
  await pay(await open([line("soup")]));
  await open([line("wine")]);
  const { db, clock } = store.kernel;
  const prepare = vi.spyOn(db, "prepare");
  xReport(store.kernel, clock.now());
  await store.done(closeDay, { id: newId(), businessDay: null, automatic: false }, "manager");
  const asked = prepare.mock.calls.map(([sql]) => sql);
  prepare.mockRestore();
  const journal = asked.filter((sql) => /journal/.test(sql) && !sql.startsWith("INSERT"));
  expect(journal.some((sql) => /seq > \?/.test(sql))).toBe(true);
  const walks = journal.filter((sql) => {
    const parameters = Array.from({ length: sql.split("?").length - 1 }, () => 0);
    const plan = db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).all(...parameters);
    return plan.some(({ detail }) => detail.startsWith("SCAN")) && !sql.endsWith("LIMIT 1");
  });
  expect(walks).toEqual([]);
});
