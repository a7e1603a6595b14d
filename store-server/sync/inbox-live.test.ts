import { afterAll, beforeAll, expect, it } from "vitest";
import { connectLive, type LiveClient, type LiveFrame } from "../testing/live-client.ts";
import { openWireBox, type Way, type WireBox } from "../testing/wire-box.ts";

let box: WireBox;
let waiter: Way;
const clients: LiveClient[] = [];
beforeAll(async () => {
  box = await openWireBox();
  waiter = { device: await box.pair("tablet-1", "tablet"), token: await box.signIn("waiter") };
});
afterAll(async () => {
  for (const client of clients) client.close();
  await box.close();
});

const connect = async (deviceId: string, person?: string): Promise<LiveClient> => {
  const client = await connectLive(box.url, deviceId, {}, person && (await box.signIn(person)));
  clients.push(client);
  return client;
};
const me = (way: Way) => box.ask("GET", "/api/auth/profile", undefined, way);
const isNews = ({ event }: LiveFrame): boolean => event === "inbox:update";

it("what a device could not do is told at once to that device and to managers, and to nobody else", async () => {
  const [own, office, cashier] = [
    await connect("tablet-1"),
    await connect("office", "manager"),
    await connect("till", "cashier"),
  ];
  const lost = { changeId: "lost", entityType: "order", entityId: "never", action: "send", data: {} };
  const sent = await box.ask(
    "POST",
    "/sync/process",
    { deviceId: "tablet-1", lastSyncVersion: 0, changes: [lost] },
    waiter,
  );
  const id = sent.word("results.0.inboxId");
  for (const client of [own, office])
    expect((await client.next(isNews)).data).toMatchObject({ id, status: "open", action: "send" });
  await box.ask("POST", `/api/inbox/${id}/dismiss`, {}, { token: await box.signIn("manager") });
  const settled = await own.next(({ data }) => data?.id === id && data.status === "dismissed");
  expect(settled.data).toMatchObject({ userName: expect.any(String), settled: { reason: null } });
  await cashier.next(({ event }) => event === "device:registered");
  expect(cashier.seen().filter(isNews)).toEqual([]);
});

it("is told to whoever tapped on their other tablet too, and no longer once they signed out there", async () => {
  const second = await box.pair("tablet-2", "tablet");
  const there = {
    device: second,
    token: (await box.ask("POST", "/api/auth/login", { pin: "3333" }, { device: second })).word(
      "accessToken",
    ),
  };
  const other = await connectLive(box.url, "tablet-2", {}, there.token, second.deviceToken);
  clients.push(other);
  expect(other.seen()[0]?.data?.rooms).toContain(`user:${(await me(there)).word("id")}`);
  const refuse = async (changeId: string): Promise<string> => {
    const lost = { changeId, entityType: "order", entityId: "never", action: "send", data: {} };
    const body = { deviceId: "tablet-1", lastSyncVersion: 0, changes: [lost] };
    return (await box.ask("POST", "/sync/process", body, waiter)).word("results.0.inboxId");
  };
  const id = await refuse("on-the-first");
  expect((await other.next(isNews)).data).toMatchObject({ id, status: "open", deviceId: "tablet-1" });

  other.send("device:register", {
    deviceId: "tablet-2",
    deviceType: "tablet",
    capabilities: {},
    token: second.deviceToken,
  });
  await other.next(
    ({ event, data }) => event === "device:registered" && !String(data?.rooms).includes("user:"),
  );
  const own = await connect("tablet-1");
  const later = await refuse("nobody-there");
  await own.next(({ event, data }) => event === "inbox:update" && data?.id === later);
  expect(other.seen().filter(isNews)).toHaveLength(1);
});

it("is among the changes that a device reads after it was away", async () => {
  const lost = { changeId: "later", entityType: "order", entityId: "never", action: "send", data: {} };
  const answer = await box.ask(
    "POST",
    "/sync/process",
    { deviceId: "tablet-1", lastSyncVersion: 0, changes: [lost] },
    waiter,
  );
  const id = answer.word("results.0.inboxId");
  const changes: Record<string, unknown>[] = [];
  for (let since = 0, more = true; more; ) {
    const body = { deviceId: "tablet-1", lastSyncVersion: since, changes: [] };
    const page = await box.ask("POST", "/sync/process", body, waiter);
    changes.push(...page.list("changes"));
    since = Number(page.at("syncVersion"));
    more = page.at("hasMore") === true;
  }
  expect(changes.find(({ entityId }) => entityId === id)).toMatchObject({
    entityType: "refused-change",
    data: { kind: "refused", changeId: "later" },
  });
});
