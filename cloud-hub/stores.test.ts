import { EnrolmentCode, HubStores } from "@tillbox/shared/contract/hub.ts";
import { SalesReport } from "@tillbox/shared/contract/report.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addOrganisation } from "./organisations.ts";
import { asSuperuser, openTestHub, type TestHub } from "./testing.ts";
import { type Answer, enrolStore, getJson, postBatch, postJson } from "./testing-client.ts";
import { type Draft, newJournal, saleOf, soldAt } from "./testing-journal.ts";

let hub: TestHub;
let token: string;
let orgId: string;

/** An organisation of its own for each test, so that its lists and reports are the test's alone. */
const newChain = async (username: string, role: "owner" | "manager" | "waiter" = "owner"): Promise<void> => {
  const password = "a-long-password";
  orgId = await addOrganisation(
    hub.database,
    { name: `Chain of ${username}` },
    { name: username, username, password, role },
  );
  const { body } = await postJson(`${hub.url}/api/auth/login`, { username, password });
  token = String(body["accessToken"]);
};
const newCode = async (storeName = "Harbour", storeId?: string): Promise<string> =>
  EnrolmentCode.parse(
    (await postJson(`${hub.url}/api/stores/enrolment-codes`, { storeName, storeId }, token)).body,
  ).code;
const [secret, othersSecret] = ["s".repeat(43), "o".repeat(43)];
const stores = async (query = "") =>
  HubStores.parse((await getJson(`${hub.url}/api/stores${query}`, token)).body);
const report = async (query: string) =>
  SalesReport.parse((await getJson(`${hub.url}/api/reports/sales${query}`, token)).body);
const rows = async (query: string) =>
  (await report(query)).items.map(({ key, currency, orders, gross }) => [key, currency, orders, gross]);

const newStore = async (storeId: string, ...drafts: Draft[]): Promise<void> => {
  const enrolled = await enrolStore(hub.url, await newCode(`Name of ${storeId}`), storeId);
  const journal = newJournal(storeId);
  journal.append(...drafts);
  await postBatch(hub.url, String(enrolled.body["token"]), await journal.batch(1, drafts.length));
};

beforeAll(async () => {
  hub = await openTestHub({ demo: false });
});
afterAll(() => hub.close());

