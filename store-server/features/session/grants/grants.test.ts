import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { routesOfFeatures } from "../../../features.ts";
import { silentLog } from "../../../http/log.ts";
import type { Route } from "../../../http/route.ts";
import { syncRoutes } from "../../../sync/routes.ts";
import { type HttpStore, openHttpStore } from "../../../testing/http-store.ts";

const hour = 3_600_000;
type Device = Awaited<ReturnType<HttpStore["pair"]>>;
type SignedIn = {
  accessToken: string;
  refreshToken: string;
  user: { id: string };
  offlineGrant?: { token: string; until: string };
};

let now: number;
let store: HttpStore;
let device: Device;
let routes: Route[];
beforeEach(async () => {
  now = Date.parse("2026-03-01T10:00:00Z");
  const nothing = { changes: "[]", syncVersion: 0, hasMore: false };
  routes = [
    ...syncRoutes({ changes: () => nothing, log: silentLog }),
    ...routesOfFeatures({
      analytics: true,
      mayPrintTo: () => true,
      giftCardKey: "k",
      receiptLinks: { key: "k", render: () => "" },
    }),
  ];
  store = openHttpStore({ wall: () => now, routes });
  await store.addPerson("ann", "owner", "1234");
  await store.addPerson("will", "waiter", "5678");
  device = await store.pair("tablet-1");
});
afterEach(() => store.close());

const login = async (body: object = { pin: "5678" }, on: Device | null = device): Promise<SignedIn> =>
  (await store.send("POST", "/api/auth/login", body, on ? { device: on } : {})).json as SignedIn;
const grantOf = async (body?: object): Promise<string> => (await login(body)).offlineGrant?.token ?? "";
const logout = ({ accessToken }: SignedIn) =>
  store.send("POST", "/api/auth/logout", {}, { token: accessToken });
const owner = async (): Promise<string> =>
  (await login({ username: "ann", password: "password-ann" }, null)).accessToken;

const opening = () => ({
  changeId: newId(),
  entityType: "order",
  entityId: newId(),
  action: "create",
  data: { type: "takeaway" },
});
/** Sends a tap with the grant; answers what became of it, or the status of the whole call. */
const tapWith = async (token: string, on: Device = device): Promise<unknown> => {
  const body = { deviceId: on.deviceId, lastSyncVersion: 0, changes: [opening()] };
  const { status, json } = await store.send("POST", "/sync/process", body, { token, device: on });
  return status === 200 ? (json.results as { status: string }[])[0]?.status : status;
};

describe("an offline grant", () => {
  it("comes with a sign-in on a registered device, by PIN or password, and with each refresh; nowhere else", async () => {
    const byPin = await login();
    expect(byPin.offlineGrant).toEqual({ token: expect.any(String), until: "2026-03-04T10:00:00.000Z" });
    const byPassword = await login({ username: "will", password: "password-will" });
    expect(byPassword.offlineGrant?.until).toBe("2026-03-04T10:00:00.000Z");
    expect((await login({ username: "will", password: "password-will" }, null)).offlineGrant).toBeUndefined();
    now += hour;
    const { refreshToken } = byPin;
    const again = await store.send("POST", "/api/auth/refresh", { refreshToken });
    expect(again.json.offlineGrant).toMatchObject({ until: "2026-03-04T11:00:00.000Z" });
  });

  it("sends what the person tapped, as them, while they are signed in and after they signed out", async () => {
    const signedIn = await login();
    const token = signedIn.offlineGrant?.token ?? "";
    expect(await tapWith(token)).toBe("applied");
    expect((await logout(signedIn)).status).toBe(204);
    expect(await tapWith(token)).toBe("applied");
    const actors = store.kernel.db
      .prepare("SELECT DISTINCT json_extract(bytes, '$.actor') AS who FROM journal WHERE entity = 'order'")
      .pluck()
      .all();
    expect(actors).toEqual(["will"]);
  });

  it("lives on when the sign-in ran out, for three days and no longer", async () => {
    const token = await grantOf();
    now += 71 * hour;
    expect(await tapWith(token)).toBe("applied");
    now += 2 * hour;
    expect(await tapWith(token)).toBe(401);
  });

  it("lives as long as the store says, also where that was shortened later, or switched off", async () => {
    const token = await grantOf();
    const set = async (value: number) =>
      store.send("PUT", "/api/settings/offline.grant_hours", { value }, { token: await owner() });
    await set(1);
    expect(await tapWith(token)).toBe(401);
    expect(await tapWith(await grantOf())).toBe("applied");
    await set(0);
    expect((await login()).offlineGrant).toBeUndefined();
    expect((await set(500)).status).toBe(422);
  });

  it("may do what the person may do now, not what they might then", async () => {
    const token = await grantOf();
    await store.send("PUT", "/api/users/will", { role: "cook" }, { token: await owner() });
    expect(await tapWith(token)).toBe("rejected");
  });
});

