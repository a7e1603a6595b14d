import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { describe, expect, test } from "vitest";
import { openApi } from "./api.ts";
import { type KeyValue, openSession } from "./session.ts";

const memory = (): KeyValue => {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
};
const signedIn = (accessToken: string): SignedIn => ({
  accessToken,
  refreshToken: `refresh-${accessToken}`,
  expiresIn: 900,
  user: { id: "u", name: "Waiter 3", role: "waiter", permissions: ["order.read"] },
});
const problem = (status: number, body: object): Response =>
  new Response(JSON.stringify({ title: "No", status, ...body }), {
    status,
    headers: { "content-type": "application/problem+json" },
  });

type Answer = (path: string, init: RequestInit) => Response | Promise<Response>;
const setUp = (answer: Answer, tab = memory()) => {
  const session = openSession("pos", memory(), tab);
  const asked: { path: string; headers: Record<string, string> }[] = [];
  const api = openApi({
    session,
    fetch: (async (path: string, init: RequestInit) => {
      asked.push({ path, headers: init.headers as Record<string, string> });
      return answer(path, init);
    }) as typeof fetch,
    timeout_ms: 30,
  });
  return { api, session, asked, tab };
};

describe("api", () => {
  test("a request says who asks, from which device, with the key of the tap", async () => {
    const { api, session, asked } = setUp(() => Response.json({ ok: 1 }));
    session.paired({
      deviceId: "d",
      deviceToken: "dt",
      storeId: "s",
      storeName: "S",
      epoch: 1,
      syncVersion: 0,
      name: "T",
    });
    session.signedIn(signedIn("a1"));
    await api.ask({ method: "POST", path: "/api/orders", body: {}, key: "k1" });
    expect(asked[0]?.headers).toMatchObject({
      authorization: "Bearer a1",
      "x-device-id": "d",
      "x-device-token": "dt",
      "idempotency-key": "k1",
    });
  });

  test("a spent token is refreshed once, however many requests find it spent, and each is asked again", async () => {
    const { api, session, asked } = setUp(async (path, init) => {
      if (path === "/api/auth/refresh") return Response.json(signedIn("a2"));
      const { authorization } = init.headers as Record<string, string>;
      return authorization === "Bearer a2"
        ? Response.json({ path })
        : problem(401, { code: "unauthorized", detail: "Your sign-in has ended." });
    });
    session.signedIn(signedIn("a1"));
    const answers = await Promise.all([api.get("/api/a"), api.get("/api/b"), api.get("/api/c")]);
    expect(answers).toEqual([{ path: "/api/a" }, { path: "/api/b" }, { path: "/api/c" }]);
    expect(asked.filter(({ path }) => path === "/api/auth/refresh")).toHaveLength(1);
    expect(session.accessToken.value).toBe("a2");
  });

  test("when the refresh is refused the person is signed out and the refusal is told", async () => {
    const { api, session } = setUp(() =>
      problem(401, { code: "unauthorized", detail: "It was used twice." }),
    );
    session.signedIn(signedIn("a1"));
    await expect(api.get("/api/a")).rejects.toMatchObject({ code: "unauthorized" });
    expect(session.person.value).toBeNull();
  });

  test("a refresh that cannot reach the box signs nobody out", async () => {
    const { api, session } = setUp((path) => {
      if (path === "/api/auth/refresh") throw new TypeError("network");
      return problem(401, { code: "unauthorized" });
    });
    session.signedIn(signedIn("a1"));
    await expect(api.get("/api/a")).rejects.toMatchObject({ code: "offline" });
    expect(session.person.value).not.toBeNull();
  });

  test("what somebody wanted is not asked again with the word of whoever came meanwhile, who stays as they are", async () => {
    const bob: SignedIn = { ...signedIn("b1"), user: { ...signedIn("b1").user, id: "bob" } };
    const comes: { at: string } = { at: "/api/a" };
    const { api, session, asked } = setUp((path) => {
      if (path === comes.at) session.signedIn(bob);
      return path === "/api/auth/refresh"
        ? Response.json(signedIn("a2"))
        : problem(401, { code: "unauthorized" });
    });
    for (const at of ["/api/a", "/api/auth/refresh"]) {
      session.signedIn(signedIn("a1"));
      comes.at = at;
      asked.length = 0;
      await expect(api.get("/api/a")).rejects.toMatchObject({ code: "unauthorized" });
      expect(asked.filter(({ path }) => path === "/api/a")).toHaveLength(1);
      expect([session.person.value?.id, session.accessToken.value]).toEqual(["bob", "b1"]);
    }
  });

  test("what somebody wanted whose token is still to come does not go with the word of whoever came meanwhile", async () => {
    const bob: SignedIn = { ...signedIn("b1"), user: { ...signedIn("b1").user, id: "bob" } };
    const { refreshToken, user } = signedIn("a1");
    const tab = memory();
    tab.setItem("tillbox.session.pos", JSON.stringify({ refreshToken, user }));
    const refreshed = Promise.withResolvers<Response>();
    const { api, session, asked } = setUp(
      (path) => (path === "/api/auth/refresh" ? refreshed.promise : Response.json({})),
      tab,
    );
    session.resumed();
    const wanted = api.ask({ method: "POST", path: "/api/day-reports", body: {} });
    session.signedIn(bob);
    refreshed.resolve(Response.json(signedIn("a2")));
    await expect(wanted).rejects.toMatchObject({ code: "unauthorized" });
    expect(asked.map(({ path }) => path)).toEqual(["/api/auth/refresh"]);
  });

  test("a problem arrives with its words, and with what would help", async () => {
    const { api } = setUp(() =>
      problem(403, {
        code: "forbidden",
        detail: "Ask a manager.",
        permission: "order.void",
        approvable: true,
      }),
    );
    await expect(api.get("/api/a")).rejects.toMatchObject({
      code: "forbidden",
      message: "Ask a manager.",
      details: { status: 403, permission: "order.void", approvable: true },
    });
  });

  test("no answer in time and no box at all are told apart", async () => {
    const slow = setUp(
      (_path, init) =>
        new Promise((_resolve, reject) => {
          init.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
        }),
    );
    await expect(slow.api.get("/api/a")).rejects.toMatchObject({ code: "timeout" });
    const gone = setUp(() => {
      throw new TypeError("Failed to fetch");
    });
    await expect(gone.api.get("/api/a")).rejects.toMatchObject({ code: "offline" });
    const proxied = setUp(() => new Response("Bad gateway", { status: 502 }));
    await expect(proxied.api.get("/api/a")).rejects.toMatchObject({ code: "offline" });
  });

  test("a locked screen keeps nobody's token in the tab", () => {
    const { session, tab } = setUp(() => Response.json({}));
    session.signedIn(signedIn("a1"));
    expect(tab.getItem("tillbox.session.pos")).toContain("refresh-a1");
    session.locked();
    expect(tab.getItem("tillbox.session.pos")).toBeNull();
    expect(session.person.value).toBeNull();
  });
});
