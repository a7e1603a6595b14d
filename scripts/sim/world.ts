/**
 * One seed: devices with people tap, the air delivers, the kernel decides, now and then it is opened anew in the middle of a call. All
 * goes through the intents of the features as `/sync/process` runs them. What is true at the end is for `checks.ts` to say.
 */
import type { Role } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { orders } from "@tillbox/store-server/features/order/rows.ts";
import type { Actor } from "@tillbox/store-server/kernel/types.ts";
import { processChanges } from "@tillbox/store-server/sync/process.ts";
import { actorOf } from "@tillbox/store-server/testing.ts";
import type { Random } from "../crash/random.ts";
import { type Names, nextTap } from "./intents.ts";
import { type Intent, openNetwork, type Parcel } from "./network.ts";
import type { OpenShop } from "./shop.ts";

/** `no-idempotency`: the box forgets its answers before a tap comes again. The checks must notice. */
export type Sabotage = "no-idempotency" | null;

export type Played = {
  intents: Intent[];
  restarts: number;
  cutOff: number;
  retries: number;
  /** Faults that the box reported of itself; there must be none. */
  reported: string[];
};

const taps = 120;
const roles = ["waiter", "waiter", "cashier", "manager", "owner"] as const;
const devices = ["tablet-1", "tablet-2", "tablet-3", "kitchen-1"] as const;

const people = new Map<string, Actor>();
const personOf = (role: Role, deviceId: string): Actor => {
  const key = `${deviceId} ${role}`;
  const person = people.get(key) ?? { ...actorOf(role), deviceId };
  people.set(key, person);
  return person;
};
const personAt = (deviceId: string, random: Random): Actor =>
  personOf(deviceId === "kitchen-1" ? "cook" : random.pick(roles), deviceId);

const openNames = (): Names => {
  let count = 0;
  return { next: (kind) => `${kind}-${(count += 1)}` };
};

/** Applied or merged is "done"; the same again is "again"; a refusal is what it says. */
export const wordOf = ({ status, code, detail }: SyncResult): string => {
  if (status === "applied" || status === "merged") return "done";
  return status === "duplicate" ? "again" : `${status} ${code}: ${detail}`;
};

/** An accepted tap may come again when somebody else has signed in on the device, who might not do it; a refused one belongs to who asked. */
const senderOf = ({ intent, isRetry }: Parcel, random: Random): Actor =>
  isRetry && intent.answers.includes("done") && random.chance(0.3)
    ? personOf(random.pick(["manager", "cashier", "cook"]), intent.deviceId)
    : intent.actor;

type Box = { shop: OpenShop; random: Random; sabotage: Sabotage; played: Played };

const forget = async ({ shop }: Box): Promise<void> => {
  const kernel = shop.kernel();
  await kernel.operate(() => kernel.db.exec("DELETE FROM answers"));
};

/** One call of a device for each person in it. False when the box was cut off before it answered. */
const call = async (box: Box, parcels: readonly Parcel[]): Promise<boolean> => {
  const { shop, random, played, sabotage } = box;
  if (sabotage === "no-idempotency" && parcels.some(({ isRetry }) => isRetry)) await forget(box);
  const log = {
    debug: () => undefined,
    info: () => undefined,
    warn: () => undefined,
    error: (details: object, message: string) =>
      void played.reported.push(`${message} ${JSON.stringify(details)}`),
  };
  const bySender = Map.groupBy(parcels, (parcel) => senderOf(parcel, random));
  for (const [actor, own] of bySender) {
    const from = { deviceId: own[0]?.intent.deviceId ?? "", actor };
    const changes = own.map(({ intent }) => intent.change);
    const results = await processChanges(shop.kernel(), changes, from, log);
    own.forEach(({ intent }, index) => {
      const result = results[index];
      if (result) intent.answers.push(wordOf(result));
    });
  }
  return true;
};

/** All calls of one moment at once; with `cut` the box is opened anew while they are on their way. */
const deliver = async (box: Box, calls: readonly Parcel[][], cut: boolean): Promise<Parcel[]> => {
  const { shop, played } = box;
  const results = calls.map((parcels) =>
    call(box, parcels).catch((error: unknown) => {
      if (cut || (error instanceof Refusal && error.code === "unavailable")) return false;
      throw error;
    }),
  );
  if (cut) {
    played.restarts += 1;
    shop.restart();
  }
  const answered = await Promise.all(results);
  const lost = calls.filter((_, index) => !answered[index]).flat();
  played.cutOff += lost.length;
  return lost;
};

/** Plays the seed to its end: every tap has been answered at least once. */
export const play = async (shop: OpenShop, random: Random, sabotage: Sabotage): Promise<Played> => {
  const played: Played = { intents: [], restarts: 0, cutOff: 0, retries: 0, reported: [] };
  const box: Box = { shop, random, sabotage, played };
  const network = openNetwork(random);
  const names = openNames();
  const orderIds: string[] = [];
  const sight = { orderIds, order: (id: string) => shop.kernel().get(orders, id) };
  const tap = (now: number): void => {
    const deviceId = random.pick(devices);
    const { entityId, action, data } = nextTap(sight, random, names, deviceId === "kitchen-1");
    const opened = action === "split" ? String(data.id) : action === "create" ? entityId : null;
    if (opened !== null && !orderIds.includes(opened)) orderIds.push(opened);
    const change = {
      changeId: newId(),
      entityType: "order",
      entityId,
      action,
      data,
      version: random.between(0, 60),
    };
    const intent: Intent = { change, deviceId, actor: personAt(deviceId, random), answers: [], cutOff: 0 };
    played.intents.push(intent);
    network.tap(intent, now);
  };
  for (let now = 0; played.intents.length < taps || network.waiting() > 0; now += 1) {
    if (played.intents.length < taps) for (let more = random.between(1, 6); more > 0; more -= 1) tap(now);
    const calls = network.arriving(now);
    played.retries += calls.flat().filter(({ isRetry }) => isRetry).length;
    network.again(await deliver(box, calls, random.chance(0.06)), now);
    shop.pass(random.between(0, 240_000));
  }
  return played;
};
