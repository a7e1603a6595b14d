import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SignJWT } from "jose";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openSecrets } from "../../secrets.ts";
import { type HttpStore, openHttpStore, type Sent } from "../../testing/http-store.ts";

const minute = 60_000;
type Tokens = { accessToken: string; refreshToken: string; expiresIn: number };
const tokensOf = (answer: Sent): Tokens => answer.json as Tokens;

let now: number;
let store: HttpStore;
beforeEach(async () => {
  now = Date.parse("2026-03-01T10:00:00Z");
  store = openHttpStore({ wall: () => now });
  await store.addPerson("ann", "owner", "1234");
  await store.addPerson("will", "waiter", "5678");
});
afterEach(() => store.close());

const login = (body: object, device?: { deviceId: string; deviceToken: string }) =>
  store.send("POST", "/api/auth/login", body, device ? { device } : {});
const byPassword = (name = "will") => login({ username: name, password: `password-${name}` });
const refresh = (refreshToken: string) => store.send("POST", "/api/auth/refresh", { refreshToken });
const profile = (token: string) => store.send("GET", "/api/auth/profile", undefined, { token });

describe("signing in", () => {
  test("by password gives tokens, who it is and what they may", async () => {
    const answer = await byPassword();
    expect([answer.status, answer.json]).toMatchObject([
      200,
      { expiresIn: 900, user: { id: "will", name: "will", role: "waiter" } },
    ]);
    expect((answer.json.user as { permissions: string[] }).permissions).toContain("order.send");
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect((await profile(tokensOf(answer).accessToken)).json).toMatchObject({ id: "will", deviceId: null });
  });
  test("by PIN works on a registered device only, and binds the sign-in to it", async () => {
    expect((await login({ pin: "5678" })).json).toMatchObject({ status: 401, code: "unauthorized" });
    const device = await store.pair("tablet-1");
    const answer = await login({ pin: "5678" }, device);
    expect(answer.status).toBe(200);
    expect((await profile(tokensOf(answer).accessToken)).json.deviceId).toBe("tablet-1");
    expect((await login({ pin: "5678" }, { ...device, deviceToken: "wrong" })).status).toBe(401);
  });
  test("says the same for a wrong password and an unknown name, after the same work", async () => {
    const wrong = await login({ username: "will", password: "nope nope" });
    const unknown = await login({ username: "nobody", password: "nope nope" });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.text).toBe(unknown.text);
    expect(wrong.headers.get("www-authenticate")).toBe("Bearer");
  });
  test("does as much for an unknown name as for a known one", async () => {
    const slow = { memory_KiB: 8192, passes: 2 };
    const { createSecretHasher } = await import("../../http/secret-hash.ts");
    const hasher = createSecretHasher(slow);
    const stored = await hasher.inTurn(({ hash }) => hash("right"));
    /** Of the processor, whatever else it does meanwhile. */
    const took = async (of: string | undefined): Promise<number> => {
      const before = process.cpuUsage();
      await hasher.inTurn(({ matches }) => matches(of, "wrong"));
      const { user, system } = process.cpuUsage(before);
      return user + system;
    };
    const median = (times: number[]): number => times.sort((left, right) => left - right)[7] ?? 0;
    await took(undefined);
    const [unknown, known]: [number[], number[]] = [[], []];
    for (let round = 0; round < 15; round += 1) {
      unknown.push(await took(undefined));
      known.push(await took(stored));
    }
    const ratio = median(unknown) / median(known);
    expect(ratio).toBeGreaterThan(0.5);
    expect(ratio).toBeLessThan(2);
  });
});

