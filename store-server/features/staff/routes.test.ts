import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { features } from "../../features.ts";
import { openDatabase } from "../../kernel/database.ts";
import { migrate, migrationsFolder, readMigrations } from "../../kernel/migrate.ts";
import { compareTables, replay } from "../../kernel/rebuild.ts";
import { type HttpStore, openHttpStore } from "../../testing/http-store.ts";
import { roleRoutes } from "../role/routes.ts";

describe("people over HTTP", () => {
  let store: HttpStore;
  let owner: string;
  let manager: string;
  beforeEach(async () => {
    store = openHttpStore({ routes: roleRoutes });
    await store.addPerson("olga", "owner", "1010");
    await store.addPerson("mia", "manager");
    owner = await store.signIn("olga");
    manager = await store.signIn("mia");
  });
  afterEach(() => store.close());
  const add = (body: object, token = manager, path = "/api/users") =>
    store.send("POST", path, body, { token });
  const change = (id: string, body: object, token = manager) =>
    store.send("PUT", `/api/users/${id}`, body, { token });

  test("a manager registers a waiter, who can sign in at once", async () => {
    const body = { name: "Will", role: "waiter", username: "Will", password: "password-will" };
    const made = await add(body, manager, "/api/auth/register");
    expect([made.status, made.json]).toMatchObject([
      201,
      { name: "Will", role: "waiter", username: "Will", active: true },
    ]);
    expect(made.text).not.toContain("password");
    const signedIn = await store.send("POST", "/api/auth/login", {
      username: "wILL",
      password: "password-will",
    });
    expect(signedIn.json.user).toMatchObject({ id: made.json.id, role: "waiter" });
  });

  test("registering stores no answer: the same key is another person", async () => {
    const send = (name: string) =>
      store.send(
        "POST",
        "/api/auth/register",
        { name, role: "cook", pin: name.length === 3 ? "2323" : "2424" },
        { token: manager, headers: { "idempotency-key": "k" } },
      );
    expect([(await send("One")).status, (await send("Four")).status]).toEqual([201, 201]);
  });

  test("a waiter may neither add, change nor see people, and costs no hashing by trying", async () => {
    await store.addPerson("will", "waiter");
    const token = await store.signIn("will");
    for (const answer of [
      await add({ name: "X", role: "cook", pin: "9999" }, token),
      await change("mia", { pin: "9999" }, token),
    ])
      expect([answer.status, answer.json.permission]).toEqual([403, "staff.manage"]);
    expect((await store.send("GET", "/api/users", undefined, { token })).json.permission).toBe("staff.read");
    expect((await store.send("DELETE", "/api/users/mia", undefined, { token })).json.permission).toBe(
      "staff.manage",
    );
  });

  test("a manager may not make, change or remove an owner, nor become one", async () => {
    for (const answer of [
      await add({ name: "X", role: "owner", pin: "9999" }),
      await change("olga", { pin: "9999" }),
      await change("mia", { role: "owner" }),
      await store.send("DELETE", "/api/users/olga", undefined, { token: manager }),
    ])
      expect([answer.status, answer.json.permission]).toEqual([403, "staff.manage-owner"]);
    expect((await change("mia", { role: "owner" }, owner)).status).toBe(200);
  });

  test("nobody demotes, removes or locks out somebody who may more than they", async () => {
    const role = { name: "Host", permissions: ["staff.manage", "staff.read", "time.clock"] };
    const host = String((await store.send("POST", "/api/roles", role, { token: owner })).json.id);
    await add({ name: "host", role: host, username: "host", password: "password-host" }, owner);
    await store.addPerson("will", "waiter", "7777");
    await add({ name: "Other host", role: host, username: "host2", password: "password-host2" }, owner);
    const token = await store.signIn("host");
    for (const answer of [
      await change("mia", { role: host }, token),
      await change("mia", { active: false }, token),
      await change("mia", { username: null }, token),
      await change("will", { pin: null }, token),
      await change("will", { role: host }, token),
      await store.send("DELETE", "/api/users/will", undefined, { token }),
    ])
      expect([answer.status, answer.json.code]).toEqual([403, "forbidden"]);
    // What takes nothing away is hers to do, and who may no more than she.
    expect((await change("will", { name: "Waiter 2" }, token)).status).toBe(200);
    const people = (await store.send("GET", "/api/users?limit=50", undefined, { token })).json.items as {
      id: string;
      name: string;
    }[];
    const id = people.find(({ name }) => name === "Other host")?.id ?? "";
    expect((await store.send("DELETE", `/api/users/${id}`, undefined, { token })).status).toBe(204);
    expect((await change("mia", { role: "cook" }, owner)).status).toBe(200);
  });

  test("a PIN that somebody has is told last, counts as a wrong guess, and costs time in the end", async () => {
    const pins = ["1010", "2020", "3030", "4040", "5050", "6060"];
    for (const [index, pin] of pins.entries()) if (index > 0) await store.addPerson(`p${index}`, "cook", pin);
    // A change that is refused anyway says the same whether the PIN is taken or not.
    const probes = [
      await change("mia", { pin: "1010", username: null, password: "password-new" }),
      await change("mia", { pin: "9898", username: null, password: "password-new" }),
    ];
    expect(probes.map(({ json }) => json)).toEqual([probes[1]?.json, probes[1]?.json]);
    expect(probes.map(({ status }) => status)).toEqual([422, 422]);
    const taken: number[] = [];
    for (const [index, pin] of pins.entries()) {
      const path = index % 2 ? "/api/users" : "/api/auth/register";
      const body = { name: "X", role: "cook", pin };
      taken.push((await (index % 3 ? add(body, manager, path) : change("mia", { pin }))).status);
    }
    expect(taken).toEqual([409, 409, 409, 409, 409, 429]);
    expect((await change("mia", { pin: "9898" })).json.code).toBe("rate_limited");
    // Only whoever guessed waits, and only for what could be a guess.
    expect((await change("mia", { name: "Mia" })).status).toBe(200);
    expect((await change("mia", { pin: "9898" }, owner)).status).toBe(200);
  });

  test("a username counts once in any case, a PIN once in the house", async () => {
    expect(
      (await add({ name: "X", role: "cook", username: "OLGA", password: "password-x" })).json,
    ).toMatchObject({ code: "conflict", errors: [{ path: "username" }] });
    expect((await add({ name: "X", role: "cook", pin: "1010" })).json).toMatchObject({
      code: "conflict",
      errors: [{ path: "pin" }],
    });
  });

  test("a role that changes counts from the next request", async () => {
    await store.addPerson("will", "waiter");
    const token = await store.signIn("will");
    expect((await store.send("GET", "/api/users", undefined, { token })).status).toBe(403);
    await change("will", { role: "manager" });
    expect((await store.send("GET", "/api/users", undefined, { token })).status).toBe(200);
    await change("will", { role: "cook" });
    expect((await store.send("GET", "/api/users", undefined, { token })).status).toBe(403);
  });

  test("somebody who leaves is out with the next request, and their PIN and username are free", async () => {
    await store.addPerson("will", "waiter", "7777");
    const token = await store.signIn("will");
    expect((await store.send("DELETE", "/api/users/will", undefined, { token: manager })).status).toBe(204);
    expect((await store.send("GET", "/api/auth/profile", undefined, { token })).status).toBe(401);
    const login = await store.send("POST", "/api/auth/login", {
      username: "will",
      password: "password-will",
    });
    expect(login.status).toBe(401);
    expect(
      (await add({ name: "Will II", role: "waiter", username: "will", password: "password-2", pin: "7777" }))
        .status,
    ).toBe(201);
    expect((await store.send("GET", "/api/users/will", undefined, { token: manager })).json.active).toBe(
      false,
    );
    expect((await change("will", { active: true, password: "password-3" })).json).toMatchObject({
      code: "conflict",
      errors: [{ path: "username" }],
    });
    expect(
      (await change("will", { active: true, username: "will3", password: "password-3" })).json.active,
    ).toBe(true);
  });

  test("a changed password ends the sign-ins of before; the old one is worth nothing", async () => {
    await store.addPerson("will", "waiter", "7777");
    const token = await store.signIn("will");
    await change("will", { name: "William" });
    expect((await store.send("GET", "/api/auth/profile", undefined, { token })).json.name).toBe("William");
    await change("will", { password: "a new password" });
    expect((await store.send("GET", "/api/auth/profile", undefined, { token })).status).toBe(401);
    expect(
      (await store.send("POST", "/api/auth/login", { username: "will", password: "password-will" })).status,
    ).toBe(401);
    expect(
      (await store.send("POST", "/api/auth/login", { username: "will", password: "a new password" })).status,
    ).toBe(200);
  });

  test("null takes a way to sign in away, and a PIN that went is free", async () => {
    await store.addPerson("will", "waiter", "7777");
    expect((await change("will", { username: null })).json.username).toBeNull();
    expect(
      (await store.send("POST", "/api/auth/login", { username: "will", password: "password-will" })).status,
    ).toBe(401);
    expect((await change("will", { pin: null })).json.code).toBe("invalid");
    expect((await change("will", { username: "will", password: "password-new", pin: null })).status).toBe(
      200,
    );
    expect((await add({ name: "X", role: "cook", pin: "7777" })).status).toBe(201);
  });

  test("the last owner stays", async () => {
    const answer = await store.send("DELETE", "/api/users/olga", undefined, { token: owner });
    expect([answer.status, answer.json.code]).toEqual([409, "conflict"]);
  });

  test("the list is by name, page by page, and can be narrowed", async () => {
    for (const name of ["bert", "Cleo", "adam"]) await store.addPerson(name, "cook");
    const names: unknown[] = [];
    let cursor: unknown = "";
    while (cursor !== null) {
      const page = await store.send(
        "GET",
        `/api/users?limit=2${cursor === "" ? "" : `&cursor=${String(cursor)}`}`,
        undefined,
        { token: manager },
      );
      names.push(...(page.json.items as { name: string }[]).map((item) => item.name));
      cursor = page.json.nextCursor;
    }
    expect(names).toEqual(["adam", "bert", "Cleo", "mia", "olga"]);
    const owners = await store.send("GET", "/api/users?role=owner&active=true", undefined, {
      token: manager,
    });
    expect(owners.json.items).toMatchObject([{ id: "olga" }]);
    expect(
      (await store.send("GET", "/api/users?cursor=nonsense", undefined, { token: manager })).status,
    ).toBe(422);
  });

  test("no secret reaches the journal, and the rows hold hashes only", async () => {
    await add({ name: "Sly", role: "cook", username: "sly", password: "correct horse", pin: "86420" });
    const rows = store.kernel.db.prepare("SELECT bytes FROM journal").all();
    expect(JSON.stringify(rows)).not.toMatch(/correct horse|86420|argon2/);
    const kept = JSON.stringify(store.kernel.db.prepare("SELECT * FROM credentials").all());
    expect(kept).toContain("$argon2id$");
    expect(kept).not.toMatch(/correct horse|86420/);
  });

  test("the passwords of the demo are refused elsewhere", async () => {
    const body = { name: "X", role: "cook", username: "xy", password: "demo-waiter" };
    expect((await add(body)).json).toMatchObject({ code: "invalid", errors: [{ path: "password" }] });
    const demo = openHttpStore({ demo: true });
    await demo.addPerson("ann", "owner");
    const made = await demo.send("POST", "/api/users", body, { token: await demo.signIn("ann") });
    demo.close();
    expect(made.status).toBe(201);
  });

  test("people and devices come out of the journal as they are", async () => {
    await store.addPerson("will", "waiter", "7777");
    await change("will", { name: "William", role: "cashier", pin: "8888" });
    await store.send("DELETE", "/api/users/will", undefined, { token: manager });
    await change("will", { active: true, username: "willy", password: "password-3" });
    await store.pair("tablet-1");
    await store.send("PUT", "/api/devices/tablet-1", { name: "Bar" }, { token: owner });
    await store.send("DELETE", "/api/devices/tablet-1", undefined, { token: owner });
    await store.pair("tablet-1", "kitchen");
    const rebuilt = openDatabase(":memory:");
    migrate(rebuilt, readMigrations(migrationsFolder), () => undefined);
    const { storeId, epoch, db } = store.kernel;
    const entries = replay(db, rebuilt, features, { storeId, epoch });
    expect(entries).toBe(store.kernel.headSeq());
    expect(compareTables(db, rebuilt, ["users", "devices"])).toEqual([]);
    db.exec("UPDATE users SET role = 'owner' WHERE id = 'mia'");
    expect(compareTables(db, rebuilt, ["users", "devices"])).toHaveLength(1);
    rebuilt.close();
  });
});
