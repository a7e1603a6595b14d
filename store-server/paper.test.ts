import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type DeviceType, deviceGrants, ownRooms } from "@tillbox/shared/protocol/rooms.ts";
import { afterEach, expect, test, vi } from "vitest";
import { readConfig } from "./config.ts";
import { printQueue, printTestPage, settlePrintJob } from "./features/printer/jobs.ts";
import { printers } from "./features/printer/rows.ts";
import { silentLog } from "./http/log.ts";
import { createMetrics } from "./http/metrics.ts";
import { beginJob, claimHead, findJob, settleJob } from "./kernel/jobs.ts";
import type { Announcement } from "./kernel/types.ts";
import { openPaper, type Paper } from "./paper.ts";
import { openTestStore, type TestStore } from "./testing.ts";

let paper: Paper | undefined;
let store: TestStore | undefined;
afterEach(async () => {
  await paper?.stop();
  store?.kernel.close();
});

type Printed = { paper: Paper; settled: Promise<string>; told: Announcement[] };

/** Paper over the test's store, and the outcome of its first job. */
const open = async ({ kernel }: TestStore, folder: string | null = null): Promise<Printed> => {
  let printed: (status: string) => void = () => undefined;
  const settled = new Promise<string>((resolve) => {
    printed = resolve;
  });
  const told: Announcement[] = [];
  const metrics = { ...createMetrics(), printJob: (_printer: string, status: string) => printed(status) };
  const publish = (announcement: Announcement) => told.push(announcement);
  paper = await openPaper(kernel, readConfig({}), folder, { log: silentLog, metrics, publish });
  return { paper, settled, told };
};

test("a clock that was set back by an hour holds up no print job", async () => {
  let ahead_ms = 3_600_000;
  store = openTestStore({ wall: () => Date.now() + ahead_ms });
  await store.done(printers.create, { id: "kitchen", fields: { name: "Kitchen" } });
  const { settled, paper } = await open(store);
  ahead_ms = 0;
  await store.done(printTestPage, { printerId: "kitchen", jobId: "page-1" });
  expect(await settled).toBe("printed");
  expect(paper.pages.read("page-1")).toContain("Kitchen");
});

test("a kiosk hears nothing of print jobs, which name orders of others; a tablet and a manager do", async () => {
  store = openTestStore();
  await store.done(printers.create, { id: "kitchen", fields: { name: "Kitchen" } });
  const { settled, told } = await open(store);
  await store.done(printTestPage, { printerId: "kitchen", jobId: "page-1" });
  await settled;
  const rooms = told.filter(({ event }) => event === "print:update").flatMap((each) => each.rooms);
  const hears = (deviceType: DeviceType, capabilities: object, role: string | null): boolean => {
    const permissions = new Set<string>(deviceGrants(deviceType, { ...capabilities }));
    const listener = {
      deviceId: "d",
      deviceType,
      capabilities: { ...capabilities },
      role,
      userId: null,
      permissions,
    };
    return ownRooms(listener).some((room) => rooms.includes(room));
  };
  expect(hears("kiosk", { canTakeOrders: true }, null)).toBe(false);
  expect(hears("tablet", { canTakeOrders: true }, null)).toBe(true);
  expect(hears("desktop", {}, "manager")).toBe(true);
});

/** A job as a process leaves it that dies after it has told that bytes go out. */
const dieWhilePrinting = async ({ kernel, done }: TestStore, printerId: string, jobId: string) => {
  await done(printTestPage, { printerId, jobId });
  const at = kernel.clock.now();
  await kernel.operate(() => {
    claimHead(kernel.db, printQueue, printerId, at, at);
    beginJob(kernel.db, jobId, at);
  });
};
const network = { type: "network", host: "192.168.77.1", port: 9100 } as const;

