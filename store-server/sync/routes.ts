/** `/sync/process`: what a device did, and what happened meanwhile. `/api/orders/sync`: only the latter, of orders. */
import { maxChanges, SyncAnswer, SyncRequest } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { action, type Route, read } from "../http/route.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { type OneAtATime, oneAtATime } from "../kernel/one-at-a-time.ts";
import type { Actor } from "../kernel/types.ts";
import { audienceOf, type IsIn } from "./audience.ts";
import type { ChangePage, Changes } from "./changes.ts";
import { processChanges } from "./process.ts";
import { skewOf } from "./skew.ts";
import type { Log, SyncMetrics } from "./types.ts";

export type SyncOptions = {
  changes: Changes;
  log: Log;
  metrics?: SyncMetrics;
  /** Up to where the hub holds the journal; null: there is no hub. */
  replicatedSeq?(): number | null;
  /** Told of a device's clock with every call; null: near enough. */
  onClock?(deviceId: string, skew_s: number | null): void;
  /** What is told only in rooms that a device asks for comes along while it is there. */
  isIn?: IsIn;
};

const tag = "Sync";
const SinceQuery = z.strictObject({ since: z.coerce.number().int().min(0).default(0) });
const OrderChanges = SyncAnswer.pick({ changes: true, syncVersion: true, epoch: true, hasMore: true }).meta({
  id: "OrderChanges",
});

const bindDevice = (actor: Actor, deviceId: string): void => {
  if (actor.deviceId === deviceId) return;
  const message =
    actor.deviceId === null
      ? "Send the credential of the device: x-device-id and x-device-token."
      : "This is the credential of another device.";
  throw new Refusal("forbidden", message);
};

/** A device that is to send again what a restored box lost does that first, in the order in which it was tapped. */
const bindEpoch = (kernel: Kernel, { epoch, sameEpoch }: z.infer<typeof SyncRequest>): void => {
  if (!sameEpoch || epoch === undefined || epoch === kernel.epoch) return;
  const message =
    "The box was restored from an earlier state. Nothing of this call was done; ask in its epoch.";
  throw new Refusal("precondition_failed", message, { current: { epoch: kernel.epoch } });
};

/** What a device that stands at `since` has missed; nothing when it stands in another life of the journal. */
const missed = (
  kernel: Kernel,
  changes: Changes,
  actor: Actor,
  at: { since: number; epoch?: number | undefined; entityType?: string; isIn?: IsIn | undefined },
): ChangePage => {
  const head = kernel.headSeq();
  const isElsewhere = (at.epoch !== undefined && at.epoch !== kernel.epoch) || at.since > head;
  if (isElsewhere) return { changes: "[]", syncVersion: head, hasMore: false };
  return changes(at.since, head, audienceOf(kernel, actor, at.isIn), at.entityType);
};

/** Calls of one device that bring changes: one is worked on, the others wait their turn. */
const maxCalls = 5;
const openTurns = (): ((deviceId: string) => OneAtATime) => {
  const turns = new Map<string, OneAtATime>();
  return (deviceId) => {
    const turn = turns.get(deviceId) ?? oneAtATime(maxCalls);
    turns.set(deviceId, turn);
    return turn;
  };
};

const processRoute = ({ changes, log, metrics, onClock, replicatedSeq, isIn }: SyncOptions): Route => {
  const turnOf = openTurns();
  return action<z.infer<typeof SyncRequest>, unknown>({
    method: "post",
    path: "/sync/process",
    root: true,
    tag,
    status: 200,
    permission: null,
    access: "device",
    offlineGrants: true,
    mendsBody: true,
    summary: `Up to ${maxChanges} intents of a device, in order; answers a result for each, and what changed since lastSyncVersion`,
    description:
      "Send again what got no answer: a change with the same changeId counts once. Another epoch than the device's means that the box was restored: load everything again.",
    body: SyncRequest,
    answers: SyncAnswer,
    run: async ({ kernel, actor, body }) => {
      const { deviceId, epoch, lastSyncVersion, answers = false } = body;
      bindDevice(actor, deviceId);
      bindEpoch(kernel, body);
      metrics?.syncOperation("process");
      const skew_s = skewOf(body.deviceTime, body.changes, kernel.clock.now());
      onClock?.(deviceId, skew_s);
      const from = { deviceId, actor, answers, epoch };
      const work = () => processChanges(kernel, body.changes, from, log);
      const results = body.changes.length === 0 ? [] : await turnOf(deviceId)(work);
      const page = missed(kernel, changes, actor, { since: lastSyncVersion, epoch, isIn });
      const serverTime = kernel.clock.now();
      const { syncVersion, hasMore } = page;
      const clock = skew_s === null ? {} : { clockSkewSeconds: skew_s };
      const hub = replicatedSeq ? { replicatedSeq: replicatedSeq() } : {};
      const facts = { syncVersion, epoch: kernel.epoch, hasMore, ...hub, serverTime, ...clock };
      const rest = JSON.stringify(facts).slice(1);
      return { json: `{"results":${JSON.stringify(results)},"changes":${page.changes},${rest}` };
    },
  });
};

const ordersRoute = ({ changes }: SyncOptions): Route =>
  read<z.infer<typeof SinceQuery>>({
    path: "/orders/sync",
    tag,
    permission: "order.read",
    summary: "Orders that changed since a seq, as they are now, oldest change first",
    query: SinceQuery,
    answers: OrderChanges,
    run: ({ kernel, actor, query: { since } }) => {
      const {
        changes: text,
        syncVersion,
        hasMore,
      } = missed(kernel, changes, actor, { since, entityType: "order" });
      const rest = JSON.stringify({ syncVersion, epoch: kernel.epoch, hasMore }).slice(1);
      return { json: `{"changes":${text},${rest}` };
    },
  });

/** To be mounted before the routes of orders: `/orders/sync` would be taken for an order's id. */
export const syncRoutes = (options: SyncOptions): Route[] => [processRoute(options), ordersRoute(options)];
