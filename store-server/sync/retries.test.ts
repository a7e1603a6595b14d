import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, expect, it } from "vitest";
import { categories, menuItems } from "../features/menu/rows.ts";
import { silentLog } from "../http/log.ts";
import { actorOf, openTestStore, type TestStore } from "../testing.ts";
import { processChanges } from "./process.ts";

let store: TestStore;
beforeEach(async () => {
  store = openTestStore();
  await store.done(categories.create, { id: "food", fields: { name: "Food" } });
  await store.done(menuItems.create, {
    id: "soup",
    fields: { name: "Soup", categoryId: "food", price: 850 },
  });
});

const sendAs = (role: "waiter" | "cook", changes: unknown[]) =>
  processChanges(store.kernel, changes, { deviceId: "device-1", actor: actorOf(role) }, silentLog);
const opening = () => ({
  changeId: newId(),
  entityType: "order",
  entityId: newId(),
  action: "create",
  data: { type: "takeaway", items: [{ menuItemId: "soup", quantity: 1 }] },
});

it("a tap that was done is a duplicate when it is sent again, also with somebody signed in who might not do it", async () => {
  const tap = opening();
  expect((await sendAs("waiter", [tap]))[0]?.status).toBe("applied");
  expect((await sendAs("cook", [tap]))[0]?.status).toBe("duplicate");
  expect((await sendAs("cook", [opening()]))[0]).toMatchObject({ status: "rejected", code: "forbidden" });
});

it("a payment method that is not set up is refused alone, and blocks no other change", async () => {
  const tap = opening();
  const pay = (method: string) => ({
    changeId: newId(),
    entityType: "order",
    entityId: tap.entityId,
    action: "pay",
    data: { method },
  });
  const results = await sendAs("waiter", [tap, pay("card"), pay("cash")]);
  expect(results.map(({ status, code }) => [status, code])).toEqual([
    ["applied", undefined],
    ["rejected", "unavailable"],
    ["applied", undefined],
  ]);
});
