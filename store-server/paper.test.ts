import { type DeviceType, deviceGrants, ownRooms } from "@tillbox/shared/protocol/rooms.ts";
import { afterEach, expect, test } from "vitest";
import { readConfig } from "./config.ts";
import { printTestPage } from "./features/printer/jobs.ts";
import { printers } from "./features/printer/rows.ts";
import { silentLog } from "./http/log.ts";
import { createMetrics } from "./http/metrics.ts";
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
const open = async ({ kernel }: TestStore): Promise<Printed> => {
  let printed: (status: string) => void = () => undefined;
  const settled = new Promise<string>((resolve) => {
    printed = resolve;
  });
  const told: Announcement[] = [];
  const metrics = { ...createMetrics(), printJob: (_printer: string, status: string) => printed(status) };
  const publish = (announcement: Announcement) => told.push(announcement);
  paper = await openPaper(kernel, readConfig({}), null, { log: silentLog, metrics, publish });
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
