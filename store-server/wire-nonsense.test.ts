/** What clients send by mistake, as the wire says it: a clear problem that names the field, and no harm to what came with it. On a real box. */
import { newId } from "@tillbox/shared/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectLive } from "./testing/live-client.ts";
import { openWireBox, type Way, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let tablet: Way;
beforeAll(async () => {
  box = await openWireBox();
  tablet = {
    device: await box.pair("tablet-1", "tablet", { canTakeOrders: true }),
    token: await box.signIn("waiter"),
  };
});
afterAll(() => box.close());

const halfAnEmoji = "\\ud83d";
const deep = `${'{"a":'.repeat(60)}1${"}".repeat(60)}`;
const creation = (id: string, data: string, more = ""): string =>
  `{"changeId":"c-${id}","entityType":"order","entityId":"${id}","action":"create","data":${data}${more}}`;
const process = (...changes: string[]) =>
  box.ask(
    "POST",
    "/sync/process",
    `{"deviceId":"tablet-1","lastSyncVersion":0,"changes":[${changes.join(",")}]}`,
    { ...tablet, headers: { "content-type": "application/json" } },
  );

test("half an emoji in a note, or a change nested too deep, does not hold up what a tablet sends with it", async () => {
  const [cut, deeper, good] = [newId(), newId(), newId()];
  const answer = await process(
    creation(cut, `{"type":"takeaway","notes":"no onions ${halfAnEmoji}"}`),
    creation(deeper, `{"type":"takeaway","notes":${deep}}`),
    creation(good, '{"type":"takeaway"}'),
  );
  expect(answer.status).toBe(200);
  expect(answer.list("results").map(({ status }) => status)).toEqual(["applied", "rejected", "applied"]);
  expect(answer.word("results.1.problem.errors.0.path")).toBe("notes");
  const order = await box.ask("GET", `/api/orders/${cut}`, undefined, tablet);
  expect(order.at("notes")).toBe("no onions \ufffd");
  const again = await process(creation(cut, `{"type":"takeaway","notes":"no onions ${halfAnEmoji}"}`));
  expect(again.word("results.0.status")).toBe("duplicate");
});

test("the same over plain HTTP is refused, and the field is named", async () => {
  const headers = { "content-type": "application/json" };
  const send = (body: string) => box.ask("POST", "/api/orders", body, { ...tablet, headers });
  const cut = await send(`{"type":"takeaway","items":[],"notes":"${halfAnEmoji}"}`);
  expect([cut.status, cut.word("errors.0.path")]).toEqual([422, "notes"]);
  const deeper = await send(`{"type":"takeaway","notes":${deep}}`);
  expect([deeper.status, deeper.word("errors.0.path")]).toEqual([422, "notes"]);
});

test("every field of a change that is not known is named", async () => {
  const answer = await process(creation(newId(), "{}", ',"price":1,"total":2'));
  const paths = answer.list("results.0.problem.errors").map(({ path }) => path);
  expect(paths).toEqual(["price", "total"]);
});

test("a field of a frame that is not known is named", async () => {
  const client = await connectLive(box.url, "tablet-2", {});
  client.send("sync:resume", { since: 1, everything: true });
  const { error } = await client.next(({ event }) => event === "ack");
  expect(error).toEqual({ code: "invalid", message: "data.everything: is not a known field" });
  client.close();
});

test("a device that was paired without capabilities has those that it registers with; one that has them keeps them", async () => {
  const roomsOf = async (deviceId: string, paired: object, said: object, deviceType = "tablet") => {
    const { deviceToken } = await box.pair(deviceId, deviceType, paired);
    const client = await connectLive(box.url, deviceId, said, undefined, deviceToken);
    const { data } = await client.next(({ event }) => event === "device:registered");
    client.close();
    return data?.rooms as string[];
  };
  const taking = { canTakeOrders: true };
  expect(await roomsOf("bare", {}, taking)).toEqual(expect.arrayContaining(["orders", "tables", "menu"]));
  expect(await roomsOf("settled", { canTakeOrders: false }, taking)).not.toContain("orders");
  expect(await roomsOf("kept", taking, {})).toContain("orders");
  expect(await roomsOf("among-guests", {}, taking, "kiosk")).not.toContain("orders");
});
