/** Two rules that hold for every route: what every entity has, and how an id that leads nowhere is told. Read from the box's own document. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "./testing/wire-box.ts";

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

const nowhere = "leads-nowhere";
const isId = /(^|\.)(\w+Ids?|reference|menuItems|categories|excludedCategories|dayparts|stations)$/;
/**
 * Own names, words of people, and what may well lead nowhere: what a device can cook, what a draft or a file is still to bring. The line of
 * a reward is asked for after its points; what is applied again from the inbox may be about what is still to be made.
 */
const exempt =
  /commandId|vatId|seat orderId|reapply entityId|tender\.reference|POST \/orders\/\{id\}\/rewards itemId|vendorId|productId|newItemId|refundId|paymentId|taxExemption|capabilities|^POST \/(approvals|menu\/import|menu-drafts)|^PUT \/menu-drafts|\/sync\//;

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

const line = { menuItemId: "ids-dish", quantity: 1 };
const option = { optionId: "ids-rare" };
const part = { partId: "ids-part", menuItemId: "ids-plain" };
/** Lines that are right but for one id. */
const lines: Record<string, object> = {
  menuItemId: { ...line, menuItemId: nowhere },
  "openItem.taxClassId": { openItem: { name: "X", price: 1, taxClassId: nowhere }, quantity: 1 },
  variantId: { ...line, modifiers: [option], variantId: nowhere },
  "modifiers.0.optionId": { ...line, modifiers: [{ optionId: nowhere }] },
  "modifiers.0.modifiers.0.optionId": {
    ...line,
    modifiers: [{ ...option, modifiers: [{ optionId: nowhere }] }],
  },
  "parts.0.partId": { menuItemId: "ids-combo", quantity: 1, parts: [{ ...part, partId: nowhere }] },
  "parts.0.menuItemId": { menuItemId: "ids-combo", quantity: 1, parts: [{ ...part, menuItemId: nowhere }] },
  "parts.0.variantId": { menuItemId: "ids-combo", quantity: 1, parts: [{ ...part, variantId: nowhere }] },
  "parts.0.modifiers.0.optionId": {
    menuItemId: "ids-combo",
    quantity: 1,
    parts: [{ ...part, modifiers: [{ optionId: nowhere }] }],
  },
  "parts.0.modifiers.0.modifiers.0.optionId": {
    menuItemId: "ids-combo",
    quantity: 1,
    parts: [
      {
        partId: "ids-part",
        menuItemId: "ids-dish",
        modifiers: [{ ...option, modifiers: [{ optionId: nowhere }] }],
      },
    ],
  },
};
const withLines = (prefix: string, around: (items: object[]) => object): Record<string, object> =>
  Object.fromEntries(Object.entries(lines).map(([field, item]) => [`${prefix}.${field}`, around([item])]));

