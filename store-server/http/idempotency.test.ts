import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type HttpStore, openHttpStore, type SendOptions } from "../testing/http-store.ts";

describe("a write", () => {
  let store: HttpStore;
  let token: string;
  let waiter: string;
  beforeAll(async () => {
    store = openHttpStore();
    await store.addPerson("ann", "owner");
    await store.addPerson("will", "waiter");
    token = await store.signIn("ann");
    waiter = await store.signIn("will");
  });
  afterAll(() => store.close());

  let made = 0;
  const newKey = (): string => {
    made += 1;
    return `tap-${made}`;
  };
  const put = (value: unknown, key?: string, more: SendOptions = {}, path = "/api/settings/store.name") => {
    const headers = { ...(key === undefined ? {} : { "idempotency-key": key }), ...more.headers };
    return store.send("PUT", path, { value }, { token, ...more, headers });
  };

  test("with the same key and request has the same answer, byte for byte, and is done once", async () => {
    const key = newKey();
    const first = await put("Corner", key);
    await put("Other");
    const again = await put("Corner", key);
    expect([again.status, again.text]).toEqual([first.status, first.text]);
    expect(first.headers.has("idempotent-replay")).toBe(false);
    expect(again.headers.get("idempotent-replay")).toBe("true");
    expect((await store.send("GET", "/api/settings/store.name", undefined, { token })).json.value).toBe(
      "Other",
    );
  });

  test("is the same under both prefixes and in any order of its keys", async () => {
    const key = newKey();
    const headers = { "idempotency-key": key };
    const id = newKey();
    const first = await store.send(
      "POST",
      "/api/users",
      `{"id":"${id}","name":"Cook 3","role":"cook","pin":"9182"}`,
      { token, headers },
    );
    const again = await store.send(
      "POST",
      "/api/v1/users",
      `{ "pin":"9182", "role":"cook","name":"Cook 3","id":"${id}" }`,
      { token, headers },
    );
    expect([first.status, again.status, again.text]).toEqual([201, 201, first.text]);
    expect(again.headers.get("idempotent-replay")).toBe("true");
  });

  test("replays a refusal byte for byte, problem and status", async () => {
    const key = newKey();
    const first = await put("Mine", key, { token: waiter });
    const again = await put("Mine", key, { token: waiter }, "/api/v1/settings/store.name");
    expect([first.status, first.json.code, first.json.permission]).toEqual([
      403,
      "forbidden",
      "settings.manage",
    ]);
    expect([again.status, again.text, again.headers.get("content-type")]).toEqual([
      403,
      first.text,
      "application/problem+json",
    ]);
    expect(again.headers.get("idempotent-replay")).toBe("true");
  });

  test("with the same key and another request is refused as key_reused", async () => {
    const key = newKey();
    await put("One", key);
    const other = await put("Two", key);
    expect([other.status, other.json.code]).toEqual([422, "key_reused"]);
    const elsewhere = await put("One", key, {}, "/api/settings/store.locale");
    expect(elsewhere.json.code).toBe("key_reused");
  });

  test("takes the key from commandId in the body as well", async () => {
    const send = (commandId: unknown) =>
      store.send("PUT", "/api/settings/store.name", { value: "Body", commandId }, { token });
    const key = newKey();
    await send(key);
    expect((await send(key)).headers.get("idempotent-replay")).toBe("true");
    expect((await put("Body", key)).headers.get("idempotent-replay")).toBe("true");
    expect((await send("no good")).json.errors).toMatchObject([{ path: "commandId" }]);
  });

  test("scopes a key to its actor", async () => {
    const key = newKey();
    await put("Ann's", key);
    const other = await put("Ann's", key, { token: waiter });
    expect([other.status, other.headers.has("idempotent-replay")]).toEqual([403, false]);
  });

  test("without a key is done each time", async () => {
    const first = await put("Same");
    const again = await put("Same");
    expect(Number(again.json.version)).toBeGreaterThan(Number(first.json.version));
  });

  test("twice at the same moment is done once", async () => {
    const key = newKey();
    const answers = await Promise.all(Array.from({ length: 8 }, () => put("Crowd", key)));
    expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
    expect(answers.filter((answer) => answer.headers.has("idempotent-replay"))).toHaveLength(7);
  });

  test("does not keep an unhashed or guessable trace of a PIN", async () => {
    const key = newKey();
    await store.send(
      "POST",
      "/api/users",
      { name: "Pin", role: "cook", pin: "4711" },
      { token, headers: { "idempotency-key": key } },
    );
    const row = store.kernel.db.prepare("SELECT * FROM answers WHERE command LIKE ?").get(`%${key}`) as {
      fingerprint: string;
    };
    expect(row.fingerprint).toHaveLength(43);
    expect(JSON.stringify(row)).not.toContain("4711");
  });

  test("with If-Match of an older version is refused with the current state, and stands with the current one", async () => {
    const current = await put("Base");
    const stale = await put("Mine", undefined, {
      headers: { "if-match": `"${Number(current.json.version) - 1}"` },
    });
    expect([stale.status, stale.json.code, stale.json.current]).toMatchObject([
      412,
      "precondition_failed",
      { value: "Base" },
    ]);
    const read = await store.send("GET", "/api/settings/store.name", undefined, { token });
    const etag = read.headers.get("etag") ?? "";
    expect((await put("Mine", undefined, { headers: { "if-match": etag } })).status).toBe(200);
    expect((await put("Mine", undefined, { headers: { "if-match": etag } })).status).toBe(412);
    expect((await put("Mine", undefined, { headers: { "if-match": '"nonsense"' } })).status).toBe(412);
    expect((await put("Mine", undefined, { headers: { "if-match": "*" } })).status).toBe(200);
  });

  test("a DELETE answers 204 without a body, and again when it is repeated", async () => {
    const key = newKey();
    const { json } = await store.send(
      "POST",
      "/api/users",
      { name: "Temp", role: "cook", pin: "5050" },
      { token },
    );
    const remove = () =>
      store.send("DELETE", `/api/users/${String(json.id)}`, undefined, {
        token,
        headers: { "idempotency-key": key },
      });
    const first = await remove();
    const again = await remove();
    expect([first.status, first.text, again.status, again.text]).toEqual([204, "", 204, ""]);
    expect(again.headers.get("idempotent-replay")).toBe("true");
  });

  test("an answer whose body has shrunk with age keeps its status", async () => {
    const key = newKey();
    await put("Old", key);
    store.kernel.db
      .prepare("UPDATE answers SET body = NULL, shrunk = 1 WHERE command LIKE ?")
      .run(`%/${key}`);
    const again = await put("Old", key);
    expect([again.status, again.text, again.headers.get("idempotent-replay")]).toEqual([200, "{}", "true"]);
  });
});
