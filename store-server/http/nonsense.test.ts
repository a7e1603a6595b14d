/**
 * Nonsense to every route there is, as somebody who may everything: random paths, queries, headers and bodies, and bodies that are
 * nearly right, made from the route's own schema. Never a 500, always a problem where it is not a success.
 */

import { Problem } from "@tillbox/shared/contract/common.ts";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { featureRoutes } from "../features.ts";
import { type HttpStore, openHttpStore, type Sent } from "../testing/http-store.ts";
import { canonicalPath, methodOf } from "./pipeline.ts";
import { action, type Route } from "./route.ts";

type Schema = {
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  anyOf?: Schema[];
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  items?: Schema;
  required?: string[];
  $ref?: string;
  $defs?: Record<string, Schema>;
};
type Case = { ids: string[]; query: string; headers: Record<string, string>; body: string | undefined };

const ids: string[] = ["store.name", "x"];
const anything = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    "",
    "\u0000",
    "\ud800",
    "__proto__",
    -1,
    1e308,
    0.1,
    2 ** 53,
    "1e999",
    null,
    [],
    {},
  ),
);
const knownId = fc.nat().map((index) => ids[index % ids.length] ?? "x");

/** Values that a schema would mostly take. */
const nearly = (schema: Schema, root: Schema, depth = 0): fc.Arbitrary<unknown> => {
  if (schema.$ref) return nearly(root.$defs?.[schema.$ref.split("/").at(-1) ?? ""] ?? {}, root, depth + 1);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  if (schema.const !== undefined) return fc.constant(schema.const);
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches) return fc.oneof(...branches.map((branch) => nearly(branch, root, depth + 1)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  if (type === "object" && depth < 6) return nearlyObject(schema, root, depth);
  if (type === "array" && depth < 6)
    return fc.array(nearly(schema.items ?? {}, root, depth + 1), { maxLength: 3 });
  if (type === "integer") return fc.oneof(fc.integer({ min: 0, max: 500 }), fc.maxSafeInteger());
  if (type === "number")
    return fc.oneof(fc.integer({ min: 1, max: 9 }), fc.double({ noNaN: true, noDefaultInfinity: true }));
  if (type === "boolean") return fc.boolean();
  if (type === "string")
    return fc.oneof(knownId, fc.constantFrom("0.19", "10", "2026-01-01", "1234"), fc.string());
  return anything;
};
const nearlyObject = (schema: Schema, root: Schema, depth: number): fc.Arbitrary<unknown> => {
  const fields = Object.entries(schema.properties ?? {}).map(
    ([key, part]) =>
      [
        key,
        fc.oneof(
          { weight: 20, arbitrary: nearly(part, root, depth + 1) },
          { weight: 1, arbitrary: anything },
        ),
      ] as const,
  );
  return fc.record(Object.fromEntries(fields), { requiredKeys: schema.required ?? [] });
};

const bodyOf = (route: Route): fc.Arbitrary<string | undefined> => {
  const schema = ("body" in route ? route.body : undefined) as z.ZodType | undefined;
  const json = schema && (z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Schema);
  const text = (value: unknown): string => JSON.stringify(value) ?? "null";
  return fc.oneof(
    { weight: 6, arbitrary: json ? nearly(json, json).map(text) : fc.constant(undefined) },
    { weight: 2, arbitrary: anything.map(text) },
    { weight: 1, arbitrary: fc.string() },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );
};

const queryOf = (route: Route): fc.Arbitrary<string> => {
  const schema = ("query" in route ? route.query : undefined) as z.ZodType | undefined;
  const names = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const name = fc.oneof(fc.constantFrom(...names, "limit", "cursor"), fc.string());
  const value = fc.oneof(knownId, fc.constantFrom("1", "-1", "2026-01-01", "W10"), fc.string());
  const pairs = fc.array(fc.tuple(name, value), { maxLength: 3 });
  const joined = pairs.map((all) =>
    all.map((pair) => pair.map((part) => encodeURIComponent(part.toWellFormed())).join("=")).join("&"),
  );
  return fc.oneof(
    fc.constant(""),
    joined.map((text) => (text === "" ? "" : `?${text}`)),
  );
};

const headersOf: fc.Arbitrary<Record<string, string>> = fc.record(
  {
    "idempotency-key": fc.oneof(fc.uuid(), fc.constantFrom("same", "", "a b")),
    "if-match": fc.constantFrom('"1"', "*", "W/", '"a"', "99999999999999999999"),
    "if-none-match": fc.constantFrom("*", '"1"', ",", "W/"),
    "content-type": fc.constantFrom("application/json", "text/plain", ""),
    "x-device-id": fc.constantFrom("tablet-1", "x", ""),
    "x-device-token": fc.constantFrom("x", ""),
    "x-device-time": fc.constantFrom("2026-01-01T00:00:00Z", "soon"),
    origin: fc.constantFrom("null", "http://localhost", "https://evil.example"),
  },
  { requiredKeys: [] },
);

const caseOf = (route: Route): fc.Arbitrary<Case> =>
  fc.record({
    ids: fc.array(fc.oneof({ weight: 5, arbitrary: knownId }, { weight: 1, arbitrary: fc.string() }), {
      minLength: 3,
      maxLength: 3,
    }),
    query: fc.oneof({ weight: 3, arbitrary: fc.constant("") }, { weight: 1, arbitrary: queryOf(route) }),
    headers: fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: headersOf }),
    body: methodOf(route) === "GET" ? fc.constant(undefined) : bodyOf(route),
  });