type Cases = Record<string, { at: string; bodies: Record<string, object> }>;
const here = {
  order: "",
  other: "",
  paid: "",
  sent: "",
  item: "",
  paidItem: "",
  dishItem: "",
  printer: "",
  booking: "",
  wait: "",
  account: "",
  z: "",
  refund: "",
  category: "",
  program: "",
  guests: "",
};
const dish = () => ({ name: "D", categoryId: here.category, price: 1 });
const when = () => new Date(Date.now() + 3_600_000).toISOString();
const cash = { method: "cash" };
const cases = (): Cases => {
  const menuItem = {
    categoryId: { ...dish(), categoryId: nowhere },
    taxClassId: { ...dish(), taxClassId: nowhere },
    "parts.0.choices.0.menuItemId": { ...dish(), parts: [{ name: "P", choices: [{ menuItemId: nowhere }] }] },
    "parts.0.choices.0.variantId": {
      ...dish(),
      parts: [{ name: "P", choices: [{ menuItemId: "ids-plain", variantId: nowhere }] }],
    },
    stations: { ...dish(), stations: [nowhere] },
    dayparts: { ...dish(), dayparts: [nowhere] },
  };
  const category = {
    parentId: { name: "C", parentId: nowhere },
    dayparts: { name: "C", dayparts: [nowhere] },
  };
  const rule = { name: "R", dayparts: ["ids-noon"], menuItems: ["ids-plain"], percentOff: "5" };
  const priceRule = {
    dayparts: { ...rule, dayparts: [nowhere] },
    menuItems: { ...rule, menuItems: [nowhere] },
    categories: { ...rule, categories: [nowhere] },
  };
  const printer = { name: "P", transport: { type: "screen" }, role: "kitchen", width: 80 };
  const printers = {
    stations: { ...printer, stations: [nowhere] },
    backupPrinterId: { ...printer, backupPrinterId: nowhere },
    "filterSettings.categories": { ...printer, filterSettings: { categories: [nowhere] } },
  };
  const refund = { reason: "x", items: [{ itemId: here.paidItem, quantity: 1 }] };
  const swap = { ...refund, method: "cash" };
  const refunds = {
    "items.0.itemId": { reason: "x", items: [{ itemId: nowhere, quantity: 1 }] },
    reference: { ...refund, method: "house_account", reference: nowhere },
  };
  const booking = { guests: 2, at: when(), name: "Guest 12" };
  const earns = { name: "L", earnPoints: 1, earnAmount: 100 };
  const reward = { id: "r", name: "R", points: 1, kind: "item", menuItemId: nowhere };
  const program = {
    "rewards.0.menuItemId": { ...earns, rewards: [reward] },
    excludedCategories: { ...earns, excludedCategories: [nowhere] },
  };
  const printed = { printerId: { printerId: nowhere } };
  const sale = { items: [{ menuItemId: "ids-plain", quantity: 1 }], payment: cash };
  const order = { type: "dine-in", items: [] };
  const takeaway = { type: "takeaway" };
  const portions = (more: object = {}) => ({ items: [{ itemId: nowhere, quantity: 1 }], ...more });
  const own = { items: [{ itemId: here.item, quantity: 1 }] };
  const person = { customerId: nowhere };
  return {
    "POST /time-entries": { at: "", bodies: { userId: { userId: nowhere } } },
    "POST /categories": { at: "", bodies: category },
    "PUT /categories/{id}": { at: here.category, bodies: category },
    "POST /menu-items": { at: "", bodies: menuItem },
    "PUT /menu-items/{id}": { at: "ids-other", bodies: menuItem },
    "POST /price-rules": { at: "", bodies: priceRule },
    "PUT /price-rules/{id}": { at: "ids-rule", bodies: priceRule },
    "POST /menu-items/{id}/stock": {
      at: "ids-plain",
      bodies: { variantId: { variantId: nowhere, stock: 1 } },
    },
    "POST /tables": { at: "", bodies: { areaId: { name: "T", areaId: nowhere, seats: 2 } } },
    "PUT /tables/{id}": { at: "table-1", bodies: { areaId: { areaId: nowhere } } },
    "POST /tables/{id}/join": { at: "table-1", bodies: { tableIds: { tableIds: [nowhere] } } },
    "POST /printers": { at: "", bodies: printers },
    "PUT /printers/{id}": { at: here.printer, bodies: printers },
    "POST /refunds/{id}/receipt": { at: here.refund, bodies: printed },
    "POST /day-reports/x/print": { at: "", bodies: printed },
    "POST /day-reports/{id}/print": { at: here.z, bodies: printed },
    "POST /orders/{id}/receipt": { at: here.paid, bodies: printed },
    "POST /orders/{id}/proforma": { at: here.order, bodies: printed },
    "POST /orders": {
      at: "",
      bodies: {
        tableId: { ...order, tableId: nowhere },
        customerId: { ...order, ...person },
        joinedTableIds: { ...order, tableId: "table-1", joinedTableIds: [nowhere] },
        ...withLines("items.0", (items) => ({ ...takeaway, items })),
      },
    },
    "PUT /orders/{id}": { at: here.order, bodies: { customerId: person } },
    "POST /orders/{id}/refunds": { at: here.paid, bodies: refunds },
    "POST /orders/{id}/refunds/preview": { at: here.paid, bodies: refunds },
    "POST /sales": {
      at: "",
      bodies: {
        customerId: { ...sale, ...person },
        "payment.reference": { ...sale, payment: { method: "house_account", reference: nowhere } },
        ...withLines("items.0", (items) => ({ ...sale, items })),
      },
    },
    "POST /orders/{id}/exchange": {
      at: here.paid,
      bodies: {
        "items.0.itemId": {
          ...swap,
          items: [{ itemId: nowhere, quantity: 1 }],
          sale: { items: sale.items },
        },
        "sale.customerId": { ...swap, sale: { items: sale.items, ...person } },
        reference: { ...swap, sale: { items: sale.items }, method: "house_account", reference: nowhere },
        ...withLines("sale.items.0", (items) => ({ ...swap, sale: { items } })),
      },
    },
    "POST /bills/preview": {
      at: "",
      bodies: {
        "discounts.0.itemId": {
          ...takeaway,
          items: sale.items,
          discounts: [{ scope: "item", itemId: nowhere, kind: "percent", value: "1", reason: "x" }],
        },
        ...withLines("items.0", (items) => ({ ...takeaway, items })),
      },
    },
    "PUT /orders/{id}/kitchen": {
      at: here.sent,
      bodies: { itemIds: { itemIds: [nowhere], status: "preparing" } },
    },
    "POST /orders/{id}/items": { at: here.order, bodies: withLines("items.0", (items) => ({ items })) },
    "PUT /orders/{id}/items/{itemId}": {
      at: `${here.guests} ${here.dishItem}`,
      bodies: {
        "modifiers.0.optionId": { modifiers: [{ optionId: nowhere }] },
        "modifiers.0.modifiers.0.optionId": {
          modifiers: [{ ...option, modifiers: [{ optionId: nowhere }] }],
        },
      },
    },
    "POST /orders/{id}/hold": { at: here.order, bodies: { itemIds: { itemIds: [nowhere] } } },
    "POST /orders/{id}/fire": { at: here.order, bodies: { itemIds: { itemIds: [nowhere] } } },
    "POST /orders/{id}/transfer": {
      at: here.order,
      bodies: { tableId: { tableId: nowhere }, userId: { userId: nowhere } },
    },
    "POST /orders/{id}/payments": {
      at: here.order,
      bodies: {
        "split.splitDetails.itemIds": {
          ...cash,
          split: { splitType: "item", splitDetails: { itemIds: [nowhere] } },
        },
        reference: { method: "house_account", reference: nowhere },
      },
    },
    "POST /orders/{id}/discounts": {
      at: here.order,
      bodies: { itemId: { scope: "item", itemId: nowhere, kind: "percent", value: "1", reason: "x" } },
    },
    "POST /orders/{id}/comps": { at: here.order, bodies: { itemId: { itemId: nowhere, reason: "x" } } },
    "POST /orders/{id}/merge": { at: here.order, bodies: { fromOrderId: { fromOrderId: nowhere } } },
    "POST /orders/{id}/split": {
      at: here.order,
      bodies: { "items.0.itemId": portions(), tableId: { ...own, tableId: nowhere } },
    },
    "POST /orders/{id}/move-items": {
      at: here.order,
      bodies: {
        toOrderId: { ...own, toOrderId: nowhere },
        "items.0.itemId": portions({ toOrderId: here.other }),
      },
    },
    "POST /reservations": {
      at: "",
      bodies: { customerId: { ...booking, ...person }, tableIds: { ...booking, tableIds: [nowhere] } },
    },
    "PUT /reservations/{id}": {
      at: here.booking,
      bodies: { customerId: person, tableIds: { tableIds: [nowhere] } },
    },
    "POST /waitlist": { at: "", bodies: { customerId: { guests: 2, name: "Guest 12", ...person } } },
    "PUT /waitlist/{id}": { at: here.wait, bodies: { customerId: person } },
    "POST /reservations/{id}/seat": { at: here.booking, bodies: { tableIds: { tableIds: [nowhere] } } },
    "POST /waitlist/{id}/seat": { at: here.wait, bodies: { tableIds: { tableIds: [nowhere] } } },
    "POST /drawers": {
      at: "",
      bodies: { deviceId: { float: 0, deviceId: nowhere }, userId: { float: 0, userId: nowhere } },
    },
    "POST /accounts": { at: "", bodies: { customerId: { name: "Guest 12", limit: 1, ...person } } },
    "POST /gift-cards": { at: "", bodies: { customerId: { amount: 1, tender: cash, ...person } } },
    "POST /loyalty-programs": { at: "", bodies: program },
    "PUT /loyalty-programs/{id}": { at: here.program, bodies: program },
    "POST /orders/{id}/rewards": { at: here.guests, bodies: { rewardId: { rewardId: nowhere } } },
  };
};

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
  here.booking = (await ask("POST", "/reservations", { guests: 2, at: when(), name: "Guest 12" })).word("id");
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
