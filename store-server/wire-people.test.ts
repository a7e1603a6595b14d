/** Setup, sign-in, devices, permissions by role, settings and switches of the wire, on real boxes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Way, type WireBox } from "./testing/wire-box.ts";

let box: WireBox;
const people: Record<string, Way> = {};
let dish: string;
const ordered = (type = "takeaway") => ({ type, items: [{ menuItemId: dish, quantity: 1 }] });

beforeAll(async () => {
  box = await openWireBox();
  for (const name of ["owner", "manager", "waiter", "cashier", "cook"])
    people[name] = { token: await box.signIn(name) };
  const categoryId = (await box.ask("GET", "/api/categories", undefined, people.waiter)).word("items.0.id");
  const item = { name: "Dish of the day", categoryId, price: 1000, stations: ["kitchen"] };
  dish = (await box.ask("POST", "/api/menu-items", item, people.manager)).word("id");
});
afterAll(() => box.close());

describe("the demo store", () => {
  test("everybody's PIN works on a device that the code 000000 paired, and on no other", async () => {
    const device = await box.pair("tablet-1", "tablet", { canTakeOrders: true });
    const pins = { "1111": "owner", "2222": "manager", "3333": "waiter", "4444": "cashier", "5555": "cook" };
    for (const [pin, role] of Object.entries(pins)) {
      const said = await box.ask("POST", "/api/auth/login", { pin }, { device });
      expect([said.status, said.at("user.role")]).toEqual([200, role]);
    }
    expect((await box.ask("POST", "/api/auth/login", { pin: "3333" })).status).toBe(401);
  });

  test("tokens refresh, the old one is good for a lost answer, and pairing is repeatable by the same device only", async () => {
    const login = { username: "waiter", password: "demo-waiter" };
    const refreshToken = (await box.ask("POST", "/api/auth/login", login)).word("refreshToken");
    const next = await box.ask("POST", "/api/auth/refresh", { refreshToken });
    expect([next.status, next.word("refreshToken") !== refreshToken]).toEqual([200, true]);
    expect((await box.ask("POST", "/api/auth/refresh", { refreshToken })).status).toBe(200);
    const code = (await box.ask("POST", "/api/devices/pairing-codes", {}, people.manager)).word("code");
    const pair = (deviceId: string) =>
      box.ask("POST", "/sync/register-device", { deviceId, deviceType: "phone", pairingCode: code });
    const [first, again, other] = [await pair("phone-1"), await pair("phone-1"), await pair("phone-2")];
    expect([first.status, again.word("deviceToken"), other.status]).toEqual([
      201,
      first.word("deviceToken"),
      401,
    ]);
    expect(Object.keys(first.at("") as object)).toEqual(
      expect.arrayContaining("deviceId deviceToken storeId storeName epoch syncVersion".split(" ")),
    );
  });
});

describe("who may", () => {
  test("a waiter opens, sends and takes payments, and gives discounts up to the limit", async () => {
    const order = await box.ask("POST", "/api/orders", ordered(), people.waiter);
    const path = `/api/orders/${order.word("id")}`;
    const limit = (value: string) =>
      box.ask("PUT", "/api/settings/discount.limit", { value }, people.manager);
    const more100 = await limit("200");
    expect([more100.status, more100.at("errors.0.path")]).toEqual([422, "value"]);
    expect((await limit("10")).status).toBe(200);
    const discount = (value: unknown) =>
      box.ask(
        "POST",
        `${path}/discounts`,
        { scope: "order", kind: "percent", value, reason: "regular" },
        people.waiter,
      );
    expect((await discount(10)).at("discountTotal")).toBe(100);
    const more = await discount("50");
    expect([more.status, more.at("approvable")]).toEqual([403, true]);
    expect((await box.ask("POST", `${path}/send`, {}, people.waiter)).at("status")).toBe("confirmed");
    expect((await box.ask("POST", `${path}/proforma`, {}, people.waiter)).status).toBe(201);
    expect((await box.ask("POST", `${path}/payments`, { method: "cash" }, people.waiter)).status).toBe(201);
    expect((await box.ask("POST", `${path}/receipt`, {}, people.waiter)).at("copyOf")).toEqual(
      expect.any(String),
    );
    expect((await box.ask("POST", "/api/categories", { name: "x" }, people.waiter)).status).toBe(403);
    expect((await box.ask("GET", "/api/analytics/sales", undefined, people.waiter)).status).toBe(403);
  });

  test("a cook marks items as sold out and counts them, and changes nothing else of the menu", async () => {
    const change = (body: object, who = people.cook) => box.ask("PUT", `/api/menu-items/${dish}`, body, who);
    expect((await change({ available: false })).at("available")).toBe(false);
    expect((await box.ask("POST", "/api/orders", ordered(), people.waiter)).status).toBe(409);
    expect((await change({ available: true, stock: 5 })).at("stock")).toBe(5);
    expect((await change({ available: true, price: 1 })).status).toBe(403);
    expect((await change({})).status).toBe(403);
    expect((await change({ available: false }, people.waiter)).status).toBe(403);
    expect((await box.ask("POST", "/api/orders", ordered(), people.cook)).status).toBe(403);
  });

  test("a manager adds people but no owner, and enrols a store without a hub", async () => {
    const add = (role: string, pin: string) =>
      box.ask("POST", "/api/auth/register", { name: "New", role, pin }, people.manager);
    expect([(await add("waiter", "87451")).status, (await add("owner", "87452")).status]).toEqual([201, 403]);
    const enrol = { hubUrl: "http://127.0.0.1:9", code: "x" };
    const enrolledBy = async (who: typeof people.manager) =>
      (await box.ask("PUT", "/api/replication", enrol, who)).status;
    // 503: nobody is there to answer, but the manager may ask.
    expect([await enrolledBy(people.manager), await enrolledBy(people.cashier)]).toEqual([503, 403]);
  });

  test("a kiosk orders alone, and sees and changes only what was opened on it", async () => {
    const kiosk = { device: await box.pair("kiosk-1", "kiosk") };
    const own = await box.ask("POST", "/api/orders", ordered("kiosk"), kiosk);
    const other = await box.ask("POST", "/api/orders", ordered(), people.waiter);
    const [mine, theirs] = [`/api/orders/${own.word("id")}`, `/api/orders/${other.word("id")}`];
    expect([own.status, (await box.ask("GET", mine, undefined, kiosk)).status]).toEqual([201, 200]);
    expect((await box.ask("GET", theirs, undefined, kiosk)).status).toBe(404);
    const listed = await box.ask("GET", "/api/orders", undefined, kiosk);
    expect(listed.list().map(({ id }) => id)).toEqual([own.at("id")]);
    const more = { items: [{ menuItemId: dish, quantity: 1 }] };
    expect((await box.ask("POST", `${mine}/items`, more, kiosk)).status).toBe(201);
    expect((await box.ask("POST", `${theirs}/items`, more, kiosk)).status).toBe(403);
    expect((await box.ask("POST", `${mine}/payments`, { method: "card" }, kiosk)).status).toBe(503);
    expect((await box.ask("POST", `${mine}/payments`, { method: "cash" }, kiosk)).status).toBe(403);
    // Nobody saw yet that it is paid; full payment sends it.
    expect((await box.ask("POST", `${mine}/send`, {}, kiosk)).status).toBe(403);
    const paid = await box.ask("POST", `${mine}/payments`, { method: "cash" }, people.cashier);
    expect(paid.at("order.items.0.sentQuantity")).toBe(1);
    expect((await box.ask("PUT", `${mine}/status`, { status: "served" }, kiosk)).status).toBe(403);
    expect((await box.ask("GET", "/api/tables", undefined, kiosk)).status).toBe(403);
  });
});

describe("settings and printers", () => {
  test.each<[string, unknown]>([
    ["tax.inclusive", false],
    ["service.rate", "0"],
    ["service.order_types", ["dine-in"]],
    ["service.tax_class", null],
    ["order.delay_threshold", 15],
    ["kiosk.timeout", 300],
    ["printer.auto_print", true],
    ["business_day.cutover", "04:00"],
    ["rounding.cash", 1],
    ["rounding.tax", "group"],
    ["table.cleaning", false],
    ["tax.rate", "0.08"],
    ["currency.code", "USD"],
  ])("%s is %j until it is changed", async (key, value) => {
    const said = await box.ask("GET", `/api/settings/${key}`, undefined, people.waiter);
    expect([said.status, said.at("value"), typeof said.at("createdAt")]).toEqual([200, value, "string"]);
  });

  test.each<[string, unknown]>([
    ["tax.rate", "a lot"],
    ["tax.inclusive", "yes"],
    ["order.delay_threshold", "15"],
    ["rounding.cash", 0],
    ["store.time_zone", "Mars/Olympus"],
    ["business_day.cutover", "25:00"],
    ["service.tax_class", "nothing"],
  ])("%s refuses %j", async (key, value) => {
    expect((await box.ask("PUT", `/api/settings/${key}`, { value }, people.manager)).status).toBe(422);
  });

  test("a key that nobody knows is refused, and the class of the service charge stays while it is used", async () => {
    expect((await box.ask("PUT", "/api/settings/coffee.strength", { value: 1 }, people.manager)).status).toBe(
      404,
    );
    const body = { name: "Service", inclusive: false, rates: [] };
    const value = (await box.ask("POST", "/api/tax-classes", body, people.manager)).word("id");
    await box.ask("PUT", "/api/settings/service.tax_class", { value }, people.manager);
    const drop = () => box.ask("DELETE", `/api/tax-classes/${value}`, undefined, people.manager);
    expect((await drop()).status).toBe(409);
    await box.ask("PUT", "/api/settings/service.tax_class", { value: null }, people.manager);
    expect((await drop()).status).toBe(204);
  });

  test("a network printer is in the store's own network; loopback goes in a demo store", async () => {
    const add = (host: string) =>
      box.ask(
        "POST",
        "/api/printers",
        {
          name: host,
          transport: { type: "network", host, port: 9100 },
          role: "label",
          stations: [],
          width: 80,
        },
        people.manager,
      );
    const hosts = ["192.168.1.20", "127.0.0.1", "8.8.8.8", "169.254.1.1"];
    const said = await Promise.all(hosts.map(add));
    expect(said.map(({ status }) => status)).toEqual([201, 201, 422, 422]);
  });
});

describe("a store of its own", () => {
  test("is set up once with the printed code, knows nothing of the demo, and obeys its switches", async () => {
    const own = await openWireBox({ ENABLE_ANALYTICS: "false", ENABLE_KIOSK: "false" });
    try {
      const owner = { name: "Owner 1", username: "owner-1", password: "a-long-password", pin: "8462" };
      const shop = {
        businessName: "Bistro",
        currency: "CHF",
        timeZone: "Europe/Zurich",
        locale: "de-CH",
        owner,
      };
      const setup = (code: string | null) => own.ask("POST", "/api/setup", { code, ...shop });
      expect((await setup("AAAA-AAAA")).status).toBe(401);
      const done = await setup(own.setupCode);
      expect([done.status, (await setup(own.setupCode)).status]).toEqual([201, 409]);
      const way = { token: done.word("accessToken") };
      const tablet = { deviceId: "t", deviceType: "tablet", pairingCode: "000000" };
      expect((await own.ask("POST", "/sync/register-device", tablet)).status).toBe(401);
      const loopback = { type: "network", host: "127.0.0.1", port: 9100 };
      const printer = { name: "P", transport: loopback, role: "receipt", stations: [], width: 80 };
      expect((await own.ask("POST", "/api/printers", printer, way)).status).toBe(422);
      expect((await own.ask("GET", "/api/analytics/sales", undefined, way)).status).toBe(404);
      expect((await own.ask("POST", "/api/orders", { type: "kiosk", items: [] }, way)).status).toBe(503);
      expect((await own.ask("GET", "/api/settings/currency.code", undefined, way)).at("value")).toBe("CHF");
    } finally {
      await own.close();
    }
  });
});
