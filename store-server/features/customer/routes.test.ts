import { afterEach, beforeEach, expect, it } from "vitest";
import { featureRoutes } from "../../features.ts";
import { type HttpStore, openHttpStore } from "../../testing/http-store.ts";

let store: HttpStore;
let owner: string;
let cook: string;
beforeEach(async () => {
  store = openHttpStore({ routes: featureRoutes });
  await store.addPerson("ann", "owner");
  await store.addPerson("cem", "cook");
  [owner, cook] = [await store.signIn("ann"), await store.signIn("cem")];
});
afterEach(() => store.close());

const send = (
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
  token = owner,
) => store.send(method, `/api${path}`, body, { token, headers });

it("names the field that is wrong, and takes nothing that it does not know", async () => {
  const wrong: [object, string][] = [
    [{}, "name"],
    [{ name: " " }, "name"],
    [{ name: "Guest 1", phone: "call me" }, "phone"],
    [{ name: "Guest 1", phone: "12" }, "phone"],
    [{ name: "Guest 1", email: "nowhere" }, "email"],
    [{ name: "Guest 1", birthday: "30.04.1990" }, "birthday"],
    [{ name: "Guest 1", address: { town: "x" } }, "address.town"],
    [{ name: "Guest 1", consent: { marketing: true } }, "consent.source"],
    [{ name: "Guest 1", taxExemption: { certificate: "E1", validUntil: "soon" } }, "taxExemption.validUntil"],
    [{ name: "Guest 1", points: 1000 }, "points"],
  ];
  for (const [body, path] of wrong) {
    const { status, json } = await send("POST", "/customers", body);
    expect([path, status, (json.errors as { path: string }[])[0]?.path]).toEqual([path, 422, path]);
  }
});

it("is for whoever may: a cook sees no customer, adds none, erases none", async () => {
  await send("POST", "/customers", { id: "c1", name: "Guest 1" });
  const asked: [string, string, unknown?][] = [
    ["GET", "/customers"],
    ["GET", "/customers?search=guest"],
    ["GET", "/customers/c1"],
    ["GET", "/customers/c1/points"],
    ["GET", "/customers/c1/export"],
    ["PUT", "/customers/c1", { name: "Guest 2" }],
    ["POST", "/customers/c1/erase", {}],
    ["DELETE", "/customers/c1"],
  ];
  for (const [method, path, body] of asked)
    expect([path, (await send(method, path, body, {}, cook)).status]).toEqual([path, 403]);
});

it("answers a retry with the same bytes, and with null for what was erased since", async () => {
  const body = { id: "c1", name: "Guest 1", phone: "040 123456" };
  const key = { "idempotency-key": "tap-1" };
  const first = await send("POST", "/customers", body, key);
  expect((await send("POST", "/customers", body, key)).text).toBe(first.text);
  const erased = await send(
    "POST",
    "/customers/c1/erase",
    { reason: "asked" },
    { "idempotency-key": "tap-2" },
  );
  expect([erased.status, erased.json.name]).toEqual([200, null]);
  const again = await send("POST", "/customers", body, key);
  expect([again.status, again.json.name, again.json.phone]).toEqual([201, null, null]);
  expect(again.text).not.toMatch(/Guest|sealed/);
});

it("holds a change against the version that was seen, and shows the current one", async () => {
  const made = await send("POST", "/customers", { id: "c1", name: "Guest 1" });
  const seen = await send("GET", "/customers/c1");
  const tag = seen.headers.get("etag") ?? "";
  expect((await send("GET", "/customers/c1", undefined, { "if-none-match": tag })).status).toBe(304);
  await send("PUT", "/customers/c1", { name: "Guest 2" });
  const late = await send("PUT", "/customers/c1", { name: "Guest 3" }, { "if-match": tag });
  expect([late.status, late.json.current]).toMatchObject([412, { name: "Guest 2" }]);
  expect(made.status).toBe(201);
});

it("lists the newest first in pages, and the best matches of a search, without the erased", async () => {
  for (const n of [1, 2, 3]) await send("POST", "/customers", { id: `c${n}`, name: `Guest ${n}` });
  const page = await send("GET", "/customers?limit=2");
  const rest = await send("GET", `/customers?limit=2&cursor=${String(page.json.nextCursor)}`);
  const ids = ({ json }: typeof page) => (json.items as { id: string }[]).map(({ id }) => id);
  expect([ids(page), ids(rest), rest.json.nextCursor]).toEqual([["c3", "c2"], ["c1"], null]);
  expect(ids(await send("GET", "/customers?search=guest%202"))).toEqual(["c2"]);
  await send("POST", "/customers/c2/erase", {});
  expect(ids(await send("GET", "/customers?search=guest"))).not.toContain("c2");
  expect(ids(await send("GET", "/customers"))).toEqual(["c3", "c1"]);
  expect((await send("DELETE", "/customers/c1")).status).toBe(204);
  expect(ids(await send("GET", "/customers?search=guest"))).toEqual(["c3"]);
});

it("hands a device's intents of customers to the same commands", async () => {
  const device = await store.pair("tablet-1");
  const { customerIntents } = await import("./intents.ts");
  const create = customerIntents.find(({ action }) => action === "create");
  expect(create?.parse({ entityId: "c9", data: { name: "Guest 9" } })).toEqual({
    id: "c9",
    words: { name: "Guest 9" },
  });
  expect(() => create?.parse({ entityId: "c9", data: { name: "" } })).toThrow("name");
  expect(device.deviceId).toBe("tablet-1");
});
