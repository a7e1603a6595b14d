/** What happens in the hours of service, each thing at its time: taps, people who come and go, power that is lost. */
import type { GivenApproval } from "@tillbox/shared/contract/approval.ts";
import type { Api } from "@tillbox/store-server/web/client/api.ts";
import type { OrderEffect } from "@tillbox/store-server/web/client/effects.ts";
import type { ApiProblem } from "@tillbox/store-server/web/client/problem.ts";
import type { Intent } from "@tillbox/store-server/web/client/tap.ts";
import type { Device } from "./device.ts";
import { takenOf } from "./pay-taps.ts";
import { people } from "./people.ts";
import { sightOf } from "./sight.ts";
import { nextTap, requestOf } from "./taps.ts";
import type { TapRecord, World } from "./world.ts";

export type Plan = { hours: number; taps: number };

export const planOf = ({ random }: Pick<World, "random">): Plan => ({
  // Mostly a rush: what goes wrong goes wrong where people meet, and idle hours cost as much to play.
  hours: random.pick([1, 1, 1, 1, 2, 2, 3, 6]),
  taps: random.pick([20, 40, 60, 90]),
});

const around = ({ random }: World, mean_ms: number): number =>
  Math.ceil(mean_ms * (0.1 + 1.8 * random.next()));

/** Does it again and again, at times around `mean_ms` apart, until the service is over. */
const often = (world: World, until_ms: number, mean_ms: number, work: () => void): void => {
  const { time } = world;
  const next = (): void => {
    const delay = around(world, mean_ms);
    if (time.now() + delay > until_ms) return;
    time.after(delay, time.world, () => {
      work();
      next();
    });
  };
  next();
};

/** Taps it, as a screen does; whoever tapped may wait for the answer, or ask a manager where one could say yes. */
const submit = (world: World, device: Device, actorId: string, intent: Intent<OrderEffect>): void => {
  const { taps, trace, random } = world;
  const { outbox, api } = device.client();
  const outcome = outbox.submit(intent);
  const entry = outbox.entries.peek().at(-1);
  if (!entry?.change) throw new Error(`${intent.path} is no intent`);
  const { key: changeId, change, at } = entry;
  const record: TapRecord = {
    change: { ...change, changeId, timestamp: at, ...(entry.taken ? { taken: entry.taken } : {}) },
    deviceId: device.kind.id,
    actorId,
    heard: [],
    outcomes: [],
    answers: [],
  };
  taps.set(changeId, record);
  trace(`${device.kind.id}: ${actorId} taps ${change.action} of ${change.entityId} as ${changeId}`);
  const isAsking = random.chance(0.5) && intent.approval === undefined;
  const follow = async (): Promise<void> => {
    const end = await outcome;
    record.outcomes.push(end);
    if (end.ok || !isAsking || device.personId() !== actorId) return;
    const approval = await approved(api, end.problem);
    if (approval !== null && device.personId() === actorId)
      submit(world, device, actorId, { ...intent, approval });
  };
  void follow();
};

/** The word of a manager, where one could say yes to what was refused. */
const approved = async (api: Api, { details }: ApiProblem): Promise<string | null> => {
  const { approval, approvable } = details;
  if (!approvable || !approval) return null;
  const body = { ...approval, pin: "dan" };
  const given = await api
    .ask<GivenApproval>({ method: "POST", path: "/api/approvals", body })
    .catch(() => null);
  return given?.approvalToken ?? null;
};

/** Two people are at the same check within moments, again and again. */
const meet = (world: World, orderId: string): void => {
  const { time, random, devices } = world;
  if (!random.chance(0.3)) return;
  const other = random.pick(devices);
  time.after(random.between(0, 3000), time.world, () => tap(world, other, orderId));
};

const tap = (world: World, device: Device, about: string | null = null): void => {
  const { time, random } = world;
  const actorId = device.personId();
  if (actorId === null) return;
  time.within(device.life(), () => {
    const sight = sightOf(device);
    const what = nextTap(sight, random, device.kind.deviceType === "kitchen", time.now(), about);
    if (what === null) return;
    const seen = sight.orders.find(({ id }) => id === what.entityId);
    const request = requestOf(device.says(what, seen));
    if (request === null) throw new Error(`nobody can tap ${what.action} of ${what.entityType}`);
    const { entityId: chain, action: label, opens = false } = what;
    submit(world, device, actorId, { ...request, chain, label, opens, ...takenOf(what, seen) });
    if (what.entityType === "order" && about === null) meet(world, chain);
  });
};