describe("wrong attempts", () => {
  const fail = async (
    times: number,
    body: object,
    device?: { deviceId: string; deviceToken: string },
  ): Promise<number[]> => {
    const statuses: number[] = [];
    for (let count = 0; count < times; count += 1) statuses.push((await login(body, device)).status);
    return statuses;
  };
  const wrong = { username: "will", password: "wrong wrong" };

  test("beyond five wait, each time twice as long, though the password be right", async () => {
    expect(await fail(6, wrong)).toEqual([401, 401, 401, 401, 401, 429]);
    const right = await byPassword();
    expect([right.status, right.headers.get("retry-after")]).toEqual([429, "30"]);
    now += 31_000;
    expect(await fail(2, wrong)).toEqual([401, 429]);
    expect((await byPassword()).headers.get("retry-after")).toBe("60");
    now += 61_000;
    expect((await byPassword()).status).toBe(200);
    expect(await fail(5, wrong)).toEqual([401, 401, 401, 401, 401]);
  });
  test("on one name hold no other up, and an unknown name is treated like a known one", async () => {
    expect(await fail(6, wrong)).toContain(429);
    expect((await byPassword("ann")).status).toBe(200);
    expect(await fail(6, { username: "nobody", password: "x" })).toEqual([401, 401, 401, 401, 401, 429]);
  });
  test("of PINs count for the device", async () => {
    const [one, two] = [await store.pair("tablet-1"), await store.pair("tablet-2")];
    expect(await fail(6, { pin: "0001" }, one)).toEqual([401, 401, 401, 401, 401, 429]);
    expect((await login({ pin: "5678" }, one)).status).toBe(429);
    expect((await login({ pin: "5678" }, two)).status).toBe(200);
  });
  test("cannot be hidden between right ones: a PIN of one's own is no licence to guess", async () => {
    const device = await store.pair("tablet-1");
    const statuses: number[] = [];
    for (let round = 0; round < 8; round += 1) {
      statuses.push(...(await fail(4, { pin: "0001" }, device)));
      statuses.push((await login({ pin: "5678" }, device)).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    expect(statuses.at(-1)).toBe(429);
  });
  test("all at once are no way around", async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => login(wrong)));
    const tried = answers.filter((answer) => answer.status === 401).length;
    expect(tried).toBeGreaterThanOrEqual(5);
    expect(tried).toBeLessThanOrEqual(6);
  });
  test("from one address wait as well, however many names they try", async () => {
    const statuses: number[] = [];
    for (let count = 0; count < 51; count += 1)
      statuses.push((await login({ username: `name-${count}`, password: "x" })).status);
    expect(statuses.at(-2)).toBe(401);
    expect(statuses.at(-1)).toBe(429);
  });
  test("are remembered across a restart", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tillbox-"));
    const secrets = openSecrets(null);
    const open = () => openHttpStore({ file: join(folder, "box.db"), secrets, wall: () => now });
    store.close();
    store = open();
    await store.addPerson("will", "waiter");
    await fail(5, wrong);
    store.close();
    store = open();
    expect((await byPassword()).status).toBe(429);
    now += 31_000;
    expect((await byPassword()).status).toBe(200);
    rmSync(folder, { recursive: true });
  });
});

