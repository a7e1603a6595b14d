/** A store with a hall, a small menu and people on two tablets, for tests of `/sync/process` over HTTP. */
import { newId } from "@tillbox/shared/id.ts";
import { routesOfFeatures } from "../features.ts";
import { silentLog } from "../http/log.ts";
import { openChanges } from "../sync/changes.ts";
import { syncRoutes } from "../sync/routes.ts";
import { type HttpStore, type HttpStoreOptions, openHttpStore, type Sent } from "./http-store.ts";

export type Result = Record<string, unknown> & {
  status: string;
  problem?: Record<string, unknown>;
  answer?: Record<string, unknown>;
  inboxId?: string;
};
type Credential = Awaited<ReturnType<HttpStore["pair"]>>;
/** Whose tap it is: a tablet, and the person who holds it. */
export type Holder = { device: Credential; token?: string };

export type SyncStore = {
  store: HttpStore;
  /** Two waiters, each with a tablet, and a manager at the first. */
  anna: Holder;
  berta: Holder;
  mira: Holder;
  as(
    holder: Holder,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ): Promise<Sent>;
  sync(holder: Holder, changes: unknown[], extras?: object): Promise<Result[]>;
  /** The whole answer. */
  process(holder: Holder, changes: unknown[], extras?: object): Promise<Sent>;
};

/** A tap on an order. */
export const tap = (action: string, entityId: string, data: object = {}, extras: object = {}) => ({
  changeId: newId(),
  entityType: "order",
  entityId,
  action,
  data,
  ...extras,
});
export const soup = (id: string, quantity = 1) => ({ id, menuItemId: "soup", quantity });

const fill = async ({ as, mira }: Pick<SyncStore, "as" | "mira">): Promise<void> => {
  const made: [string, object][] = [
    ["/api/categories", { id: "food", name: "Food" }],
    ["/api/menu-items", { id: "soup", name: "Soup", categoryId: "food", price: 850 }],
    ["/api/menu-items", { id: "cake", name: "Cake", categoryId: "food", price: 400, stock: 2 }],
    ["/api/areas", { id: "hall", name: "Hall" }],
    ["/api/tables", { id: "t1", name: "1", areaId: "hall", seats: 4 }],
    ["/api/tables", { id: "t2", name: "2", areaId: "hall", seats: 4 }],
  ];
  for (const [path, body] of made) await as(mira, "POST", path, body);
};

export const openSyncStore = async (options: HttpStoreOptions = {}): Promise<SyncStore> => {
  let changes: ReturnType<typeof openChanges> | undefined;
  const store = openHttpStore({
    ...options,
    routes: [
      ...syncRoutes({
        changes: (...asked) => {
          changes ??= openChanges(store.kernel, silentLog);
          return changes(...asked);
        },
        log: silentLog,
      }),
      ...routesOfFeatures({
        analytics: true,
        mayPrintTo: () => true,
        giftCardKey: "k",
        receiptLinks: { key: "k", render: () => "" },
      }),
    ],
  });
  const [first, second] = [await store.pair("tablet-1"), await store.pair("tablet-2")];
  const holder = async (name: string, role: "waiter" | "manager", device: Credential): Promise<Holder> => {
    await store.addPerson(name, role);
    return { device, token: await store.signIn(name) };
  };
  const as: SyncStore["as"] = (who, method, path, body, headers = {}) =>
    store.send(method, path, body, { ...who, headers });
  const process: SyncStore["process"] = (who, taps, extras = {}) =>
    as(who, "POST", "/sync/process", {
      deviceId: who.device.deviceId,
      lastSyncVersion: store.kernel.headSeq(),
      changes: taps,
      ...extras,
    });
  const opened = {
    store,
    anna: await holder("anna", "waiter", first),
    berta: await holder("berta", "waiter", second),
    mira: await holder("mira", "manager", first),
    as,
    process,
    sync: async (who: Holder, taps: unknown[], extras: object = {}) =>
      (await process(who, taps, extras)).json.results as Result[],
  };
  await fill(opened);
  return opened;
};
