/** Two rules that hold for every route: what every entity has, and how an id that leads nowhere is told. Read from the box's own document. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "./testing/wire-box.ts";
import {
  bodiesWithWrongIds,
  bookingSoon,
  cash,
  emptyHere,
  type Here,
  line,
  nowhere,
} from "./testing/wrong-ids.ts";

type Schema = {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
};
type Content = { content?: { "application/json"?: { schema?: Schema } } };
type Operation = { requestBody?: Content; responses?: Record<string, Content> };
type Document = {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

let box: WireBox;
let document: Document;
let manager: Way;
beforeAll(async () => {
  box = await openWireBox();
  document = (await box.ask("GET", "/docs-json")).at("") as Document;
  const device = await box.pair("till-ids", "tablet", { canTakeOrders: true });
  manager = { token: await box.signIn("manager"), device };
});
afterAll(() => box.close());

const ask = (method: string, path: string, body?: unknown): Promise<Said> =>
  box.ask(method, `/api${path}`, body, manager);

const resolved = (schema: Schema | undefined): Schema => {
  const name = schema?.$ref?.split("/").at(-1);
  return name === undefined ? (schema ?? {}) : (document.components.schemas[name] ?? {});
};
const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path.replace(/^\/api\/v1/, "")}`,
      operation,
    })),
  );

/** Movements and what happened: they never change, so they have a seq and a time. */
const movements = [
  "GET /customers/{id}/points",
  "GET /orders/{id}/timeline",
  "GET /accounts/{id}/ledger",
  "GET /gift-cards/{id}/ledger",
];

describe("every entity", () => {
  test("that is listed has id, version, createdAt and updatedAt", () => {
    const isBare = ({ operation }: { operation: Operation }): boolean => {
      const list = resolved(operation.responses?.["200"]?.content?.["application/json"]?.schema);
      const item = resolved(list.properties?.items?.items);
      const fields = ["id", "version", "createdAt", "updatedAt"];
      return (
        list.properties?.nextCursor !== undefined &&
        item.properties !== undefined &&
        !fields.every((field) => Object.hasOwn(item.properties ?? {}, field))
      );
    };
    const bare = operations().filter(isBare);
    expect(bare.map(({ name }) => name).filter((name) => !movements.includes(name))).toEqual([]);
  });
  test("of the printer's queue counts its changes, and so does a sign-in", async () => {
    const [printer] = (await ask("GET", "/printers")).list();
    const { id } = (await ask("POST", `/printers/${String(printer?.id)}/test`)).at("") as { id: string };
    const job = async () =>
      (await ask("GET", `/print-jobs?printerId=${String(printer?.id)}`))
        .list()
        .find((each) => each.id === id);
    await expect.poll(async () => (await job())?.status).toBe("printed");
    expect((await job())?.version).toBeGreaterThan(1);
    const [session] = (await ask("GET", "/sessions?limit=1")).list();
    expect(session).toMatchObject({ version: 1, updatedAt: session?.usedAt });
  });
});

const isId = /(^|\.)(\w+Ids?|reference|menuItems|categories|excludedCategories|dayparts|stations)$/;
/**
 * Own names, words of people, and what may well lead nowhere: what a device can cook, what a draft or a file is still to bring. The line of
 * a reward is asked for after its points; what is in the inbox is tried by tests of its own.
 */
const exempt =
  /commandId|vatId|seat orderId|reapply (entityId|opening)|allocate orderId|tender\.reference|POST \/orders\/\{id\}\/rewards itemId|vendorId|productId|newItemId|refundId|paymentId|taxExemption|capabilities|^POST \/(approvals|menu\/import|menu-drafts)|^PUT \/menu-drafts|\/sync\//;

const idFields = (schema: Schema | undefined, path: string, seen: readonly string[]): string[] => {
  if (!schema || seen.length > 14 || (schema.$ref !== undefined && seen.includes(schema.$ref))) return [];
  const here = [...seen, schema.$ref ?? "."];
  const whole = resolved(schema);
  const branches = [...(whole.anyOf ?? []), ...(whole.oneOf ?? []), ...(whole.allOf ?? [])];
  return [
    ...branches.flatMap((branch) => idFields(branch, path, here)),
    ...idFields(whole.items, `${path}.0`, here),
    ...Object.entries(whole.properties ?? {}).flatMap(([key, inner]) => {
      const at = path === "" ? key : `${path}.${key}`;
      return [...(isId.test(at) ? [at] : []), ...idFields(inner, at, here)];
    }),
  ];
};
const named = (): string[] =>
  operations()
    .flatMap(({ name, operation }) => {
      const schema = operation.requestBody?.content?.["application/json"]?.schema;
      return [...new Set(idFields(schema, "", []))].map((field) => `${name} ${field}`);
    })
    .filter((each) => !exempt.test(each));

const here: Here = { ...emptyHere };
const cases = () => bodiesWithWrongIds(here);

const filled = (name: string, at: string): [string, string] => {
  const [method = "", path = ""] = name.split(" ");
  const ids = at.split(" ");
  return [method, path.replace(/\{\w+\}/g, () => ids.shift() ?? "")];
};

