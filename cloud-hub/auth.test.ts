import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addOrganisation } from "./organisations.ts";
import { asSuperuser, openTestHub, type TestHub } from "./testing.ts";
import { type Answer, enrolStore, getJson, postJson } from "./testing-client.ts";

let hub: TestHub;
beforeAll(async () => {
  hub = await openTestHub({ maxLoginAttempts: 3 });
});
afterAll(() => hub.close());

const login = (username: string, password: string): Promise<Answer> =>
  postJson(`${hub.url}/api/auth/login`, { username, password });
const signIn = async (): Promise<SignedIn> => (await login("chain", "demo-chain")).body as SignedIn;
const refresh = (refreshToken: string): Promise<Answer> =>
  postJson(`${hub.url}/api/auth/refresh`, { refreshToken });
const profile = (token: string): Promise<Answer> => getJson(`${hub.url}/api/v1/auth/profile`, token);
const sql = (text: string): Promise<unknown> => asSuperuser(hub.databaseUrl, (client) => client.query(text));

describe("signing in", () => {
  it("gives tokens and says who one is and what one may", async () => {
    const answer = await login("Chain", "demo-chain");
    expect(answer).toMatchObject({
      status: 200,
      body: {
        expiresIn: 900,
        user: { name: "Chain", role: "owner", permissions: ["report.read", "hub.read", "hub.manage"] },
      },
    });
    expect(answer.headers.get("cache-control")).toBe("no-store");
    expect(await profile(String(answer.body["accessToken"]))).toMatchObject({
      status: 200,
      body: { name: "Chain" },
    });
  });

  it("is refused in the same words for a wrong password and an unknown name", async () => {
    const [wrong, unknown] = [await login("chain", "wrong"), await login("nobody\u0000", "wrong")];
    expect(wrong).toMatchObject({ status: 401, body: { code: "unauthorized" } });
    expect(unknown.body["detail"]).toBe(wrong.body["detail"]);
    await login("chain", "demo-chain");
  });

  it("waits longer with each wrong password, also for the right one, and forgets with the right one in time", async () => {
    await addOrganisation(
      hub.database,
      { name: "Guessed" },
      { name: "Guessed", username: "guessed", password: "right-password", role: "manager" },
    );
    const guesses = await Promise.all(Array.from({ length: 8 }, () => login("guessed", "wrong")));
    expect(guesses.filter((answer) => answer.status === 401)).toHaveLength(3);
    expect(guesses.filter((answer) => answer.status === 429)).toHaveLength(5);
    const blocked = await login("guessed", "right-password");
    expect(blocked).toMatchObject({ status: 429, body: { code: "rate_limited" } });
    expect(Number(blocked.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    const pass = "UPDATE login_failures SET blocked_until = now() WHERE blocked_until IS NOT NULL";
    await sql(pass);
    await login("guessed", "wrong");
    expect(
      Number((await login("guessed", "right-password")).headers.get("retry-after")),
    ).toBeGreaterThanOrEqual(2);
    await sql(pass);
    expect((await login("guessed", "right-password")).status).toBe(200);
    expect((await login("guessed", "wrong")).status).toBe(401);
  });

  it("is refused for a person who was deactivated, at once", async () => {
    const password = "short-lived-password";
    const user = { name: "Leaver", username: "leaver", password, role: "manager" } as const;
    await addOrganisation(hub.database, { name: "Left" }, user);
    const { accessToken } = (await login("leaver", password)).body as SignedIn;
    expect((await profile(accessToken)).status).toBe(200);
    await sql("UPDATE users SET active = false WHERE username = 'leaver'");
    expect((await profile(accessToken)).status).toBe(401);
    expect((await login("leaver", password)).status).toBe(401);
  });

  it("with what a demo knows is refused outside a demo, also with a token of then", async () => {
    const { accessToken, refreshToken } = await signIn();
    const real = await openTestHub({
      databaseUrl: hub.databaseUrl,
      demo: false,
      jwtSecret: hub.config.jwtSecret,
    });
    try {
      const credentials = { username: "chain", password: "demo-chain" };
      expect((await postJson(`${real.url}/api/auth/login`, credentials)).status).toBe(401);
      expect((await getJson(`${real.url}/api/stores`, accessToken)).status).toBe(401);
      expect((await postJson(`${real.url}/api/auth/refresh`, { refreshToken })).status).toBe(401);
      expect(await enrolStore(real.url, "DEMO-ENROLL", "store-1")).toMatchObject({
        status: 422,
        body: { errors: [{ path: "code" }] },
      });
    } finally {
      await real.close();
    }
  });
});

describe("a refresh token", () => {
  it("turns with each use, and a lost answer can be asked for again", async () => {
    const first = await signIn();
    const second = (await refresh(first.refreshToken)).body as SignedIn;
    expect(second.refreshToken).not.toBe(first.refreshToken);
    const again = (await refresh(first.refreshToken)).body as SignedIn;
    expect(again.refreshToken).toBe(second.refreshToken);
    expect((await refresh(second.refreshToken)).status).toBe(200);
  });

  it("that is used again later ends the session and its access tokens", async () => {
    const first = await signIn();
    const second = (await refresh(first.refreshToken)).body as SignedIn;
    await sql("UPDATE sessions SET turned_at = now() - interval '31 seconds'");
    expect((await refresh(first.refreshToken)).status).toBe(401);
    expect((await refresh(second.refreshToken)).status).toBe(401);
    expect((await profile(second.accessToken)).status).toBe(401);
  });

  it("that was changed opens nothing", async () => {
    const { refreshToken } = await signIn();
    const parts = refreshToken.split(".");
    for (const wrong of [
      "",
      "a.b.c.d",
      [...parts.slice(0, 2), "2", parts[3]].join("."),
      `${refreshToken}x`,
    ]) {
      expect((await refresh(wrong)).status).toBe(401);
    }
    expect((await refresh(refreshToken)).status).toBe(200);
  });

  it("ends with the session, at signing out", async () => {
    const { accessToken, refreshToken } = await signIn();
    expect((await postJson(`${hub.url}/api/auth/logout`, {}, accessToken)).status).toBe(204);
    expect((await profile(accessToken)).status).toBe(401);
    expect((await refresh(refreshToken)).status).toBe(401);
  });
});
