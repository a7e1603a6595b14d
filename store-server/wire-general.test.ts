/** The General part of the wire, sentence by sentence, on a real box. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Said, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
let owner: { token: string };
let manager: { token: string };
let categoryId: string;
let keys = 0;
const newKey = (): string => `tap-${(keys += 1)}`;
const withKey = (key: string) => ({ ...owner, headers: { "idempotency-key": key } });

beforeAll(async () => {
  box = await openWireBox();
  owner = { token: await box.signIn("owner") };
  manager = { token: await box.signIn("manager") };
  categoryId = (await box.ask("POST", "/api/categories", { name: "Specials" }, owner)).word("id");
});
afterAll(() => box.close());

const problem = (said: Said) => ({ status: said.status, code: said.at("code") });

describe("ids, money and rates", () => {
  test("an id may be given, and a JSON number is taken as its string", async () => {
    const said = await box.ask("POST", "/api/categories", { id: 7001, name: "Numbered" }, owner);
    expect([said.status, said.at("id")]).toEqual([201, "7001"]);
    const area = { id: "terrace-2", name: "Terrace" };
    await box.ask("POST", "/api/areas", area, owner);
    const taken = await box.ask("POST", "/api/areas", area, manager);
    expect([taken.status, taken.at("detail"), taken.at("current.id")]).toEqual([
      409,
      "There is an area with this id already.",
      "terrace-2",
    ]);
    const bad = await box.ask("POST", "/api/categories", { id: "a b", name: "Spaced" }, owner);
    expect(problem(bad)).toEqual({ status: 422, code: "invalid" });
  });

  test.each([3.5, -1, "350", null])("a price of %j is refused, not rounded", async (price) => {
    const said = await box.ask("POST", "/api/menu-items", { name: "Soup", categoryId, price }, owner);
    expect(problem(said)).toEqual({ status: 422, code: "invalid" });
  });

  test.each([
    ["0.19", "0.19"],
    [0.055, "0.055"],
    [0, "0"],
  ])("a rate of %j is taken and said as %j", async (rate, told) => {
    const body = { name: "VAT", inclusive: true, rates: [{ name: "VAT", rate }] };
    const said = await box.ask("POST", "/api/tax-classes", body, owner);
    expect([said.status, said.at("rates.0.rate")]).toEqual([201, told]);
  });
});

describe("reading and writing", () => {
  const lists =
    "orders orders/active tables tables/available areas categories menu-items tax-classes printers stations settings print-jobs".split(
      " ",
    );
  test.each(lists)("the list of %s keeps its bounds, pages and says when nothing changed", async (name) => {
    const path = `/api/${name}`;
    const all = await box.ask("GET", path, undefined, owner);
    expect([all.status, all.list().length <= 50, all.at("nextCursor") !== undefined]).toEqual([
      200,
      true,
      true,
    ]);
    const known = { ...owner, headers: { "if-none-match": all.headers.get("etag") ?? "" } };
    expect((await box.ask("GET", path, undefined, known)).status).toBe(304);
    const bounds = ["limit=0", "limit=501", "limit=x", "cursor=nonsense", "unknown=1"];
    const refused = await Promise.all(
      bounds.map((query) => box.ask("GET", `${path}?${query}`, undefined, owner)),
    );
    expect(refused.map(({ status }) => status)).toEqual(bounds.map(() => 422));
    const first = await box.ask("GET", `${path}?limit=1`, undefined, owner);
    expect(first.list().length).toBeLessThanOrEqual(1);
    if (first.at("nextCursor") === null) return;
    const next = await box.ask("GET", `${path}?limit=1&cursor=${first.word("nextCursor")}`, undefined, owner);
    expect(next.at("items.0.id")).toBe(all.at("items.1.id"));
  });

  test("/api and /api/v1 are the same, /sync has both, and answers carry the version", async () => {
    const answers = await Promise.all(
      ["/api/areas", "/api/v1/areas", "/sync/devices", "/api/v1/sync/devices"].map((path) =>
        box.ask("GET", path, undefined, owner),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(answers.map(({ headers }) => headers.get("x-api-version"))).toEqual(["1", "1", "1", "1"]);
  });

  test("PUT changes the named fields only, and null clears what need not be there", async () => {
    const path = `/api/categories/${categoryId}`;
    const coloured = await box.ask("PUT", path, { color: "#aa0000" }, owner);
    expect([coloured.status, coloured.at("name"), coloured.at("color")]).toEqual([
      200,
      "Specials",
      "#aa0000",
    ]);
    const cleared = await box.ask("PUT", path, { color: null, sort: null, parentId: null }, owner);
    expect([cleared.status, cleared.at("color"), cleared.at("sort")]).toEqual([200, null, 0]);
    expect((await box.ask("PUT", path, { name: null }, owner)).status).toBe(422);
    const item = {
      name: "Stew",
      categoryId,
      price: 900,
      allergens: ["milk"],
      stock: 3,
      stations: ["kitchen"],
    };
    const id = (await box.ask("POST", "/api/menu-items", item, owner)).word("id");
    const change = {
      unit: null,
      allergens: null,
      stock: null,
      stations: null,
      variants: null,
      modifierGroups: null,
    };
    const plain = await box.ask("PUT", `/api/menu-items/${id}`, change, owner);
    expect(plain.at("")).toMatchObject({
      unit: "each",
      allergens: [],
      stock: null,
      stations: [],
      price: 900,
    });
  });

  test("If-Match takes the tag or the version, and says 412 when others were first", async () => {
    const path = `/api/categories/${categoryId}`;
    const tag = (await box.ask("GET", path, undefined, owner)).headers.get("etag") ?? "";
    const put = (name: string, match: string) =>
      box.ask("PUT", path, { name }, { ...owner, headers: { "if-match": match } });
    const changed = await put("Today", tag);
    expect(changed.status).toBe(200);
    expect(problem(await put("Late", tag))).toEqual({ status: 412, code: "precondition_failed" });
    expect((await put("Today's", `"${changed.word("version")}"`)).status).toBe(200);
  });
});

describe("idempotency", () => {
  const bodies: [string, object][] = [
    ["/api/categories", { name: "Once" }],
    ["/api/areas", { name: "Once" }],
    ["/api/stations", { name: "Once" }],
    ["/api/tax-classes", { name: "Once", inclusive: true, rates: [] }],
    ["/api/orders", { type: "takeaway", items: [] }],
    ["/api/devices/pairing-codes", {}],
  ];
  test.each(bodies)("POST %s with one key happens once, by header or commandId", async (path, body) => {
    const key = newKey();
    const first = await box.ask("POST", path, body, withKey(key));
    const again = await box.ask("POST", path, body, withKey(key));
    expect([first.status, first.headers.get("idempotent-replay")]).toEqual([201, null]);
    expect([again.status, again.text, again.headers.get("idempotent-replay")]).toEqual([
      201,
      first.text,
      "true",
    ]);
    const commandId = newKey();
    const named = await box.ask("POST", path, { ...body, commandId }, owner);
    const renamed = await box.ask("POST", path, { ...body, commandId }, owner);
    expect([renamed.status, renamed.text]).toEqual([201, named.text]);
    const other = await box.ask("POST", path, { ...body, commandId }, manager);
    expect([other.status, other.text === named.text]).toEqual([201, false]);
  });

  test("the key of one body is refused for another", async () => {
    const key = newKey();
    await box.ask("POST", "/api/areas", { name: "Garden" }, withKey(key));
    const said = await box.ask("POST", "/api/areas", { name: "Cellar" }, withKey(key));
    expect(problem(said)).toEqual({ status: 422, code: "key_reused" });
  });

  test("PUT and DELETE replay too", async () => {
    const id = (await box.ask("POST", "/api/areas", { name: "Yard" }, owner)).word("id");
    const put = newKey();
    const drop = newKey();
    const twice = async (method: string, body: unknown, key: string): Promise<[number, string | null][]> => {
      const [one, two] = [
        await box.ask(method, `/api/areas/${id}`, body, withKey(key)),
        await box.ask(method, `/api/areas/${id}`, body, withKey(key)),
      ];
      return [one, two].map((said) => [said.status, said.headers.get("idempotent-replay")]);
    };
    expect(await twice("PUT", { name: "Court" }, put)).toEqual([
      [200, null],
      [200, "true"],
    ]);
    expect(await twice("DELETE", undefined, drop)).toEqual([
      [204, null],
      [204, "true"],
    ]);
  });
});

describe("problems", () => {
  const form = { "content-type": "application/x-www-form-urlencoded" };
  test.each<[string, unknown, Record<string, string>, number, string]>([
    ["JSON that cannot be read", "{oops", {}, 400, "invalid"],
    ["another media type", "name=x", form, 415, "unsupported"],
    ["more than a mebibyte", JSON.stringify({ name: "x".repeat(1_100_000) }), {}, 413, "too_large"],
    ["an unknown field", { name: "x", colour: "red" }, {}, 422, "invalid"],
    ["a list where an object belongs", "[]", {}, 422, "invalid"],
  ])("%s is a problem with its own status", async (_what, body, headers, status, code) => {
    const said = await box.ask("POST", "/api/categories", body, { ...owner, headers });
    expect(problem(said)).toEqual({ status, code });
    expect(said.headers.get("content-type")).toContain("application/problem+json");
  });

  test("a problem names type, title, status, detail, code and instance", async () => {
    const said = await box.ask("GET", "/api/v1/orders/nowhere", undefined, owner);
    expect(Object.keys(said.at("") as object)).toEqual(
      expect.arrayContaining(["type", "title", "status", "detail", "code", "instance"]),
    );
    expect(problem(said)).toEqual({ status: 404, code: "not_found" });
    expect(problem(await box.ask("GET", "/api/orders"))).toEqual({ status: 401, code: "unauthorized" });
  });
});