beforeAll(async () => {
  const make = async (path: string, body: object): Promise<string> => {
    const said = await ask("POST", path, body);
    expect([path, said.status, said.text]).toEqual([path, 201, expect.any(String)]);
    return said.word("id");
  };
  here.category = await make("/categories", { name: "Ids" });
  const inner = { name: "In", min: 0, max: 1, options: [{ id: "ids-salt", name: "salt" }] };
  const group = {
    name: "G",
    min: 0,
    max: 1,
    options: [{ id: "ids-rare", name: "rare", modifierGroups: [inner] }],
  };
  await make("/menu-items", {
    id: "ids-plain",
    name: "Plain",
    categoryId: here.category,
    price: 100,
    stations: ["kitchen"],
  });
  await make("/menu-items", { id: "ids-other", name: "Other", categoryId: here.category, price: 1 });
  const rest = { modifierGroups: [group], variants: [{ id: "ids-big", name: "big", price: 2 }] };
  await make("/menu-items", { id: "ids-dish", name: "Dish", categoryId: here.category, price: 100, ...rest });
  const choices = [{ menuItemId: "ids-plain" }, { menuItemId: "ids-dish" }];
  const parts = [{ id: "ids-part", name: "Main", choices }];
  await make("/menu-items", { id: "ids-combo", name: "Combo", categoryId: here.category, price: 100, parts });
  await make("/dayparts", { id: "ids-noon", name: "Noon", days: ["mon"], from: "12:00", to: "14:00" });
  const rule = {
    name: "R",
    dayparts: ["ids-noon"],
    menuItems: ["ids-plain"],
    percentOff: "5",
    active: false,
  };
  await make("/price-rules", { id: "ids-rule", ...rule });
  const opened = (more: object = {}) =>
    ask("POST", "/orders", { type: "takeaway", items: [{ menuItemId: "ids-plain", quantity: 2 }], ...more });
  const order = await opened();
  [here.order, here.item] = [order.word("id"), order.word("items.0.id")];
  const customerId = (await ask("GET", "/customers?limit=1")).word("items.0.id");
  here.guests = (await opened({ customerId })).word("id");
  const more = await ask("POST", `/orders/${here.guests}/items`, { items: [line] });
  here.dishItem = more.list("items").find(({ menuItemId }) => menuItemId === "ids-dish")?.id as string;
  here.program = (await ask("GET", "/loyalty-programs")).word("items.0.id");
  here.other = (await opened()).word("id");
  here.sent = (await opened({ send: true })).word("id");
  const paid = await opened();
  [here.paid, here.paidItem] = [paid.word("id"), paid.word("items.0.id")];
  await ask("POST", `/orders/${here.paid}/payments`, cash);
  const one = { items: [{ itemId: here.paidItem, quantity: 1 }], reason: "cold" };
  here.refund = (await ask("POST", `/orders/${here.paid}/refunds`, one)).word("refund.id");
  here.printer = (await ask("GET", "/printers")).word("items.0.id");
  here.booking = (await ask("POST", "/reservations", bookingSoon())).word("id");
  here.wait = (await ask("POST", "/waitlist", { guests: 2, name: "Guest 12" })).word("id");
  here.z = (await ask("POST", "/day-reports", {})).word("id");
});

describe("an id in a body that leads nowhere", () => {
  test("is a wrong field: 422 with its path, on every route that takes one", async () => {
    const wrong: unknown[] = [];
    for (const [name, { at, bodies }] of Object.entries(cases()))
      for (const [field, body] of Object.entries(bodies)) {
        const [method, path] = filled(name, at);
        const said = await ask(method, path, body);
        const told = said
          .word("errors.0.path")
          .replace(/(Ids|stations|dayparts|menuItems|ategories)\.0$/, "$1");
        if (said.status !== 422 || told !== field)
          wrong.push([name, field, said.status, said.at("detail"), said.at("errors")]);
      }
    expect(wrong).toEqual([]);
  });
  test("no route that takes an id is left out here", () => {
    const tried = Object.entries(cases()).flatMap(([name, { bodies }]) =>
      Object.keys(bodies).map((field) => `${name} ${field}`),
    );
    expect(named().filter((each) => !tried.includes(each))).toEqual([]);
  });
  test("in the path is still 404, and the same id in both is the path's", async () => {
    expect((await ask("POST", `/orders/${nowhere}/merge`, { fromOrderId: here.order })).status).toBe(404);
    expect((await ask("POST", `/orders/${nowhere}/merge`, { fromOrderId: nowhere })).status).toBe(404);
    expect((await ask("DELETE", `/orders/${here.order}/items/${nowhere}`, { reason: "x" })).status).toBe(404);
  });
  test("is told alike to a device that sends intents", async () => {
    const change = (entityId: string, action: string, data: object) => ({
      entityType: "order",
      entityId,
      action,
      data,
      version: 0,
    });
    const changes = [
      change(here.order, "merge", { fromOrderId: nowhere }),
      change(here.order, "void-item", { itemId: nowhere, reason: "x" }),
      change(nowhere, "merge", { fromOrderId: here.order }),
    ];
    const body = { deviceId: "till-ids", lastSyncVersion: 0, changes };
    const said = await box.ask("POST", "/sync/process", body, manager);
    expect(said.list("results").map(({ code }) => code)).toEqual(["invalid", "not_found", "not_found"]);
    expect(said.at("results.0.problem.errors.0.path")).toBe("fromOrderId");
  });
});