const pathOf = (route: Route, values: readonly string[]): string => {
  let next = 0;
  return canonicalPath(route).replace(/:\w+/g, () => {
    next += 1;
    return encodeURIComponent((values[next - 1] ?? "x").toWellFormed()) || "x";
  });
};

/** What is wrong with an answer; empty when it is a success or an honest problem. */
const faultOf = (answer: Sent): string => {
  if (answer.status < 400) return "";
  const problem = Problem.safeParse(answer.json);
  if (!problem.success) return `no problem: ${answer.text.slice(0, 200)}`;
  if (answer.headers.get("content-type") !== "application/problem+json") return "the wrong media type";
  if (problem.data.status !== answer.status) return "another status inside";
  return answer.status === 500 ? `a 500: ${answer.text}` : "";
};

describe("nonsense", () => {
  let store: HttpStore;
  let token: string;
  const faults: string[] = [];
  const routes = (): Route[] => [...featureRoutes, ...store.people.routes];
  beforeAll(async () => {
    const log = {
      debug: () => undefined,
      info: () => undefined,
      warn: () => undefined,
      isDebug: () => false,
      error: (details: object) =>
        faults.push(String((details as { err?: { stack?: string } }).err?.stack ?? details)),
    };
    store = openHttpStore({ routes: featureRoutes, log, demo: true });
    await store.addPerson("ann", "owner", "1234");
    await store.addPerson("bob", "owner", "4321");
    token = await store.signIn("ann");
    await furnish(store, token);
  });
  afterAll(() => store.close());

  const send = async (route: Route, { ids: values, query, headers, body }: Case): Promise<Sent> => {
    const path = `${pathOf(route, values)}${query}`;
    const answer = await store.send(methodOf(route), path, body, { token, headers });
    // Nonsense may well sign the one out who sends it.
    if (answer.status === 401) {
      const grant = await store.people.sessions.begin("ann", { deviceId: null, address: "127.0.0.1" });
      const claims = { sessionId: grant.sessionId, userId: "ann", expiresAt: grant.accessUntil };
      token = await store.people.auth.issue(claims);
    }
    return answer;
  };

  test("to every route ends in a success or a problem, never in a fault", { timeout: 60_000 }, async () => {
    const counts = new Map<number, number>();
    for (const route of routes()) {
      const oddities = fc.asyncProperty(caseOf(route), async (one) => {
        const answer = await send(route, one);
        counts.set(answer.status, (counts.get(answer.status) ?? 0) + 1);
        expect([methodOf(route), route.path, faultOf(answer), faults.join("\n")]).toEqual([
          methodOf(route),
          route.path,
          "",
          "",
        ]);
      });
      await fc.assert(oddities, { numRuns: 40 });
    }
    // It reached further than the door: things were made, changed, and refused for what they mean.
    for (const status of [200, 201, 404, 409, 422]) expect(counts.get(status) ?? 0).toBeGreaterThan(2);
  });

  test("would be caught if a route failed", async () => {
    const broken = action({
      method: "post",
      path: "/broken",
      tag: "",
      status: 200,
      permission: null,
      summary: "",
      answers: null,
      body: z.strictObject({ name: z.string() }),
      run: ({ body }) => {
        if (body.name.length > 3) throw new TypeError("name is too much for me");
        return body;
      },
    });
    const sabotaged = openHttpStore({ routes: [broken] });
    await sabotaged.addPerson("ann", "owner");
    const own = await sabotaged.signIn("ann");
    const check = fc.check(
      fc.asyncProperty(caseOf(broken), async ({ body, headers }) => {
        const answer = await sabotaged.send("POST", "/api/broken", body, { token: own, headers });
        return faultOf(answer) === "";
      }),
      { numRuns: 200 },
    );
    expect((await check).failed).toBe(true);
    sabotaged.close();
  });
});

/** Something of everything, so that nonsense meets real things. */
const furnish = async (store: HttpStore, token: string): Promise<void> => {
  const make = async (path: string, body: object): Promise<string> => {
    const answer = await store.send("POST", path, body, { token });
    expect([path, answer.status, answer.text.slice(0, 300)]).toEqual([path, 201, expect.anything()]);
    const id = String(answer.json.id);
    ids.push(id);
    return id;
  };
  const areaId = await make("/api/areas", { name: "Room" });
  const tableId = await make("/api/tables", { name: "1", areaId, seats: 4 });
  const categoryId = await make("/api/categories", { name: "Food" });
  const menuItemId = await make("/api/menu-items", { name: "Soup", categoryId, price: 500 });
  for (const type of ["dine-in", "takeaway"]) {
    const order = await store.send(
      "POST",
      "/api/orders",
      { type, ...(type === "dine-in" ? { tableId } : {}), items: [{ menuItemId, quantity: 2 }] },
      { token },
    );
    expect(order.status).toBe(201);
    ids.push(String(order.json.id), ...(order.json.items as { id: string }[]).map((item) => item.id));
  }
  await store.pair("tablet-1");
  ids.push("tablet-1", "bob");
};
