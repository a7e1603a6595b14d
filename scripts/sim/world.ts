/**
 * One seed: a shop with its box, its hub and up to twelve devices, and hours of service in which people tap, the network comes and
 * goes, clocks are wrong, and box, hub and devices lose their power. Then the network is calm, everybody comes to rest, and what is
 * true then is for the checks to say.
 */
import type { SyncChange, SyncResult } from "@tillbox/shared/protocol/sync.ts";
import type { Outcome } from "@tillbox/store-server/web/client/tap.ts";
import type { Random } from "../crash/random.ts";
import { type Link, openLink, weatherOf } from "./air.ts";
import { type Box, openBox } from "./box.ts";
import { type Device, openDevice } from "./device.ts";
import { type Hub, openMemoryHub } from "./hub.ts";
import type { Sabotage } from "./sabotage.ts";
import { deviceIds, kindOf } from "./shop.ts";
import type { Time } from "./time.ts";
import { type Ask, openFetch, type Said } from "./transport.ts";

/** A tap from the moment that it was made. */
export type TapRecord = {
  change: SyncChange & { changeId: string };
  deviceId: string;
  actorId: string;
  /** What reached the device of what the box answered. */
  heard: SyncResult[];
  /** What whoever tapped was told. */
  outcomes: Outcome<unknown>[];
  /** What the box said each time that it came. */
  answers: SyncResult[];
};

export type World = {
  time: Time;
  random: Random;
  box: Box;
  hub: Hub;
  devices: Device[];
  links: Link[];
  taps: Map<string, TapRecord>;
  /** Refused taps that somebody looked at and let go. */
  discarded: Set<string>;
  /** Taps that their device was still writing when its power went: nobody was told that they are taken. */
  unwritten: Set<string>;
  /** What must not happen, as it happens. */
  faults: string[];
  trace(text: string): void;
};

export type WorldOptions = {
  time: Time;
  random: Random;
  bytes: Buffer;
  sabotage: Sabotage;
  openHub?: (time: Time) => Hub;
  trace(text: string): void;
};

const deviceCount = (random: Random): number => random.pick([2, 2, 3, 3, 4, 4, 6, 8, 12]);

/** Clocks of tablets are right, or a little wrong, or nobody ever set them. */
const skewOf = (random: Random): number =>
  random.pick([0, 0, random.between(-90_000, 90_000), random.between(-3_600_000, 3_600_000)]);

const isSync = ({ path }: Ask): boolean => path === "/sync/process";

const resultsOf = ({ status, body }: Said): SyncResult[] =>
  status === 200 ? (JSON.parse(body) as { results: SyncResult[] }).results : [];

/** Notes what the box says to each change, also where nobody hears it. */
const noteAnswers = (world: Pick<World, "taps" | "faults" | "trace">, said: Said): void => {
  if (said.status !== 200) {
    if (said.status >= 500 && said.status !== 503)
      world.faults.push(`the box answered ${said.status}: ${said.body}`);
    return;
  }
  for (const result of resultsOf(said)) {
    world.taps.get(result.changeId)?.answers.push(result);
    world.trace(`box: ${result.changeId} ${result.status} ${result.code ?? ""} ${result.detail ?? ""}`);
  }
};

const logOf = (faults: string[], trace: (text: string) => void) => ({
  debug: () => undefined,
  info: () => undefined,
  warn: (_details: object, message: string) => trace(`box warns: ${message}`),
  error: (details: object, message: string) => {
    const { err } = details as { err?: Error };
    faults.push(`the box reported: ${message} ${err?.stack ?? JSON.stringify(details)}`);
  },
  isDebug: () => false,
});

/** The box's door, with somebody beside it who notes what was answered. */
const watched =
  (box: Box, parts: Parts, { beforeCall, lateAnswers_ms }: Sabotage): Box["serve"] =>
  (ask, answer) => {
    if (!isSync(ask)) return box.serve(ask, answer);
    const noted = (said: Said): void => {
      noteAnswers(parts, said);
      if (!lateAnswers_ms) return answer(said);
      parts.time.after(parts.random.between(0, lateAnswers_ms), parts.time.world, () => answer(said));
    };
    if (!beforeCall || !box.isUp()) return box.serve(ask, noted);
    const request = JSON.parse(ask.body ?? "{}") as { changes: SyncChange[] };
    box.inside(() => {
      void beforeCall(box.kernel(), request.changes).then(
        () => box.serve({ ...ask, body: JSON.stringify(request) }, noted),
        () => undefined,
      );
    });
    return true;
  };

type Parts = Omit<World, "devices" | "box" | "hub">;

const boxOf = (options: WorldOptions, parts: Parts, hub: Hub): Box => {
  const { time, random, sabotage } = options;
  const hubLink = openLink(time, random, weatherOf(random));
  parts.links.push(hubLink);
  const box = openBox({
    time,
    random,
    bytes: options.bytes,
    log: logOf(parts.faults, parts.trace),
    hub: (life) => openFetch({ time, random, link: hubLink, life, serve: hub.serve }),
    live: {
      heartbeatSeconds: 120,
      window: random.pick([60, 400, 100_000]),
      soft_bytes: random.pick([3000, 30_000, 256 * 1024]),
      page_entries: random.pick([3, 20, 500]),
    },
  });
  return { ...box, serve: watched(box, parts, sabotage) };
};

const devicesOf = (options: WorldOptions, parts: Parts, box: Box): Device[] => {
  const { time, random, sabotage } = options;
  const count = deviceCount(random);
  const ids = [...deviceIds.slice(0, count - 1), "kitchen-1"];
  return ids.map((id) => {
    const weather = weatherOf(random);
    const link = openLink(time, random, { ...weather, breaking: sabotage.breaking ?? weather.breaking });
    parts.links.push(link);
    return openDevice({
      time,
      random,
      link,
      box,
      sabotage,
      kind: { ...kindOf(id), skew_ms: skewOf(random), isPlain: random.chance(0.1) },
      heard: (ask, said) => {
        if (!isSync(ask)) return;
        for (const result of resultsOf(said)) {
          parts.taps.get(result.changeId)?.heard.push(result);
          parts.trace(`${id}: heard of ${result.changeId}: ${result.status}`);
        }
      },
    });
  });
};

export const openWorld = (options: WorldOptions): World => {
  const { time, random, trace } = options;
  const parts: Parts = {
    time,
    random,
    links: [],
    taps: new Map(),
    discarded: new Set(),
    unwritten: new Set(),
    faults: [],
    trace,
  };
  const hub = options.openHub?.(time) ?? openMemoryHub(1);
  const box = boxOf(options, parts, hub);
  box.open();
  return { ...parts, box, hub, devices: devicesOf(options, parts, box) };
};
