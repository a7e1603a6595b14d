/**
 * What became of a change, as its device is told. An accepted one carries the version of its entity now and, where it was asked for,
 * the answer that the command has over HTTP; a refused one the problem that HTTP would answer, and the state that it contradicts.
 */
import { problemOf } from "@tillbox/shared/problem.ts";
import { pathOfIntent } from "@tillbox/shared/protocol/intent-of.ts";
import type { SyncChange, SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Actor, Entity, StoredRefusal } from "../kernel/types.ts";
import { audienceOf } from "./audience.ts";
import { hashOf } from "./change-id.ts";
import type { Attempt } from "./once.ts";

type Said = { changeId: string; entityId: string };
/** What became of a change that was understood, and what is needed to tell it. */
export type Tried = Said & {
  change: SyncChange;
  entity: Entity | undefined;
  /** null: a fault of the box. */
  outcome: Attempt | Refusal | null;
};

/** Characters of answers in one call; what comes after goes without. */
const maxAnswers_chars = 1024 * 1024;
const fault = "The box could not take this change because of a fault of its own. It was reported.";

const textOf = (value: unknown, key: string): string | null => {
  if (typeof value !== "object" || value === null || !(key in value)) return null;
  const found: unknown = value[key as keyof typeof value];
  return typeof found === "string" || typeof found === "number" ? String(found).slice(0, 64) : null;
};

/** A change of a wrong shape still gets a result that its device can find. */
export const said = (raw: unknown): Said => ({
  changeId: textOf(raw, "changeId") ?? hashOf(raw),
  entityId: textOf(raw, "entityId") ?? "",
});

/** Of a change that could not be read, or was not tried. */
export const rejected = ({ changeId, entityId }: Said, refusal: Refusal): SyncResult => ({
  changeId,
  status: "rejected",
  entityId,
  version: 0,
  code: refusal.code,
  detail: refusal.message,
  problem: problemOf(refusal, "/sync/process"),
});

/** Why it was not done; null where it was. */
export const refusalOf = ({ outcome }: Tried): StoredRefusal | Refusal | null => {
  if (outcome instanceof Refusal) return outcome;
  return outcome && !outcome.answer.ok ? outcome.answer.refusal : null;
};

/** A contradiction is shown with the current state only to whom could hear it anyway: a kiosk learns nothing of other guests. */
const mayRead = (kernel: Kernel, actor: Actor, { entityType, entityId }: SyncChange): boolean =>
  entityType !== "order" || audienceOf(kernel, actor)(["orders", `order:${entityId}`]);

const problemFor = (tried: Tried, refusal: StoredRefusal | Refusal, isShown: boolean) => {
  const { entityType, action, entityId, data } = tried.change;
  const path = pathOfIntent({ entityType, action, entityId, data }) ?? "/sync/process";
  const problem = problemOf(refusal, path);
  return isShown ? problem : { ...problem, current: undefined };
};

const refused = (
  kernel: Kernel,
  tried: Tried,
  refusal: StoredRefusal | Refusal,
  actor: Actor,
): SyncResult => {
  const { change, changeId, entityId, entity } = tried;
  const state = entity ? kernel.get(entity, entityId) : undefined;
  const isConflict = refusal.code === "conflict" || refusal.code === "precondition_failed";
  const isShown = mayRead(kernel, actor, change);
  const common = {
    changeId,
    status: isConflict ? ("conflict" as const) : ("rejected" as const),
    entityId,
    version: state?.version ?? 0,
    code: refusal.code,
    detail: refusal.message,
    problem: problemFor(tried, refusal, isShown),
  };
  if (!isConflict || !isShown) return common;
  const current: unknown =
    entity && state ? JSON.parse(entity.view(state, kernel)) : (refusal.details.current ?? null);
  return { ...common, current };
};

const fits = (budget: { left_chars: number }, body: string): boolean => {
  budget.left_chars -= body.length;
  return budget.left_chars >= 0;
};

/** Tells one call's results one after the other: what the device itself made in this call is no change of others. */
export const openResults = (kernel: Kernel, actor: Actor, wantsAnswers: boolean) => {
  const made = new Map<string, number>();
  const budget = { left_chars: wantsAnswers ? maxAnswers_chars : 0 };
  const accepted = (tried: Tried, { answer, met }: Attempt): SyncResult => {
    const { change, changeId, entityId, entity } = tried;
    const key = `${change.entityType} ${entityId}`;
    const version = (entity ? kernel.get(entity, entityId)?.version : undefined) ?? answer.version;
    const own = made.get(key) ?? 0;
    made.set(key, Math.max(own, answer.version));
    const body = wantsAnswers && answer.ok ? answer.body : null;
    const shown = body !== null && fits(budget, body) ? { answer: JSON.parse(body) as unknown } : {};
    const common = { changeId, entityId, version, ...shown };
    if (answer.replay) return { ...common, status: "duplicate" };
    const known = Math.max(own, change.version ?? Number.POSITIVE_INFINITY);
    return { ...common, status: met !== null && met > known ? "merged" : "applied" };
  };
  return (tried: Tried): SyncResult => {
    const refusal = refusalOf(tried);
    if (refusal) return refused(kernel, tried, refusal, actor);
    if (tried.outcome === null || tried.outcome instanceof Refusal)
      return rejected(tried, new Refusal("internal", fault));
    return accepted(tried, tried.outcome);
  };
};
