import { afterEach, beforeEach, expect, test } from "vitest";
import { settleJob } from "../../kernel/jobs.ts";
import { type HttpStore, openHttpStore } from "../../testing/http-store.ts";
import { printerRoutes } from "./routes.ts";

let store: HttpStore;
let manager: string;
beforeEach(async () => {
  store = openHttpStore({
    routes: printerRoutes(
      () => true,
      () => Promise.reject(new Error("nobody scans here")),
    ),
  });
  await store.addPerson("mia", "manager", "2234");
  await store.addPerson("wes", "waiter", "3234");
  manager = await store.signIn("mia");
  const grill = { id: "grill", name: "Grill", role: "kitchen", transport: { type: "screen" } };
  await store.send("POST", "/api/printers", grill, { token: manager });
});
afterEach(() => store.close());

const job = async (status: "unknown" | "failed"): Promise<string> => {
  const { status: code, json } = await store.send("POST", "/api/printers/grill/test", undefined, {
    token: manager,
  });
  expect(code).toBe(201);
  const { kernel } = store;
  await kernel.operate(() => settleJob(kernel.db, String(json.id), { status }, kernel.clock.now()));
  return String(json.id);
};
const settle = (id: string, body: object, token = manager) =>
  store.send("POST", `/api/print-jobs/${id}/settle`, body, { token });

test("a manager says that the paper is there, or that nobody needs it any more; once", async () => {
  const there = await job("unknown");
  expect((await settle(there, { printed: true })).json).toMatchObject({ id: there, status: "printed" });
  const unwanted = await job("failed");
  expect((await settle(unwanted, { printed: false })).json).toMatchObject({ status: "cancelled" });
  const again = await settle(there, { printed: false });
  expect([again.status, again.json]).toMatchObject([409, { detail: expect.stringContaining("is printed") }]);
});

test("a waiter may not, a body that says nothing names its field, and a job that is not there is not found", async () => {
  const id = await job("unknown");
  expect((await settle(id, { printed: true }, await store.signIn("wes"))).status).toBe(403);
  const empty = await settle(id, {});
  expect(empty.status).toBe(422);
  expect(empty.text).toContain('"printed"');
  expect((await settle("nothing", { printed: true })).status).toBe(404);
});

test("a job that is printed again is a newer view than the one that failed, so that no screen keeps the old one", async () => {
  const id = await job("failed");
  const before = await store.send("GET", `/api/print-jobs/${id}`, undefined, { token: manager });
  const again = await store.send("POST", `/api/print-jobs/${id}/retry`, undefined, { token: manager });
  expect(again.json).toMatchObject({ status: "queued" });
  expect(Number(again.json.version)).toBeGreaterThan(Number(before.json.version));
});
