/** A till for tests of cash against a real box: outbox, sender and requests of a page, its disk, and a network that can be cut. */

import { openSyncStore, type SyncStore } from "@tillbox/store-server/testing/sync-store.ts";
import { openApi } from "@tillbox/store-server/web/client/api.ts";
import type { OrderEffect } from "@tillbox/store-server/web/client/effects.ts";
import { openOutbox } from "@tillbox/store-server/web/client/outbox.ts";
import { openSession } from "@tillbox/store-server/web/client/session.ts";
import type { Change, Intent } from "@tillbox/store-server/web/client/tap.ts";
import { type Disk, openDisk } from "@tillbox/store-server/web/client/testing-disk.ts";
import { openSender } from "@tillbox/store-server/web/client/transport.ts";
import { memory } from "./disk.ts";

type Who = "anna" | "berta" | "mira";
export type TillOptions = {
  disk?: Disk;
  /** The version on the screen, where there is one. */
  versionOf?: (change: Change) => number | undefined;
};

/** `net`: whether requests come through, and whether their answers do. */
export const openTill = (shop: SyncStore, first: Who, { disk = openDisk(), versionOf }: TillOptions = {}) => {
  const { device, token = "" } = shop[first];
  const net = {
    isUp: true,
    losesAnswers: false,
    /** How long a request of a person is on its way, in milliseconds. */
    delays: {} as Partial<Record<Who, number>>,
    /** Nobody here has the word of these. */
    refuses: new Set<Who>(),
  };
  const nameOf = (init: RequestInit): Who | undefined => {
    const word = new Headers(init.headers).get("authorization");
    return (["anna", "berta", "mira"] as const).find((who) => word === `Bearer ${shop[who].token}`);
  };
  const hands = { who: first };
  const session = openSession("till", memory(), memory());
  session.paired({ ...device, name: "Till", storeId: "s", storeName: "s", epoch: 1, syncVersion: 0 });
  session.signedIn({
    accessToken: token,
    refreshToken: "none",
    expiresIn: 900,
    user: { id: first, name: first, role: "waiter", permissions: [] },
  });
  const ask: typeof fetch = async (path, init = {}) => {
    if (!net.isUp) throw new TypeError("fetch failed");
    const who = nameOf(init);
    if (who) await new Promise((done) => setTimeout(done, net.delays[who] ?? 0));
    const answer = await shop.store.app.request(String(path), init);
    if (net.losesAnswers) throw new TypeError("fetch failed");
    return answer;
  };
  const send = openSender(openApi({ session, fetch: ask }), {
    deviceId: () => device.deviceId,
    bearerOf: (actorId) => shop[(actorId ?? first) as Who].token ?? null,
    refused: () => undefined,
  });
  const outbox = openOutbox<OrderEffect>({
    send,
    ask: () => Promise.reject(new Error("only intents are tapped here")),
    onAnswers: () => Promise.resolve(),
    actor: () => ({ id: hands.who, name: hands.who }),
    canSend: (actorId) => !net.refuses.has((actorId ?? first) as Who),
    isAway: () => !net.isUp,
    ...(versionOf ? { versionOf } : {}),
    keeper: disk.keeper(),
    tabs: disk.tabs(),
    random: () => 0,
  });
  return {
    net,
    /** Who is on the screen. */
    hands,
    disk,
    outbox,
    submit: <T = unknown>(intent: Intent<OrderEffect>) => outbox.submit<T>(intent),
    /** The network is back, and everything has been told. */
    comeBack: async (): Promise<void> => {
      Object.assign(net, { isUp: true, losesAnswers: false });
      for (let turns = 0; turns < 200; turns += 1) {
        outbox.hurry();
        await new Promise((done) => setTimeout(done, 5));
        if (outbox.entries.peek().every(({ state }) => state === "refused")) return;
      }
      throw new Error("the till never got through");
    },
  };
};
export type Till = ReturnType<typeof openTill>;

/** A shop with a drawer at each tablet. */
export const openTillShop = async (now: () => number): Promise<SyncStore> => {
  const shop = await openSyncStore({ wall: now });
  const { as, mira } = shop;
  const item = (id: string, price: number) =>
    as(mira, "POST", "/api/menu-items", { id, name: id, categoryId: "food", price });
  await item("roast", 4230);
  await item("trout", 4232);
  await as(mira, "POST", "/api/drawers", { id: "d1", float: 10_000, deviceId: "tablet-1" });
  await as(mira, "POST", "/api/drawers", { id: "d2", float: 10_000, deviceId: "tablet-2" });
  return shop;
};
