import { afterEach, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { printTestPage } from "./features/printer/jobs.ts";
import { printers } from "./features/printer/rows.ts";
import { silentLog } from "./http/log.ts";
import { createMetrics } from "./http/metrics.ts";
import { openPaper, type Paper } from "./paper.ts";
import { openTestStore, type TestStore } from "./testing.ts";

let paper: Paper | undefined;
let store: TestStore | undefined;
afterEach(async () => {
  await paper?.stop();
  store?.kernel.close();
});

test("a clock that was set back by an hour holds up no print job", async () => {
  let ahead_ms = 3_600_000;
  const { kernel, done } = (store = openTestStore({ wall: () => Date.now() + ahead_ms }));
  await done(printers.create, { id: "kitchen", fields: { name: "Kitchen" } });
  let printed: (status: string) => void = () => undefined;
  const settled = new Promise<string>((resolve) => {
    printed = resolve;
  });
  const metrics = { ...createMetrics(), printJob: (_printer: string, status: string) => printed(status) };
  const publish = () => undefined;
  paper = await openPaper(kernel, readConfig({}), null, { log: silentLog, metrics, publish });
  ahead_ms = 0;
  await done(printTestPage, { printerId: "kitchen", jobId: "page-1" });
  expect(await settled).toBe("printed");
  expect(paper.pages.read("page-1")).toContain("Kitchen");
});
