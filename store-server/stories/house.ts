/**
 * A house in which the known failures of other systems could happen: a real box, seen only through HTTP by two waiters' tablets, a
 * cook, a cashier and a manager. Prices are without tax unless a story sets one, so that its figures can be read. For tests.
 */
import { newId } from "@tillbox/shared/id.ts";
import type { StoreOptions } from "../store.ts";
import { openWireBox, type Said, type Way } from "../testing/wire-box.ts";

const roles = ["waiter", "cashier", "cook", "manager"] as const;
type Role = (typeof roles)[number];
export type House = {
  as: Readonly<Record<Role, Way>>;
  get(path: string, way?: Way): Promise<Said>;
  post(path: string, body?: unknown, way?: Way): Promise<Said>;
  put(path: string, body: unknown, way?: Way): Promise<Said>;
  del(path: string, body?: unknown, way?: Way): Promise<Said>;
  /** A new item of the menu, by its id. */
  dish(price: number, more?: object): Promise<string>;
  table(): Promise<string>;
  set(key: string, value: unknown): Promise<void>;
  /** Opens an order, by the waiter unless told. */
  open(items: readonly object[], more?: object, way?: Way): Promise<Said>;
  pay(id: string, body?: object, way?: Way): Promise<Said>;
  order(id: string): Promise<Said>;
  /** What a tablet sends when it comes back to the network; the results in its order. */
  sync(changes: readonly object[]): Promise<Record<string, unknown>[]>;
  /** Signs somebody in again; an access token is short. */
  signIn(name: Role): Promise<void>;
  close(): Promise<void>;
};

export const line = (menuItemId: string, quantity = 1, more: object = {}): object => ({
  menuItemId,
  quantity,
  ...more,
});
/** The same tap, sent as often as its answer is lost. */
export const tap = (way: Way = {}): Way => ({
  ...way,
  headers: { ...way.headers, "idempotency-key": newId() },
});
export const statuses = (said: readonly Said[]): number[] => said.map(({ status }) => status).toSorted();

export const openHouse = async (options: StoreOptions = {}): Promise<House> => {
  const box = await openWireBox({ DEMO: "1" }, options);
  const as = { waiter: {} as Way, cashier: {} as Way, cook: {} as Way, manager: {} as Way };
  const signIn = async (name: Role): Promise<void> => {
    as[name].token = await box.signIn(name);
  };
  for (const name of roles) await signIn(name);
  const get: House["get"] = (path, way = as.manager) => box.ask("GET", path, undefined, way);
  const post: House["post"] = (path, body = {}, way = as.waiter) => box.ask("POST", path, body, way);
  const put: House["put"] = (path, body, way = as.waiter) => box.ask("PUT", path, body, way);
  const tablet = await box.pair("tablet-offline", "tablet", { canTakeOrders: true });
  const categoryId = (await get("/api/categories")).word("items.0.id");
  const areaId = (await get("/api/areas")).word("items.0.id");
  let named = 0;
  const made = async (path: string, body: object): Promise<string> => {
    const said = await post(path, body, as.manager);
    if (said.status !== 201) throw new Error(`${path} answered ${said.status}: ${said.text}`);
    return said.word("id");
  };
  const set: House["set"] = async (key, value) => {
    const said = await put(`/api/settings/${key}`, { value }, as.manager);
    if (said.status !== 200) throw new Error(`${key} answered ${said.status}: ${said.text}`);
  };
  await set("tax.rate", "0");
  return {
    as,
    get,
    post,
    put,
    del: (path, body, way = as.waiter) => box.ask("DELETE", path, body, way),
    dish: (price, more = {}) =>
      made("/api/menu-items", {
        name: `Dish ${(named += 1)}`,
        categoryId,
        price,
        stations: ["kitchen"],
        ...more,
      }),
    table: () => made("/api/tables", { name: `S${(named += 1)}`, areaId, seats: 4 }),
    set,
    open: (items, more = {}, way = as.waiter) =>
      post("/api/orders", { type: "takeaway", items, ...more }, way),
    pay: (id, body = {}, way = as.waiter) =>
      post(`/api/orders/${id}/payments`, { method: "cash", ...body }, way),
    order: (id) => get(`/api/orders/${id}`),
    sync: async (changes) => {
      const body = { deviceId: tablet.deviceId, lastSyncVersion: 0, changes };
      const said = await post("/sync/process", body, { ...as.waiter, device: tablet });
      return said.list("results");
    },
    signIn,
    close: box.close,
  };
};
