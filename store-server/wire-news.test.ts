/** News of the house reach whoever may read them, whatever their role is called, and nobody else. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectLive, type LiveClient, type LiveFrame } from "./testing/live-client.ts";
import { openWireBox, type Way, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let manager: Way;

beforeAll(async () => {
  box = await openWireBox();
  manager = { token: await box.signIn("manager") };
});
afterAll(() => box.close());

/** Somebody in a role of the store's own, on a device that shows no orders. */
const listen = async (role: string, permissions: string[]): Promise<LiveClient> => {
  const made = await box.ask("POST", "/api/roles", { id: role, name: role, permissions }, manager);
  expect(made.status).toBe(201);
  const person = { name: role, role, username: role, password: "long enough for the house" };
  expect((await box.ask("POST", "/api/auth/register", person, manager)).status).toBe(201);
  const login = { username: role, password: person.password };
  const token = (await box.ask("POST", "/api/auth/login", login)).word("accessToken");
  return connectLive(box.url, `screen-of-${role}`, {}, token);
};

test("a role of the store's own hears what it may read, by rooms that it is in by itself", async () => {
  const bookkeeper = await listen("bookkeeper", ["day.read", "device.read", "drawer.manage"]);
  const greeter = await listen("greeter", ["reservation.read"]);
  const till = await box.pair("till-1", "desktop", {});
  await box.ask("PUT", "/api/devices/till-1", { name: "The till by the door" }, manager);
  const renamed = await bookkeeper.next(
    ({ event, data, seq }) => event === "device:update" && data?.id === "till-1" && seq !== undefined,
  );
  expect(renamed.data).toMatchObject({ id: "till-1" });
  const cashier = (await box.ask("POST", "/api/auth/login", { pin: "4444" }, { device: till })).word(
    "accessToken",
  );
  const opened = await box.ask("POST", "/api/drawers", { float: 10_000 }, { token: cashier, device: till });
  expect(opened.status).toBe(201);
  expect((await bookkeeper.next(({ event }) => event === "drawer:update")).data).toMatchObject({
    id: opened.at("id"),
  });
  await box.ask("PUT", "/api/settings/store.name", { value: "The Corner" }, manager);
  await greeter.next(({ event, data }) => event === "settings:update" && data?.value === "The Corner");
  const foreign = greeter
    .seen()
    .filter(({ event }) => event === "drawer:update" || event === "device:update");
  expect(foreign.filter(({ data }) => data?.id !== "screen-of-greeter")).toEqual([]);
  bookkeeper.close();
  greeter.close();
});

test("a permission that a role loses takes its room with it at once", async () => {
  const auditor = await listen("auditor", ["device.read"]);
  const named = (name: string) => box.ask("PUT", "/api/devices/screen-of-auditor-2", { name }, manager);
  await box.pair("screen-of-auditor-2", "desktop", {});
  await named("First");
  const about = ({ event, data }: { event: string; data?: Record<string, unknown> }) =>
    event === "device:update" && data?.id === "screen-of-auditor-2";
  await auditor.next((frame) => about(frame) && frame.data?.name === "First");
  await box.ask("PUT", "/api/roles/auditor", { permissions: ["menu.read"] }, manager);
  await named("Second");
  await box.ask("PUT", "/api/settings/store.name", { value: "The Other Corner" }, manager);
  await auditor.next(({ event, data }) => event === "settings:update" && data?.value === "The Other Corner");
  expect(auditor.seen().some((frame) => about(frame) && frame.data?.name === "Second")).toBe(false);
  auditor.close();
});

test("who works on a table is seen on other devices, until the device has gone; the list of devices says who is here", async () => {
  const signIn = async (deviceId: string, pin: string) => {
    const device = await box.pair(deviceId, "tablet", { canTakeOrders: true });
    const token = (await box.ask("POST", "/api/auth/login", { pin }, { device })).word("accessToken");
    const live = await connectLive(box.url, deviceId, { canTakeOrders: true }, token);
    return { live, way: { token, device } };
  };
  const [gone, stays] = [await signIn("tablet-a", "3333"), await signIn("tablet-b", "4444")];
  const tableId = (await box.ask("GET", "/api/tables", undefined, manager)).word("items.0.id");
  const lockOn = (deviceId: string | null) => (frame: LiveFrame) =>
    frame.event === "table:update" &&
    ((frame.data?.lockedBy as { deviceId: string } | null)?.deviceId ?? null) === deviceId;
  await box.ask("POST", `/api/tables/${tableId}/lock`, {}, gone.way);
  expect((await stays.live.next(lockOn("tablet-a"))).data).toMatchObject({ id: tableId });
  const listed = (await box.ask("GET", "/sync/devices", undefined, manager)).list();
  expect(listed.find(({ id }) => id === "tablet-a")).toMatchObject({
    connected: true,
    connectedSince: expect.stringMatching(/Z$/),
    person: { role: "waiter" },
  });
  gone.live.close();
  expect((await stays.live.next(lockOn(null))).data).toMatchObject({ id: tableId });
  const after = (await box.ask("GET", "/sync/devices", undefined, manager)).list();
  expect(after.find(({ id }) => id === "tablet-a")).toMatchObject({ connected: false, person: null });
  stays.live.close();
}, 20_000);