describe("an enrolment code", () => {
  it("enrols one store, and that store again when the answer was lost, and no other", async () => {
    await newChain("enrols");
    const code = await newCode("Harbour");
    expect(code).toMatch(/^[0-9A-Z]{5}-[0-9A-Z]{5}$/);
    const first = await enrolStore(hub.url, code, "store-1", {}, secret);
    expect(first).toMatchObject({
      status: 200,
      body: { organisation: "Chain of enrols", ackedSeq: 0, epoch: 1 },
    });
    const again = await enrolStore(hub.url, ` ${code.toLowerCase().replace("-", "")}`, "store-1", {}, secret);
    expect(again.status).toBe(200);
    expect(again.body["token"]).not.toBe(first.body["token"]);
    for (const brought of [secret, undefined])
      expect(await enrolStore(hub.url, code, "store-2", {}, brought)).toMatchObject({
        status: 422,
        body: { errors: [{ path: "code" }] },
      });
    expect(await enrolStore(hub.url, "AAAAA-AAAAA", "store-1")).toMatchObject({ status: 422 });
    expect((await stores()).items).toMatchObject([
      { id: "store-1", name: "Harbour", epoch: 1, ackedSeq: 0, version: 2 },
    ]);
  });

  it("that was used is nothing in the hands of whoever knows it and the store's id", async () => {
    await newChain("overheard");
    const code = await newCode();
    const first = await enrolStore(hub.url, code, "store-1", {}, secret);
    for (const brought of [othersSecret, undefined])
      expect(await enrolStore(hub.url, code, "store-1", {}, brought)).toMatchObject({
        status: 422,
        body: { errors: [{ path: "code" }] },
      });
    expect((await enrolStore(hub.url, await newCode(), "store-2", {}, "short")).status).toBe(422);
    const journal = newJournal("store-1");
    journal.append({ data: {} });
    const sent = await postBatch(hub.url, String(first.body["token"]), await journal.batch(1, 1));
    expect(sent.status).toBe(200);
  });

  it("enrols a box of before, which brings no secret, once", async () => {
    await newChain("before");
    const code = await newCode();
    expect((await enrolStore(hub.url, code, "store-1")).status).toBe(200);
    for (const brought of [secret, undefined])
      expect((await enrolStore(hub.url, code, "store-1", {}, brought)).status).toBe(422);
  });

  it("for a new store takes over none that is here, says what to do, and is still good then", async () => {
    await newChain("guards");
    await newStore("store-b", { data: {} });
    const code = await newCode("Store C");
    expect(await enrolStore(hub.url, code, "store-b", {}, secret)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "code", message: expect.stringContaining("names this store") }] },
    });
    expect((await stores()).items).toMatchObject([{ id: "store-b", name: "Name of store-b" }]);
    expect((await enrolStore(hub.url, code, "store-c", {}, secret)).status).toBe(200);
  });

  it("of two for new stores lets one in, where both name the same at once", async () => {
    await newChain("races");
    const codes = [await newCode(), await newCode()];
    const answers = await Promise.all(
      codes.map((code, index) => enrolStore(hub.url, code, "store-1", {}, `${index}`.repeat(43))),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });

  it("that names a store is for that store alone, and there has to be one", async () => {
    await newChain("names");
    await newStore("store-b", { data: {} });
    const path = `${hub.url}/api/stores/enrolment-codes`;
    expect(await postJson(path, { storeName: "B", storeId: "store-x" }, token)).toMatchObject({
      status: 422,
      body: { errors: [{ path: "storeId" }] },
    });
    const code = await newCode("B", "store-b");
    expect((await enrolStore(hub.url, code, "store-c", {}, secret)).status).toBe(422);
    const again = await enrolStore(hub.url, code, "store-b", { epoch: 2 }, secret);
    expect(again).toMatchObject({ status: 200, body: { ackedSeq: 1, epoch: 2 } });
  });

  it("names the field of what no database could store", async () => {
    await newChain("unfit");
    for (const storeName of ["\u0000", "cut \ud83d"])
      expect(await postJson(`${hub.url}/api/stores/enrolment-codes`, { storeName }, token)).toMatchObject({
        status: 422,
        body: { code: "invalid", errors: [{ path: "storeName" }] },
      });
  });

  it("ends after a day", async () => {
    await newChain("late");
    const code = await newCode();
    await asSuperuser(hub.databaseUrl, (client) =>
      client.query("UPDATE enrolment_codes SET expires_at = now() WHERE org_id = $1", [orgId]),
    );
    expect((await enrolStore(hub.url, code, "store-1")).status).toBe(422);
  });

  it("brings a known store back where it was, and refuses a box from an older epoch", async () => {
    await newChain("returns");
    await newStore("store-1", soldAt(saleOf(100)), { data: {} });
    const again = await enrolStore(hub.url, await newCode("A", "store-1"), "store-1", { epoch: 3 });
    expect(again).toMatchObject({ status: 200, body: { ackedSeq: 2, epoch: 3 } });
    const older = await enrolStore(hub.url, await newCode("A", "store-1"), "store-1", { epoch: 2 });
    expect(older).toMatchObject({ status: 409, body: { current: { epoch: 3 } } });
  });

  it("refuses what is no store", async () => {
    await newChain("strict");
    const code = await newCode();
    for (const change of [
      { storeId: "no id!" },
      { epoch: 0 },
      { epoch: 2 ** 40 },
      { epoch: 1.5 },
      { storeName: 7 },
    ]) {
      expect((await enrolStore(hub.url, code, "store-1", change)).status).toBe(422);
    }
    expect((await stores()).items).toEqual([]);
  });

  it("is given once for one Idempotency-Key", async () => {
    await newChain("retries");
    const ask = async (storeName: string, key: string): Promise<Answer> => {
      const headers = {
        "content-type": "application/json",
        authorization: `Bearer ${token}`,
        "idempotency-key": key,
      };
      const options = { method: "POST", headers, body: JSON.stringify({ storeName }) };
      const response = await fetch(`${hub.url}/api/stores/enrolment-codes`, options);
      return {
        status: response.status,
        headers: response.headers,
        body: (await response.json()) as Answer["body"],
      };
    };
    const [first, second] = await Promise.all([ask("Harbour", "tap-1"), ask("Harbour", "tap-1")]);
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
    expect([first, second].map((answer) => answer.headers.get("idempotent-replay")).toSorted()).toEqual(
      [null, "true"].toSorted(),
    );
    expect(await ask("Other", "tap-1")).toMatchObject({ status: 422, body: { code: "key_reused" } });
    expect((await ask("Harbour", "tap-2")).body["code"]).not.toBe(first.body["code"]);
  });
});

describe("the list of stores", () => {
  it("comes by name, in pages", async () => {
    await newChain("lists");
    for (const id of ["store-c", "store-a", "store-b"]) await newStore(id, { data: {} });
    const first = await stores("?limit=2");
    expect(first.items.map((store) => store.id)).toEqual(["store-a", "store-b"]);
    expect(first.items[0]).toMatchObject({ currency: "EUR", timeZone: "Europe/Berlin", ackedSeq: 1 });
    const second = await stores(`?limit=2&cursor=${first.nextCursor}`);
    expect(second).toMatchObject({ items: [{ id: "store-c" }], nextCursor: null });
    expect(await getJson(`${hub.url}/api/stores?cursor=x`, token)).toMatchObject({ status: 422 });
    expect(await getJson(`${hub.url}/api/stores?surprise=1`, token)).toMatchObject({ status: 422 });
  });

  it("is told unchanged when it is", async () => {
    const { headers } = await getJson(`${hub.url}/api/stores`, token);
    const asked = { authorization: `Bearer ${token}`, "if-none-match": String(headers.get("etag")) };
    expect((await fetch(`${hub.url}/api/stores`, { headers: asked })).status).toBe(304);
  });
});

