import { expect, test } from "vitest";
import { applyAnswers } from "./answers.ts";
import type { Api } from "./api.ts";
import { openStore } from "./store.ts";
import type { Entry } from "./tap.ts";

const order = (version: number, status: string) => ({
  id: "o1",
  version,
  status,
  items: [],
  number: 7,
  due: 0,
});
const tapped = {
  change: { entityType: "order", entityId: "o1" },
  path: "/api/orders/o1/items",
} as unknown as Entry;

const answered = async (answer: unknown, known: readonly object[] = []) => {
  const store = openStore();
  store.orders.reset(known as never[], 100);
  const asked: string[] = [];
  const get = (path: string) => {
    asked.push(path);
    return Promise.resolve(order(90, "cancelled"));
  };
  await applyAnswers({ get } as unknown as Api, store, [{ entry: tapped, answer }]);
  return { shown: store.orders.get("o1")?.status ?? null, asked };
};

test("an answer that was lost and is given again does not bring back a check that is over since: it is read", async () => {
  expect(await answered(order(80, "confirmed"))).toEqual({ shown: "cancelled", asked: ["/api/orders/o1"] });
  expect((await answered({ payment: {}, order: order(80, "confirmed") })).shown).toBe("cancelled");
});

test("an answer that is news, or of a check that is shown, is taken as it is", async () => {
  expect(await answered(order(101, "confirmed"))).toEqual({ shown: "confirmed", asked: [] });
  expect(await answered(order(80, "pending"), [order(79, "confirmed")])).toEqual({
    shown: "pending",
    asked: [],
  });
});