describe("an access token", () => {
  test("ends after fifteen minutes", async () => {
    const { accessToken } = tokensOf(await byPassword());
    now += 14 * minute;
    expect((await profile(accessToken)).status).toBe(200);
    now += minute + 1000;
    const expired = await profile(accessToken);
    expect([expired.status, expired.json.detail]).toEqual([401, expect.stringContaining("has ended")]);
  });
  test("is refused when it is another box's, unsigned, signed otherwise, or nonsense", async () => {
    const other = openHttpStore();
    await other.addPerson("ann", "owner");
    const foreign = await other.signIn("ann");
    other.close();
    const { accessToken } = tokensOf(await byPassword());
    const [head, body] = accessToken.split(".");
    const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${body}.`;
    const forged = await new SignJWT({ sid: "x" })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject("ann")
      .setIssuer(store.kernel.storeId)
      .setExpirationTime("1h")
      .sign(Buffer.alloc(32));
    for (const token of [foreign, unsigned, forged, `${head}.${body}.AAAA`, "nonsense", "x".repeat(5000), ""])
      expect((await profile(token)).status).toBe(401);
    expect(
      (await store.send("GET", "/api/auth/profile", undefined, { headers: { authorization: "Basic YTpi" } }))
        .status,
    ).toBe(401);
  });
  test("stops with the next request once its sign-in was ended or its device revoked", async () => {
    const device = await store.pair("tablet-1");
    const { accessToken } = tokensOf(await login({ pin: "5678" }, device));
    const owner = await store.signIn("ann");
    expect((await profile(accessToken)).status).toBe(200);
    expect((await store.send("DELETE", "/api/devices/tablet-1", undefined, { token: owner })).status).toBe(
      204,
    );
    expect((await profile(accessToken)).status).toBe(401);
    expect((await login({ pin: "5678" }, device)).status).toBe(401);
    await store.pair("tablet-1");
    expect((await profile(accessToken)).status).toBe(401);
  });
});

describe("a refresh token", () => {
  test("is good once and gives the next pair", async () => {
    const first = tokensOf(await byPassword());
    now += 10 * minute;
    const second = tokensOf(await refresh(first.refreshToken));
    expect(second.refreshToken).not.toBe(first.refreshToken);
    expect((await profile(second.accessToken)).json.id).toBe("will");
    now += 10 * minute;
    expect((await refresh(second.refreshToken)).status).toBe(200);
  });
  test("that is sent again because the answer was lost gives the very same next one", async () => {
    const first = tokensOf(await byPassword());
    const lost = tokensOf(await refresh(first.refreshToken));
    now += 29_000;
    const again = tokensOf(await refresh(first.refreshToken));
    expect(again.refreshToken).toBe(lost.refreshToken);
    expect((await refresh(again.refreshToken)).status).toBe(200);
  });
  test("sent twice at the same moment is spent once", async () => {
    const first = tokensOf(await byPassword());
    const answers = await Promise.all([
      refresh(first.refreshToken),
      refresh(first.refreshToken),
      refresh(first.refreshToken),
    ]);
    expect(new Set(answers.map((answer) => tokensOf(answer).refreshToken)).size).toBe(1);
    expect(answers.every((answer) => answer.status === 200)).toBe(true);
  });
  test("that comes back later ends the whole family, its access tokens too", async () => {
    const first = tokensOf(await byPassword());
    const second = tokensOf(await refresh(first.refreshToken));
    now += 31_000;
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(second.refreshToken)).status).toBe(401);
    expect((await profile(second.accessToken)).status).toBe(401);
    expect((await profile(tokensOf(await byPassword()).accessToken)).status).toBe(200);
  });
  test("from two steps ago ends the family even within the grace", async () => {
    const first = tokensOf(await byPassword());
    const second = tokensOf(await refresh(first.refreshToken));
    const third = tokensOf(await refresh(second.refreshToken));
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(third.refreshToken)).status).toBe(401);
  });
  test("that somebody made up ends nothing, though it names a real sign-in", async () => {
    const { refreshToken } = tokensOf(await byPassword());
    const [session, number] = refreshToken.split(".");
    for (const token of [
      `${session}.${number}.${"A".repeat(43)}`,
      `${session}.9.${"A".repeat(43)}`,
      `${session}`,
      "x",
      `${refreshToken}A`,
    ])
      expect((await refresh(token)).status).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(200);
  });
  test("is good for so long as SESSION_TIMEOUT says, from its last use", async () => {
    let { refreshToken } = tokensOf(await byPassword());
    now += 479 * minute;
    ({ refreshToken } = tokensOf(await refresh(refreshToken)));
    now += 479 * minute;
    ({ refreshToken } = tokensOf(await refresh(refreshToken)));
    now += 481 * minute;
    expect((await refresh(refreshToken)).status).toBe(401);
  });
  test("survives a restart, also within the grace, and is stored as a hash only", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tillbox-"));
    const secrets = openSecrets(null);
    const open = () => openHttpStore({ file: join(folder, "box.db"), secrets, wall: () => now });
    store.close();
    store = open();
    await store.addPerson("will", "waiter");
    const first = tokensOf(await byPassword());
    const lost = tokensOf(await refresh(first.refreshToken));
    const rows = JSON.stringify(store.kernel.db.prepare("SELECT * FROM sessions").all());
    for (const token of [first.refreshToken, lost.refreshToken])
      expect(rows).not.toContain(token.split(".")[2]);
    store.close();
    store = open();
    expect(tokensOf(await refresh(first.refreshToken)).refreshToken).toBe(lost.refreshToken);
    expect((await profile(lost.accessToken)).status).toBe(200);
    rmSync(folder, { recursive: true });
  });
  test("of a short SESSION_TIMEOUT shortens the access token as well", async () => {
    const short = openHttpStore({ sessionTimeout_min: 5, wall: () => now });
    await short.addPerson("ann", "owner");
    const answer = await short.send("POST", "/api/auth/login", { username: "ann", password: "password-ann" });
    short.close();
    expect(answer.json.expiresIn).toBe(300);
  });
});

describe("signing out", () => {
  test("ends the sign-in at once, by access token or by refresh token", async () => {
    const one = tokensOf(await byPassword());
    expect((await store.send("POST", "/api/auth/logout", undefined, { token: one.accessToken })).status).toBe(
      204,
    );
    expect((await profile(one.accessToken)).status).toBe(401);
    expect((await refresh(one.refreshToken)).status).toBe(401);
    const two = tokensOf(await byPassword());
    now += 20 * minute;
    expect((await store.send("POST", "/api/auth/logout", { refreshToken: two.refreshToken })).status).toBe(
      204,
    );
    expect((await refresh(two.refreshToken)).status).toBe(401);
    expect((await store.send("POST", "/api/auth/logout")).status).toBe(401);
  });
});

describe("the list of sign-ins", () => {
  const list = async (token: string, query = "") =>
    (await store.send("GET", `/api/sessions${query}`, undefined, { token })).json.items as {
      id: string;
      userId: string;
      current: boolean;
    }[];

  test("shows a waiter their own, a manager everybody's", async () => {
    const [mine, other] = [await store.signIn("will"), await store.signIn("will")];
    const owner = await store.signIn("ann");
    expect((await list(mine)).map(({ userId, current }) => [userId, current])).toEqual(
      expect.arrayContaining([
        ["will", true],
        ["will", false],
      ]),
    );
    expect(await list(owner)).toHaveLength(3);
    expect(await list(owner, "?userId=will")).toHaveLength(2);
    expect((await store.send("GET", "/api/sessions?userId=ann", undefined, { token: other })).status).toBe(
      403,
    );
  });
  test("tells who used a device, those too who signed out; a waiter is told of nobody but themselves", async () => {
    const [till, bar] = [await store.pair("till"), await store.pair("bar")];
    const signedOut = tokensOf(await login({ pin: "5678" }, till));
    await store.send("POST", "/api/auth/logout", undefined, { token: signedOut.accessToken });
    await login({ pin: "1234" }, bar);
    const owner = await store.signIn("ann");
    const users = async (query: string) => (await list(owner, query)).map(({ userId }) => userId);
    expect(await users("?deviceId=till")).toEqual([]);
    expect(await users("?deviceId=till&ended=true")).toEqual(["will"]);
    expect(await users("?deviceId=bar&ended=true")).toEqual(["ann"]);
    expect((await list(owner, "?deviceId=till&ended=true"))[0]).toMatchObject({
      endedAt: "2026-03-01T10:00:00.000Z",
    });
    const waiter = await store.signIn("will");
    expect(await list(waiter, "?deviceId=bar&ended=true")).toEqual([]);
  });
  test("ends one: one's own, or with staff.manage anybody's", async () => {
    const [mine, owner] = [await store.signIn("will"), await store.signIn("ann")];
    const id = (await list(mine))[0]?.id;
    const ownersId = (await list(owner)).find((session) => session.current)?.id;
    expect((await store.send("DELETE", `/api/sessions/${ownersId}`, undefined, { token: mine })).status).toBe(
      404,
    );
    expect((await store.send("DELETE", `/api/sessions/${id}`, undefined, { token: owner })).status).toBe(204);
    expect((await profile(mine)).status).toBe(401);
    expect((await profile(owner)).status).toBe(200);
  });
  test("has an end: somebody who signs in without end loses the oldest", async () => {
    const first = await store.signIn("will");
    for (let count = 0; count < 50; count += 1) {
      now += 1000;
      await store.people.sessions.begin("will", { deviceId: null, address: "127.0.0.1" });
    }
    expect((await profile(first)).status).toBe(401);
  });
});

test("what was made in a demo is refused when the box is no demo any more", async () => {
  const folder = mkdtempSync(join(tmpdir(), "tillbox-"));
  const secrets = openSecrets(null);
  const open = (demo: boolean) => openHttpStore({ file: join(folder, "box.db"), secrets, demo });
  store.close();
  store = open(true);
  await store.addPerson("ann", "owner", "1111");
  const device = await store.pair("tablet-1");
  expect([(await byPassword("ann")).status, (await login({ pin: "1111" }, device)).status]).toEqual([
    200, 200,
  ]);
  store.close();
  store = open(false);
  expect([(await byPassword("ann")).status, (await login({ pin: "1111" }, device)).status]).toEqual([
    401, 401,
  ]);
  rmSync(folder, { recursive: true });
});