/** Somebody looks at what was refused, and tries it again or lets it go. */
const tidy = ({ time, random, trace, discarded }: World, device: Device): void =>
  time.within(device.life(), () => {
    const { outbox } = device.client();
    const refused = outbox.entries.peek().filter(({ state }) => state === "refused");
    if (refused.length === 0) return;
    const { key } = random.pick(refused);
    trace(`${device.kind.id}: lets ${key} go`);
    discarded.add(key);
    outbox.discard(key);
  });

const signIn = (world: World, device: Device): void => {
  const { random, trace } = world;
  const isKitchen = device.kind.deviceType === "kitchen";
  const who = isKitchen ? "finn" : random.pick(people.filter(({ role }) => role !== "cook")).id;
  trace(`${device.kind.id}: ${who} signs in`);
  device.signIn(who);
};

/** Where nobody is signed in, somebody comes to work. */
const attend = (world: World, device: Device): void => {
  if (device.personId() === null) signIn(world, device);
};

const cutPower = (world: World): void => {
  const { box, random, time, trace } = world;
  if (!box.isUp()) return;
  const turns = random.pick([0, 1, 2, 3, 4, 6, 9]);
  trace(`the box loses its power after ${turns} turns`);
  box.kill(turns);
  time.after(around(world, 20_000), time.world, () => {
    // It may not have come to what it was about to do.
    box.kill(0);
    trace("the box starts");
    box.open();
  });
};

const restart = ({ random, trace, unwritten }: World, device: Device): void => {
  const tab = random.pick(["same", "new"] as const);
  trace(`${device.kind.id} loses its power, and starts in the ${tab} tab`);
  for (const { key, isReady } of device.client().outbox.entries.peek()) if (!isReady) unwritten.add(key);
  device.restart(tab);
};

/** Plans the service; returns when it is over. */
export const serveGuests = (world: World, { hours, taps }: Plan): number => {
  const { time, devices, random, hub } = world;
  const length_ms = hours * 3_600_000;
  const until = time.now() + length_ms;
  const every = (mean_ms: number, work: () => void): void => often(world, until, mean_ms, work);
  for (const device of devices) {
    signIn(world, device);
    every((length_ms / taps) * devices.length, () => {
      for (let more = random.pick([1, 1, 1, 2, 5]); more > 0; more -= 1) tap(world, device);
    });
    every(random.pick([0.5, 3]) * 3_600_000, () => tidy(world, device));
    every(random.pick([1, 4, 40]) * 3_600_000, () => signIn(world, device));
    every(120_000, () => attend(world, device));
    every(random.pick([1, 3, 40]) * 3_600_000, () => restart(world, device));
  }
  every(random.pick([0.3, 1, 40]) * 3_600_000, () => cutPower(world));
  every(random.pick([0.5, 2]) * 3_600_000, () => {
    hub.setUp(false);
    time.after(around(world, random.pick([1, 40]) * 60_000), time.world, () => hub.setUp(true));
  });
  return until;
};

/** The network is calm and everything has power, until nothing moves any more. */
export const comeToRest = async (world: World): Promise<void> => {
  const { time, links, box, hub, devices, faults } = world;
  for (const link of links) link.calm();
  await time.run(time.now() + 180_000);
  box.open();
  hub.setUp(true);
  for (const device of devices) attend(world, device);
  const isQuiet = (): boolean =>
    box.isUp() && box.isReplicated() && devices.every((device) => device.isQuiet(box.kernel().headSeq()));
  await time.run(time.now() + 3_600_000, isQuiet);
  if (!isQuiet()) faults.push(`it never came to rest: ${standing(world)}`);
  // Whatever still comes by itself (an order that is late) comes to everybody too.
  await time.run(time.now() + 300_000);
  await time.run(time.now() + 600_000, isQuiet);
  if (!isQuiet()) faults.push(`it came to no rest again: ${standing(world)}`);
};

const standing = ({ devices, box }: World): string =>
  devices
    .map((device) => {
      const { seq } = device.client().live.position() ?? { seq: null };
      const unsent = device
        .client()
        .outbox.entries.peek()
        .filter(({ state }) => state !== "refused").length;
      return `${device.kind.id} (${device.personId()}) ${device.client().live.state.value} at ${seq} of ${box.kernel().headSeq()}, ${unsent} unsent, ${device.client().store.load.value.step}`;
    })
    .join("; ");
