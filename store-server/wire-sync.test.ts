/** Two tablets without the box, as the wire says it: both tap at one table, one takes the money, and both come back. On a real box. */
import { newId } from "@tillbox/shared/id.ts";
import { afterAll, beforeAll, expect, test } from "vitest";
import { connectLive, type LiveClient } from "./testing/live-client.ts";
import { openWireBox, type Said, type Way, type WireBox } from "./testing/wire-box.ts";

type Tap = { changeId: string; entityType: string; entityId: string; action: string; data: object };
/** A tablet that keeps what was tapped, and where it stands, until it reaches the box. */
type Tablet = { id: string; way: Way; since: number; outbox: object[] };

let box: WireBox;
let manager: Way;
let dish: string;
beforeAll(async () => {
  box = await openWireBox();
  manager = { token: await box.signIn("manager") };
  const categoryId = (await box.ask("GET", "/api/categories", undefined, manager)).word("items.0.id");
  const item = { name: "Dish of the day", categoryId, price: 1000, stations: ["kitchen"] };
  dish = (await box.ask("POST", "/api/menu-items", item, manager)).word("id");
});
afterAll(() => box.close());

const tablet = async (id: string, person: string): Promise<Tablet> => ({
  id,
  way: { device: await box.pair(id, "tablet", { canTakeOrders: true }), token: await box.signIn(person) },
  since: 0,
  outbox: [],
});
const tap = (action: string, entityId: string, data: object = {}): Tap => ({
  changeId: newId(),
  entityType: "order",
  entityId,
  action,
  data,
});
const line = (id: string) => ({ id, menuItemId: dish, quantity: 1 });

/** Sends what waits and reads on until it knows everything; the results of its taps. */
const reconnect = async (of: Tablet): Promise<Record<string, unknown>[]> => {
  const results: Record<string, unknown>[] = [];
  for (let more = true; more; ) {
    const body = { deviceId: of.id, lastSyncVersion: of.since, changes: of.outbox.splice(0) };
    const answer: Said = await box.ask("POST", "/sync/process", body, of.way);
    expect(answer.status).toBe(200);
    results.push(...answer.list("results"));
    of.since = Number(answer.at("syncVersion"));
    more = answer.at("hasMore") === true;
  }
  return results;
};
const statuses = (results: Record<string, unknown>[]) => results.map(({ status }) => status);
const order = async (id: string) => box.ask("GET", `/api/orders/${id}`, undefined, manager);
const tableId = async (): Promise<string> =>
  (await box.ask("GET", "/api/tables/available?guests=2", undefined, manager)).word("items.0.id");

test("both add to one check, one takes the cash: the paid check wins, the other's line is in the inbox and goes on a new check", async () => {
  const [one, two] = [await tablet("tablet-1", "waiter"), await tablet("tablet-2", "cashier")];
  const id = newId();
  one.outbox.push(tap("create", id, { type: "dine-in", tableId: await tableId(), items: [line("l1")] }));
  expect(statuses(await reconnect(one))).toEqual(["applied"]);
  await reconnect(two);
  const ids = [newId(), newId()];

  // Nobody reaches the box now.
  one.outbox.push(tap("add-items", id, { items: [line(ids[0] ?? "")] }), tap("send", id));
  const total = Number((await order(id)).at("total")) * 2;
  one.outbox.push({ ...tap("pay", id, { id: newId(), method: "cash", amount: total }), taken: total });
  two.outbox.push(tap("add-items", id, { items: [line(ids[1] ?? "")] }));

  const third: LiveClient = await connectLive(box.url, "tablet-3", { canTakeOrders: true });
  expect(statuses(await reconnect(one))).toEqual(["applied", "applied", "applied"]);
  const paid = await third.next(
    ({ event, data }) => event === "order:update" && data?.id === id && data.due === 0,
  );
  expect(paid.data).toMatchObject({ paid: total });

  const [late] = await reconnect(two);
  expect(late).toMatchObject({ status: "conflict", code: "conflict", current: { id, paid: total } });
  expect((await order(id)).list("items").map((each) => each.id)).toEqual(["l1", ids[0]]);
  const inbox = await box.ask("GET", "/api/inbox?status=open", undefined, two.way);
  expect(inbox.list()).toMatchObject([
    { id: late?.inboxId, action: "add-items", data: { items: [{ id: ids[1] }] } },
  ]);

  const next = newId();
  two.outbox.push(tap("create", next, { type: "takeaway" }));
  await reconnect(two);
  const again = await box.ask(
    "POST",
    `/api/inbox/${String(late?.inboxId)}/reapply`,
    { entityId: next },
    two.way,
  );
  expect([again.status, again.word("item.status")]).toEqual([200, "reapplied"]);
  expect((await order(next)).list("items")).toMatchObject([{ id: ids[1] }]);
  third.close();
});