describe("an offline grant dies", () => {
  const ways: [string, () => Promise<unknown>][] = [
    [
      "when its person is deactivated, and stays dead when they come back",
      async () => {
        const token = await owner();
        await store.send("DELETE", "/api/users/will", undefined, { token });
        const back = { active: true, pin: "5678", username: "will", password: "password-will" };
        return store.send("PUT", "/api/users/will", back, { token });
      },
    ],
    [
      "when their credentials change",
      async () => store.send("PUT", "/api/users/will", { pin: "9012" }, { token: await owner() }),
    ],
    [
      "when the device is revoked, and stays dead when it is paired again",
      async () => {
        await store.send("DELETE", "/api/devices/tablet-1", undefined, { token: await owner() });
        device = await store.pair("tablet-1");
      },
    ],
    [
      "when a manager ends any sign-in of the person",
      async () => {
        await login();
        const token = await owner();
        const open = await store.send("GET", "/api/sessions?userId=will", undefined, { token });
        const [session] = open.json.items as { id: string }[];
        return store.send("DELETE", `/api/sessions/${session?.id}`, undefined, { token });
      },
    ],
    [
      "when a refresh token of the person was used by somebody else",
      async () => {
        const { refreshToken } = await login();
        await store.send("POST", "/api/auth/refresh", { refreshToken });
        now += 60_000;
        return store.send("POST", "/api/auth/refresh", { refreshToken });
      },
    ],
  ];
  for (const [name, end] of ways)
    it(`${name}, after signing out too`, async () => {
      const signedOut = await login();
      await logout(signedOut);
      const token = signedOut.offlineGrant?.token ?? "";
      expect(await tapWith(token)).toBe("applied");
      await end();
      expect(await tapWith(token)).toBe(401);
    });

  it("only where it is theirs: signing out, a colleague's new PIN and another device end nothing", async () => {
    const signedIn = await login();
    const token = signedIn.offlineGrant?.token ?? "";
    await logout(signedIn);
    await logout(await login());
    const by = { token: await owner() };
    await store.send("PUT", "/api/users/ann", { pin: "4321" }, by);
    await store.pair("tablet-2");
    await store.send("DELETE", "/api/devices/tablet-2", undefined, { token: await owner() });
    expect(await tapWith(token)).toBe("applied");
  });
});

describe("an offline grant opens nothing else", () => {
  it("no other route, with or without its device", async () => {
    const token = await grantOf();
    const members = routes.filter(
      (route) => !("access" in route && route.access === "public") && route.path !== "/sync/process",
    );
    expect(members.length).toBeGreaterThan(150);
    for (const route of members) {
      const method = route.kind === "read" ? "GET" : route.method.toUpperCase();
      const path = `${route.root ? "" : "/api"}${route.path.replaceAll(/:\w+/g, "x")}`;
      const body = method === "GET" ? undefined : {};
      const answers = [
        await store.send(method, path, body, { token }),
        await store.send(method, path, body, { token, device }),
      ];
      expect([path, ...answers.map(({ status }) => status)]).toEqual([path, 401, 401]);
    }
    const profile = await store.send("GET", "/api/auth/profile", undefined, { token, device });
    expect(profile.status).toBe(401);
    const refreshed = await store.send("POST", "/api/auth/refresh", { refreshToken: token });
    expect(refreshed.status).toBe(401);
  });

  it("not from another device, not without a device's credential, not when it was altered", async () => {
    const token = await grantOf();
    const other = await store.pair("tablet-2");
    expect(await tapWith(token, other)).toBe(401);
    expect(await tapWith(token, { ...device, deviceToken: "wrong" })).toBe(401);
    const body = { deviceId: "tablet-1", lastSyncVersion: 0, changes: [] };
    expect((await store.send("POST", "/sync/process", body, { token })).status).toBe(401);
    const [kind, session, until = "", proof] = token.split(".");
    const longer = [kind, session, String(Number(until) + 3600), proof].join(".");
    expect(await tapWith(longer)).toBe(401);
    const { refreshToken } = await login();
    const [id, , refreshProof] = refreshToken.split(".");
    expect(await tapWith(["og", id, until, refreshProof].join("."))).toBe(401);
    expect(await tapWith(token)).toBe("applied");
  });

  it("not what others tapped, whatever its person may do: that takes a sign-in", async () => {
    const { accessToken, offlineGrant } = await login({ pin: "1234" });
    const changes = [{ ...opening(), onBehalfOf: "will" }];
    const body = { deviceId: device.deviceId, lastSyncVersion: 0, changes };
    const send = async (token = "") => store.send("POST", "/sync/process", body, { token, device });
    expect(await send(offlineGrant?.token)).toMatchObject({ status: 403, json: { code: "forbidden" } });
    expect(await tapWith(offlineGrant?.token ?? "")).toBe("applied");
    expect(await send(accessToken)).toMatchObject({
      status: 200,
      json: { results: [{ status: "applied" }] },
    });
  });

  it("and no socket", async () => {
    const token = await grantOf();
    const { deviceId, deviceToken } = device;
    const registering = store.people.authenticate({
      deviceId,
      deviceType: "tablet",
      capabilities: {},
      token: deviceToken,
      accessToken: token,
      address: "127.0.0.1",
    } as never);
    await expect(Promise.resolve(registering)).rejects.toMatchObject({ code: "unauthorized" });
  });
});