describe("the sales report", () => {
  const euros = (total: number, businessDay: string, hour: number) =>
    soldAt(saleOf(total, { businessDay, hour }));
  const francs = (total: number, businessDay: string) =>
    soldAt(saleOf(total, { businessDay, currency: "CHF" }));

  it("groups by day, store, hour, item and method, one row per currency", async () => {
    await newChain("reports");
    await newStore(
      "store-a",
      euros(100, "2026-05-01", 9),
      euros(200, "2026-05-02", 9),
      francs(700, "2026-05-02"),
    );
    const card = [{ method: "card" as const, amount: 400, tip: 50, rounding: 0 }];
    await newStore(
      "store-b",
      soldAt(saleOf(400, { businessDay: "2026-05-02", hour: 20, tipTotal: 50, payments: card })),
    );
    expect(await rows("")).toEqual([
      ["2026-05-01", "EUR", 1, 100],
      ["2026-05-02", "CHF", 1, 700],
      ["2026-05-02", "EUR", 2, 600],
    ]);
    expect(await rows("?groupBy=store")).toEqual([
      ["store-a", "CHF", 1, 700],
      ["store-b", "EUR", 1, 400],
      ["store-a", "EUR", 2, 300],
    ]);
    expect(await rows("?groupBy=hour&to=2026-05-02")).toEqual([
      ["09", "EUR", 2, 300],
      ["12", "CHF", 1, 700],
      ["20", "EUR", 1, 400],
    ]);
    const items = (await report("?groupBy=item")).items;
    expect(items.map((row) => [row.key, row.name, row.currency, row.quantity])).toEqual([
      ["soup", "Soup", "CHF", 1],
      ["soup", "Soup", "EUR", 3],
    ]);
    expect((await report("?groupBy=method")).items).toMatchObject([
      { key: "cash", currency: "CHF", gross: 700 },
      { key: "card", gross: 400, tips: 50, net: 336, tax: 64 },
      { key: "cash", currency: "EUR", gross: 300 },
    ]);
  });

  it("takes business days inclusive, and single stores", async () => {
    expect(await rows("?from=2026-05-02&to=2026-05-02")).toHaveLength(2);
    expect(await rows("?from=2026-05-03")).toEqual([]);
    expect(await rows("?to=2026-05-01")).toEqual([["2026-05-01", "EUR", 1, 100]]);
    expect(await rows("?storeId=store-b")).toEqual([["2026-05-02", "EUR", 1, 400]]);
  });

  it("says up to which event of which store it is complete", async () => {
    const { completeness } = await report("?from=2030-01-01");
    expect(completeness).toEqual([
      { storeId: "store-a", storeName: "Name of store-a", epoch: 1, seq: 3, at: "2026-05-04T10:00:03.000Z" },
      { storeId: "store-b", storeName: "Name of store-b", epoch: 1, seq: 1, at: "2026-05-04T10:00:01.000Z" },
    ]);
  });

  it("refuses questions that make no sense, by the field", async () => {
    for (const [query, path] of [
      ["?from=2026-05-32", "from"],
      ["?from=2026-05-03&to=2026-05-01", "from"],
      ["?groupBy=mood", "groupBy"],
      ["?surprise=1", "surprise"],
    ]) {
      const answer = await getJson(`${hub.url}/api/reports/sales${query}`, token);
      expect(answer).toMatchObject({ status: 422, body: { code: "invalid", errors: [{ path }] } });
    }
  });

  it("is read from the replica where there is one", async () => {
    const replica = await openTestHub({
      databaseUrl: hub.databaseUrl,
      databaseReadUrl: hub.databaseUrl,
      demo: false,
      jwtSecret: hub.config.jwtSecret,
    });
    expect((await getJson(`${replica.url}/api/reports/sales`, token)).body).toEqual(await report(""));
    await replica.close();
  });
});

describe("a person", () => {
  it("sees and does what the role permits", async () => {
    await newChain("looks", "manager");
    expect((await getJson(`${hub.url}/api/stores`, token)).status).toBe(200);
    expect(await postJson(`${hub.url}/api/stores/enrolment-codes`, { storeName: "X" }, token)).toMatchObject({
      status: 403,
      body: { code: "forbidden", permission: "hub.manage" },
    });
    await newChain("waits", "waiter");
    expect((await getJson(`${hub.url}/api/reports/sales`, token)).status).toBe(403);
  });
});