test("both take the cash for one check: one pays it, the other's money is in the day, in the inbox, and on no check twice", async () => {
  const [one, two] = [await tablet("tablet-4", "waiter"), await tablet("tablet-5", "cashier")];
  const id = newId();
  one.outbox.push(tap("create", id, { type: "takeaway", items: [line("k1")] }));
  await reconnect(one);
  await reconnect(two);
  const total = Number((await order(id)).at("total"));
  for (const each of [one, two])
    each.outbox.push({ ...tap("pay", id, { id: newId(), method: "cash", amount: total }), taken: total });
  const lost = [...two.outbox];
  expect(statuses(await reconnect(one))).toEqual(["applied"]);
  const [late] = await reconnect(two);
  expect(late).toMatchObject({ status: "merged", code: "unallocated" });
  // Its answer was lost: it sends again.
  two.outbox.push(...lost);
  expect(statuses(await reconnect(two))).toEqual(["duplicate"]);

  expect((await order(id)).at("paid")).toBe(total);
  const x = await box.ask("GET", "/api/day-reports/x", undefined, manager);
  expect([x.at("equation.unallocated"), x.at("equation.difference")]).toEqual([total, 0]);
  const lying = await box.ask("GET", "/api/inbox?kind=unallocated-cash", undefined, manager);
  expect(lying.list()).toMatchObject([{ id: late?.inboxId, cash: { left: total } }]);
  const back = await box.ask("POST", `/api/inbox/${String(late?.inboxId)}/give-back`, {}, manager);
  expect(back.at("cash.left")).toBe(0);
  const after = await box.ask("GET", "/api/day-reports/x", undefined, manager);
  expect([after.at("equation.unallocated"), after.at("equation.difference")]).toEqual([0, 0]);
});

test("a tablet sends for somebody who has signed out, and for nobody whom a manager signed out", async () => {
  const device = await box.pair("tablet-6", "tablet", { canTakeOrders: true });
  const signIn = () => box.ask("POST", "/api/auth/login", { pin: "3333" }, { device });
  const signedIn = await signIn();
  const [token, grant] = [signedIn.word("accessToken"), signedIn.word("offlineGrant.token")];
  await box.ask("POST", "/api/auth/logout", {}, { token, device });
  const send = (by: string) => {
    const changes = [tap("create", newId(), { type: "takeaway" })];
    return box.ask(
      "POST",
      "/sync/process",
      { deviceId: "tablet-6", lastSyncVersion: 0, changes },
      { token: by, device },
    );
  };
  expect((await send(token)).status).toBe(401);
  expect((await send(grant)).word("results.0.status")).toBe("applied");
  const userId = signedIn.word("user.id");
  await signIn();
  const open = await box.ask("GET", `/api/sessions?userId=${userId}`, undefined, manager);
  await box.ask("DELETE", `/api/sessions/${open.word("items.0.id")}`, undefined, manager);
  expect((await send(grant)).status).toBe(401);
});
