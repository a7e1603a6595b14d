/** Each switch of the environment, on a real box: what it closes is closed by every way in, and open without it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { newId } from "@tillbox/shared/id.ts";
import { describe, expect, test } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "./testing/wire-box.ts";

type Tried = { status: number; code: unknown };
/** What somebody tries, and what they are told where the switch is off. */
type Door = { title: string; knock(box: WireBox, way: Way): Promise<Tried>; off: Tried };

const told = (said: Said): Tried => ({ status: said.status, code: said.at("code") });
const unavailable = { status: 503, code: "unavailable" };
const items = [{ menuItemId: "tiramisu", quantity: 1 }];

const request = (method: string, path: string, body?: object): Omit<Door, "off"> => ({
  title: `${method} ${path}`,
  knock: async (box, way) => told(await box.ask(method, path, body, way)),
});
const sync = async (box: WireBox, way: Way, change: object): Promise<Said> =>
  box.ask(
    "POST",
    "/sync/process",
    { deviceId: way.device?.deviceId, lastSyncVersion: 0, changes: [change] },
    way,
  );
/** An intent has no status of its own: 201 is done, 503 is what its endpoint would say. */
const intent = (action: string, data: object): Omit<Door, "off"> => ({
  title: `the intent ${action} of an order`,
  knock: async (box, way) => {
    const change = { changeId: newId(), entityType: "order", entityId: newId(), action, data };
    const said = await sync(box, way, change);
    const code = said.at("results.0.code");
    return { status: code === undefined ? 201 : Number(said.at("results.0.problem.status")), code };
  },
});

const exchange: Omit<Door, "off"> = {
  title: "an exchange whose new sale is a kiosk's",
  knock: async (box, way) => {
    const sold = await box.ask("POST", "/api/sales", { items, payment: { method: "cash" } }, way);
    const back = [{ itemId: sold.at("order.items.0.id"), quantity: 1 }];
    const body = { items: back, reason: "too cold", sale: { type: "kiosk", items }, method: "cash" };
    return told(await box.ask("POST", `/api/orders/${sold.word("order.id")}/exchange`, body, way));
  },
};
const reapplied: Omit<Door, "off"> = {
  title: "lines of the inbox on a new check",
  knock: async (box, way) => {
    const late = {
      changeId: newId(),
      entityType: "order",
      entityId: "never",
      action: "add-items",
      data: { items },
    };
    const id = (await sync(box, way, late)).word("results.0.inboxId");
    return told(await box.ask("POST", `/api/inbox/${id}/reapply`, { opening: { type: "kiosk" } }, way));
  },
};

const kioskOrder = { type: "kiosk", items };
const kioskDoors = [
  request("POST", "/api/orders", kioskOrder),
  request("POST", "/api/sales", { ...kioskOrder, payment: { method: "cash" } }),
  intent("create", kioskOrder),
  intent("sell", { ...kioskOrder, payment: { method: "external" } }),
  exchange,
  reapplied,
].map((door) => ({ ...door, off: unavailable }));

type Operations = Record<string, Record<string, unknown>>;
const pathsOf = async (box: WireBox): Promise<Operations> =>
  (await box.ask("GET", "/docs-json")).at("paths") as Operations;

/** All that the document names, whoever added it. */
const analyticsDoors = (paths: Operations): Door[] =>
  Object.entries(paths)
    .filter(([path]) => path.includes("/analytics/"))
    .map(([path, operations]) => {
      expect([path, Object.keys(operations)]).toEqual([path, ["get"]]);
      return { ...request("GET", path), off: { status: 404, code: "not_found" } };
    });

const offlineMode: Door = {
  title: "what screens are told",
  knock: async (box) => ({ status: 200, code: (await box.ask("GET", "/health")).at("offlineMode") }),
  off: { status: 200, code: false },
};
/** Nothing sends a mail or calls a webhook; whatever comes to do so is closed here. */
const notifyDoors = (paths: Operations): Door[] => {
  expect(Object.keys(paths).filter((path) => /webhook|notification|mail/i.test(path))).toEqual([]);
  return [];
};

const switches: Record<string, (paths: Operations) => Door[]> = {
  ENABLE_KIOSK: () => kioskDoors,
  ENABLE_ANALYTICS: analyticsDoors,
  ENABLE_NOTIFICATIONS: notifyDoors,
  ENABLE_OFFLINE_MODE: () => [offlineMode],
};

const openOn = async (environment: NodeJS.ProcessEnv): Promise<{ box: WireBox; way: Way }> => {
  const box = await openWireBox({ DEMO: "1", ...environment });
  const device = await box.pair("tablet-1", "tablet");
  const login = await box.ask("POST", "/api/auth/login", { pin: "1111" }, { device });
  return { box, way: { device, token: login.word("accessToken") } };
};

test("every switch that .env.example names stands in this table", () => {
  const named = readFileSync(join(import.meta.dirname, "../.env.example"), "utf8").matchAll(/\bENABLE_\w+/g);
  expect([...new Set([...named].map(([name]) => name))].sort()).toEqual(Object.keys(switches).sort());
});

describe.each(Object.entries(switches))("%s", (name, doorsOf) => {
  test("set to false closes each of its doors, and no other switch does", async () => {
    const others = Object.keys(switches).filter((other) => other !== name);
    const off = await openOn({ [name]: "false" });
    const on = await openOn(Object.fromEntries(others.map((other) => [other, "false"])));
    try {
      const doors = doorsOf(await pathsOf(on.box));
      expect(doors.length > 0).toBe(name !== "ENABLE_NOTIFICATIONS");
      for (const door of doors) {
        expect([door.title, await door.knock(off.box, off.way)]).toEqual([door.title, door.off]);
        const { status, code } = await door.knock(on.box, on.way);
        expect([door.title, status < 300, code === door.off.code]).toEqual([door.title, true, false]);
      }
    } finally {
      await Promise.all([off.box.close(), on.box.close()]);
    }
  });
});
