import { permissionsOf } from "@tillbox/shared/permissions.ts";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "../../testing/wire-box.ts";

let box: WireBox;
const way: Record<string, Way> = {};
beforeEach(async () => {
  box = await openWireBox();
  for (const name of ["owner", "manager", "waiter"]) way[name] = { token: await box.signIn(name) };
});
afterEach(() => box.close());

const put = (id: string, body: object, who = "owner"): Promise<Said> =>
  box.ask("PUT", `/api/roles/${id}`, body, way[who]);
const profile = async (): Promise<unknown> =>
  (await box.ask("GET", "/api/auth/profile", undefined, way.waiter)).at("permissions");

describe("roles", () => {
  test("that came with the box stand first, as the wire says, and count their people", async () => {
    const list = await box.ask("GET", "/api/roles", undefined, way.manager);
    expect(list.list().map(({ id }) => id)).toEqual([
      "owner",
      "manager",
      "waiter",
      "cashier",
      "cook",
      "kiosk",
    ]);
    expect(list.at("items.2")).toMatchObject({ name: "Waiter", builtIn: true, fixed: false, version: 0 });
    expect(list.at("items.2.people")).toEqual(expect.any(Number));
    expect(list.at("items.2.permissions")).toEqual([...permissionsOf.waiter].sort());
  });

  test("change what their people may from the next request, and come back to what they were", async () => {
    const more = [...permissionsOf.waiter, "order.void"];
    expect((await put("waiter", { permissions: more })).at("version")).toEqual(expect.any(Number));
    expect(await profile()).toContain("order.void");
    await put("waiter", { permissions: more.filter((name) => name !== "order.open") });
    expect(await profile()).not.toContain("order.open");
    const opened = await box.ask("POST", "/api/orders", { type: "takeaway", items: [] }, way.waiter);
    expect([opened.status, opened.at("permission")]).toEqual([403, "order.open"]);
    expect((await box.ask("DELETE", "/api/roles/waiter", undefined, way.owner)).status).toBe(204);
    expect(await profile()).toEqual([...permissionsOf.waiter]);
  });

  test("of the store's own are given to people, and stay as long as somebody has them", async () => {
    const body = { id: "runner", name: "Runner", permissions: ["order.read", "order.serve", "table.read"] };
    expect((await box.ask("POST", "/api/roles", body, way.manager)).status).toBe(201);
    const person = { id: "r1", name: "Runner 1", role: "runner", pin: "6161" };
    expect((await box.ask("POST", "/api/users", person, way.manager)).at("role")).toBe("runner");
    const device = await box.pair("tablet-1", "tablet");
    const login = await box.ask("POST", "/api/auth/login", { pin: "6161" }, { device });
    expect(login.at("user.permissions")).toEqual(body.permissions);
    expect((await box.ask("DELETE", "/api/roles/runner", undefined, way.owner)).status).toBe(409);
    await box.ask("PUT", "/api/users/r1", { role: "waiter" }, way.manager);
    expect((await box.ask("DELETE", "/api/roles/runner", undefined, way.owner)).status).toBe(204);
  });

  test("never let anybody hand out more than they have", async () => {
    const beyond = await put("waiter", { permissions: [...permissionsOf.waiter, "hub.manage"] }, "manager");
    expect([beyond.status, beyond.at("permission")]).toEqual([403, "hub.manage"]);
    const role = { id: "boss", name: "Boss", permissions: ["staff.manage", "hub.manage"] };
    expect((await box.ask("POST", "/api/roles", role, way.manager)).status).toBe(403);
    expect((await box.ask("POST", "/api/roles", role, way.owner)).status).toBe(201);
    const person = { id: "b1", name: "Guest 1", role: "boss", pin: "6262" };
    expect((await box.ask("POST", "/api/users", person, way.manager)).status).toBe(403);
    expect((await put("waiter", { name: "Server" }, "waiter")).at("permission")).toBe("role.manage");
  });

  test("never let anybody give a PIN or a password to whoever may more than they", async () => {
    const clerk = { id: "clerk", name: "Clerk", permissions: ["staff.manage", "staff.read"] };
    await box.ask("POST", "/api/roles", clerk, way.owner);
    for (const [id, pin] of [
      ["c1", "6161"],
      ["c2", "6262"],
    ])
      await box.ask("POST", "/api/users", { id, name: "Clerk 1", role: "clerk", pin }, way.owner);
    const device = await box.pair("tablet-1", "tablet");
    const signedIn = await box.ask("POST", "/api/auth/login", { pin: "6161" }, { device });
    const token = signedIn.word("accessToken");
    const set = (id: string, body: object) => box.ask("PUT", `/api/users/${id}`, body, { token });
    const taken = await set("manager", { pin: "7171" });
    expect([taken.status, taken.word("detail")]).toEqual([
      403,
      expect.stringContaining("The role manager may more than you"),
    ]);
    expect((await set("manager", { password: "a password of mine" })).status).toBe(403);
    expect((await set("c2", { pin: "7171" })).status).toBe(200);
  });

  test("owner and kiosk are fixed; nonsense names the field", async () => {
    expect((await put("owner", { permissions: [] })).status).toBe(409);
    expect((await put("kiosk", { permissions: [] })).status).toBe(409);
    const odd = await put("waiter", { permissions: ["order.everything"] });
    expect([odd.status, odd.at("errors.0.path")]).toEqual([422, "permissions.0"]);
    expect((await put("nobody", { name: "X" })).status).toBe(404);
    const lost = await box.ask("POST", "/api/users", { name: "X", role: "nobody", pin: "6363" }, way.owner);
    expect([lost.status, lost.at("errors.0.path")]).toEqual([422, "role"]);
  });
});
