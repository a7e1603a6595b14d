/**
 * One call of `/sync/process`: changes of one person out, the end of each back in. A change says the same each time that it is sent, so
 * what it says was settled by the tap; only who waits for it, and whose yes it carries, may differ.
 */
import type { SyncAnswer, SyncResult } from "@tillbox/shared/protocol/sync.ts";
import type { z } from "zod";
import type { Api } from "./api.ts";
import type { SendResult } from "./outbox-settling.ts";
import { ApiProblem, notSignedIn, problemFromBody, restoring, unreachable } from "./problem.ts";
import type { Entry } from "./tap.ts";

type Answer = z.infer<typeof SyncAnswer>;

/** Changes are told by the socket: from here on nothing is missed. */
const nothingMissed = Number.MAX_SAFE_INTEGER;

type Says = { isAttended: boolean; onBehalfOf: string | null };
const changeOf = ({ change, key, at, approval, taken }: Entry, { isAttended, onBehalfOf }: Says) => ({
  ...change,
  changeId: key,
  timestamp: at,
  ...(taken === undefined ? {} : { taken }),
  ...(approval === undefined ? {} : { approvalToken: approval }),
  ...(isAttended ? { attended: true } : {}),
  ...(onBehalfOf === null ? {} : { onBehalfOf }),
});

const refusalOf = ({ problem, code, detail, current }: SyncResult): ApiProblem =>
  problem
    ? problemFromBody({ ...problem, current: problem.current ?? current }, problem.status)
    : new ApiProblem((code ?? "internal") as ApiProblem["code"], detail ?? "The box refused it.", {
        status: 0,
        ...(current === undefined ? {} : { current }),
      });

const resultOf = (result: SyncResult & { inboxId?: string | undefined }, epoch: number): SendResult => {
  const { changeId: key, status, version, answer } = result;
  const isDone = status === "applied" || status === "merged" || status === "duplicate";
  return isDone
    ? { key, ok: true, answer, version, epoch }
    : { key, ok: false, problem: refusalOf(result), inboxId: result.inboxId ?? null };
};

/** The box's own life of the journal, where it did nothing because the call named another. */
const otherEpochOf = (error: unknown): number | null => {
  if (!(error instanceof ApiProblem) || error.code !== "precondition_failed") return null;
  const { current } = error.details;
  const isTold = typeof current === "object" && current !== null && "epoch" in current;
  return isTold && typeof current.epoch === "number" ? current.epoch : null;
};

export type Sender = (entries: readonly Entry[], attended: ReadonlySet<string>) => Promise<SendResult[]>;

export type SenderOptions = {
  deviceId(): string;
  /** The word of somebody who is not signed in on this page; undefined for whoever is, null for the device alone. */
  bearerOf(actorId: string | null): string | null | undefined;
  /** The box does not take that person's word any more. */
  refused(actorId: string): void;
  /** Whoever is signed in sends what that person tapped. */
  isForOther?(actorId: string): boolean;
  /** The box does not let them. */
  refusedForOther?(actorId: string): void;
  /** The life of the journal that the taps are made up for. May throw: nothing is to be sent now. */
  epoch?: () => number | null;
  /** In which life the answer was given, to a call that named `asked`. False: it is of another one than the box's by now. */
  heardEpoch?: (asked: number | null, told: number) => boolean;
  /** Up to where the hub holds the journal of that life; null: there is no hub. */
  sawReplicated?: (epoch: number, seq: number | null) => void;
};

type Call = Pick<SenderOptions, "refused" | "refusedForOther" | "heardEpoch"> & {
  actorId: string | null;
  isForOther: boolean;
  hasBearer: boolean;
  epoch: number | null;
};
/** What the answer to a whole call means for whoever's word it carried. Throws the problem that the taps wait with. */
const failed = (error: unknown, call: Call): never => {
  const { actorId, refused, refusedForOther, heardEpoch, isForOther, hasBearer, epoch } = call;
  const status = error instanceof ApiProblem ? error.details.status : 0;
  if (actorId !== null && hasBearer && status === 401) refused(actorId);
  if (actorId !== null && isForOther && error instanceof ApiProblem && status === 403) {
    refusedForOther?.(actorId);
    // Of the sender, not of the taps: they wait for somebody who may.
    throw notSignedIn(error.message);
  }
  const other = otherEpochOf(error);
  if (other === null) throw error;
  heardEpoch?.(epoch, other);
  throw restoring();
};

export const openSender = (api: Api, options: SenderOptions): Sender => {
  const { deviceId, bearerOf, epoch: epochNow, heardEpoch, sawReplicated } = options;
  return async (entries, attended) => {
    const actorId = entries[0]?.actorId ?? null;
    const bearer = bearerOf(actorId);
    // Signed out since: the device alone would do it as nobody's.
    if (actorId !== null && bearer === null) throw notSignedIn();
    const isForOther = actorId !== null && options.isForOther?.(actorId) === true;
    const saysOf = ({ key }: Entry): Says => ({
      isAttended: !isForOther && attended.has(key),
      onBehalfOf: isForOther ? actorId : null,
    });
    const epoch = epochNow?.() ?? null;
    const body = {
      deviceId: deviceId(),
      // A box that was restored meanwhile takes nothing before it was told again what it may have lost.
      ...(epoch === null ? {} : { epoch, sameEpoch: true }),
      lastSyncVersion: nothingMissed,
      // As it is, unlike the times of the taps: the box tells a manager whose clock is wrong.
      deviceTime: new Date().toISOString(),
      answers: true,
      changes: entries.map((entry) => changeOf(entry, saysOf(entry))),
    };
    const request = { method: "POST", path: "/sync/process", body } as const;
    const asked = bearer === undefined ? request : { ...request, bearer };
    const call = { ...options, actorId, isForOther, hasBearer: typeof bearer === "string", epoch };
    const answer = await api.ask<Answer | undefined>(asked).catch((error: unknown) => failed(error, call));
    // Something between this device and the box answered in its place.
    if (!Array.isArray(answer?.results)) throw unreachable();
    // What that life took, the box may have lost with it: told as done, it would never be sent again.
    if (heardEpoch?.(epoch, answer.epoch) === false) throw restoring();
    sawReplicated?.(answer.epoch, answer.replicatedSeq ?? null);
    return answer.results.map((result) => resultOf(result, answer.epoch));
  };
};
