import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HttpStore, openHttpStore } from "../../../testing/http-store.ts";

describe("setting an empty box up", () => {
  let store: HttpStore;
  let now: number;
  beforeEach(() => {
    now = Date.parse("2026-03-01T10:00:00Z");
    store = openHttpStore({ wall: () => now });
  });
  afterEach(() => store.close());
  const input = (code: string | null, more: object = {}) => ({
    code,
    businessName: "Café Zürich",
    currency: "CHF",
    timeZone: "Europe/Zurich",
    locale: "de-CH",
    owner: { name: "Owner 1", username: "owner-1", password: "eine gute Wahl", pin: "4821" },
    ...more,
  });
  const setUp = (body: object) => store.send("POST", "/api/setup", body);

  test("makes it a store with an owner, who is signed in", async () => {
    const code = store.people.setup.code();
    expect(code).toMatch(/^[A-Z2-9]{4}-[A-Z2-9]{4}$/);
    expect(store.people.setup.obstacle()).toBeNull();
    const answer = await setUp(input(code?.toLowerCase().replace("-", " ") ?? null));
    expect([answer.status, answer.json.user]).toMatchObject([201, { name: "Owner 1", role: "owner" }]);
    const token = String(answer.json.accessToken);
    const setting = async (key: string) =>
      (await store.send("GET", `/api/settings/${key}`, undefined, { token })).json.value;
    expect(await setting("store.name")).toBe("Café Zürich");
    expect(await setting("currency.code")).toBe("CHF");
    expect(await setting("currency.symbol")).toBe("CHF");
    expect(await setting("store.time_zone")).toBe("Europe/Zurich");
    expect(await setting("store.locale")).toBe("de-CH");
    const login = await store.send("POST", "/api/auth/login", {
      username: "owner-1",
      password: "eine gute Wahl",
    });
    expect(login.status).toBe(200);
  });

  test("happens once, also when two try at the same moment", async () => {
    const code = store.people.setup.code();
    const both = await Promise.all([setUp(input(code)), setUp(input(code))]);
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409]);
    expect(store.people.setup.code()).toBeNull();
    const later = await setUp(input(code));
    expect([later.status, later.json.code]).toEqual([409, "conflict"]);
    expect(store.kernel.db.prepare("SELECT COUNT(*) AS people FROM users").get()).toEqual({ people: 1 });
  });

  test("needs the code, and guessing it is backed off", async () => {
    for (let count = 0; count < 5; count += 1) expect((await setUp(input("AAAA-AAAA"))).status).toBe(401);
    const blocked = await setUp(input(store.people.setup.code()));
    expect([blocked.status, blocked.json.code, blocked.headers.get("retry-after")]).toEqual([
      429,
      "rate_limited",
      "30",
    ]);
    now += 31_000;
    expect((await setUp(input(store.people.setup.code()))).status).toBe(201);
  });

  test("refuses a currency, time zone or locale that does not exist, and every wrong field at once", async () => {
    const code = store.people.setup.code();
    for (const [path, value] of [
      ["currency", "ZZZ"],
      ["timeZone", "Mars/Olympus"],
      ["locale", "no_locale"],
    ] as const)
      expect((await setUp(input(code, { [path]: value }))).json).toMatchObject({
        code: "invalid",
        errors: [{ path }],
      });
    const empty = await setUp({ code, owner: {} });
    expect((empty.json.errors as { path: string }[]).map((error) => error.path)).toEqual(
      expect.arrayContaining(["businessName", "currency", "owner.name", "owner.pin"]),
    );
    expect(store.people.setup.code()).toBe(code);
  });
});
