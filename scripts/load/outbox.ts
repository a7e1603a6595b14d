/**
 * What a tablet does with a tap: one intent through `/sync/process`, as its outbox sends it. Now and then the answer is lost on the way
 * and the tablet sends the same change again; that must count once.
 */
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import type { Random } from "../crash/random.ts";
import type { Tablet } from "./devices.ts";

type Result = { status: string; version: number; code?: string; detail?: string; answer?: unknown };
type Processed = { results: [Result]; syncVersion: number };
export type Tap = { entityId: string; action: string; data: unknown; version: number };
export type Tapped = { order: Order; took_ms: number };

const lostAnswers = 0.02;

const orderIn = (answer: unknown): Order => {
  const given = answer as Order | { order: Order } | undefined;
  if (given === undefined) throw new Error("the box gave no answer for the order");
  return "order" in given ? given.order : given;
};

/** Resolves with the order as the box answered it. Rejects when the intent was not applied, or counted twice. */
export const sendTap = async (tablet: Tablet, tap: Tap, random: Random): Promise<Tapped> => {
  const change = {
    ...tap,
    changeId: newId(),
    entityType: "order",
    timestamp: new Date().toISOString(),
    attended: true,
  };
  const send = async (): Promise<Result> => {
    const { results } = await tablet.call<Processed>("POST", "/sync/process", {
      deviceId: tablet.device.id,
      lastSyncVersion: tablet.position,
      answers: true,
      changes: [change],
    });
    return results[0];
  };
  const began = performance.now();
  const first = await send();
  const took_ms = performance.now() - began;
  if (first.status !== "applied" && first.status !== "merged")
    throw new Error(`${tap.action} was ${first.status}: ${first.code} ${first.detail}`);
  if (random.chance(lostAnswers)) {
    const again = await send();
    if (again.status !== "duplicate" || again.version < first.version)
      throw new Error(`${tap.action} sent again was ${again.status} with version ${again.version}`);
  }
  return { order: orderIn(first.answer), took_ms };
};