test("a box that died while it printed prints the page of a screen printer, and says of paper that it does not know", async () => {
  store = openTestStore();
  await store.done(printers.create, { id: "screen", fields: { name: "Screen" } });
  await store.done(printers.create, { id: "grill", fields: { name: "Grill", transport: network } });
  await dieWhilePrinting(store, "screen", "page-1");
  await dieWhilePrinting(store, "grill", "page-2");
  const { paper, told } = await open(store);
  const { db } = store.kernel;
  await vi.waitFor(() => expect(findJob(db, "page-2")?.status).toBe("unknown"), 10_000);
  await vi.waitFor(() => expect(findJob(db, "page-1")?.status).toBe("printed"), 10_000);
  expect(paper.pages.isWhole("page-1")).toBe(true);
  const message = expect.stringContaining("not known whether Grill has printed a page");
  const problem = {
    printerId: "grill",
    printer: "Grill",
    code: "jobs_unknown",
    unknown: 1,
    failed: 0,
    message,
  };
  expect(paper.check()).toMatchObject({ status: "degraded", problems: [problem] });

  const alerts = () =>
    told.flatMap(({ event, data }) => (event === "alert" ? [JSON.parse(data) as { jobId?: string }] : []));
  expect(alerts().filter(({ jobId }) => jobId === null)).toMatchObject([
    { kind: "printer", printerId: "grill", resolved: false, message },
  ]);
  told.length = 0;
  await store.done(settlePrintJob, { jobId: "page-2", printed: true });
  await vi.waitFor(() => expect(alerts()).toMatchObject([{ printerId: "grill", resolved: true }]), 10_000);
  expect(paper.check()).toMatchObject({ status: "ok", problems: [] });
  expect(told.map(({ event, data }) => event === "print:update" && JSON.parse(data))).toContainEqual(
    expect.objectContaining({ id: "page-2", status: "printed" }),
  );
});

test("what an earlier box left unknown is settled by its page when that is whole; half a page stays a trouble over restarts", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-pages-"));
  try {
    store = openTestStore();
    const { kernel } = store;
    await store.done(printers.create, { id: "screen", fields: { name: "Screen" } });
    for (const jobId of ["whole", "half", "thrown-away"]) {
      await store.done(printTestPage, { printerId: "screen", jobId });
      await kernel.operate(() => settleJob(kernel.db, jobId, { status: "unknown" }, kernel.clock.now()));
    }
    writeFileSync(join(folder, "whole.html"), "<!doctype html><html><body>Grill</body></html>");
    writeFileSync(join(folder, "half.html"), "<!doctype html><html><body>Gri");
    for (let start = 0; start < 2; start += 1) {
      const { paper } = await open(store, folder);
      expect(["whole", "half", "thrown-away"].map((id) => findJob(kernel.db, id)?.status)).toEqual([
        "printed",
        "unknown",
        "unknown",
      ]);
      expect(paper.check()).toMatchObject({ status: "degraded", problems: [{ unknown: 2 }] });
      await paper.stop();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("only a job that needs a person is settled by one, and one that nobody needs any more is left", async () => {
  store = openTestStore();
  const { kernel } = store;
  await store.done(printers.create, { id: "grill", fields: { name: "Grill", transport: network } });
  await store.done(printTestPage, { printerId: "grill", jobId: "page-1" });
  await expect(store.done(settlePrintJob, { jobId: "page-1", printed: true })).rejects.toThrow("is queued");
  await kernel.operate(() => settleJob(kernel.db, "page-1", { status: "failed" }, kernel.clock.now()));
  const { paper } = await open(store);
  expect(paper.check()).toMatchObject({ problems: [{ code: "jobs_failed", unknown: 0, failed: 1 }] });
  await store.done(settlePrintJob, { jobId: "page-1", printed: false });
  expect(findJob(kernel.db, "page-1")?.status).toBe("cancelled");
  await vi.waitFor(() => expect(paper.check()).toMatchObject({ status: "ok" }), 10_000);
});
