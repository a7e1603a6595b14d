/**
 * What became of a change, as its device is told. An accepted one carries the version of its entity now and, where it was asked for,
 * the answer that the command has over HTTP; a refused one the problem that HTTP would answer, and the state that it contradicts.
 */
import { blameField } from "@tillbox/shared/missing.ts";
import { problemOf } from "@tillbox/shared/problem.ts";
import { pathOfIntent } from "@tillbox/shared/protocol/intent-of.ts";
import { SyncChange, type SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Actor, Entity, StoredRefusal } from "../kernel/types.ts";
import { audienceOf } from "./audience.ts";
import { hashOf } from "./change-id.ts";
import type { Attempt } from "./once.ts";

type Refused = StoredRefusal | Refusal;
type Said = { changeId: string; entityId: string };
/** What became of a change that was understood, and what is needed to tell it. */
export type Tried = Said & {
  change: SyncChange;
  /** As whom it was to be done. */
  actor: Actor;
  entity: Entity | undefined;
  /** null: a fault of the box. */
  outcome: Attempt | Refusal | null;
};

/** Characters of answers in one call, and of states that refused changes contradict; what comes after goes without. */
const maxAnswers_chars = 1024 * 1024;
const maxStates_chars = 1024 * 1024;
const fault = "The box could not take this change because of a fault of its own. It was reported.";

const textOf = (value: unknown, key: string): string | null => {
  if (typeof value !== "object" || value === null || !(key in value)) return null;
  const found: unknown = value[key as keyof typeof value];
  return typeof found === "string" || typeof found === "number"
    ? String(found).slice(0, 64).toWellFormed()
    : null;
};

/** Only as far as it must be read to be kept: the box may not know what a device of a later version says. */
const objectOf = (value: unknown, key: string): Record<string, unknown> => {
  if (typeof value !== "object" || value === null || !(key in value)) return {};
  const found: unknown = value[key as keyof typeof value];
  return typeof found === "object" && found !== null && !Array.isArray(found) ? { ...found } : {};
};

const fieldsOf = SyncChange.shape;
/** What counts of it where the change is otherwise of a wrong shape: the cash that was taken, and what the device knew. */
const numbersOf = (raw: unknown): Pick<SyncChange, "taken" | "version"> => {
  const { taken, version } = (typeof raw === "object" ? (raw ?? {}) : {}) as Record<string, unknown>;
  return {
    taken: fieldsOf.taken.safeParse(taken).data,
    version: fieldsOf.version.safeParse(version).data,
  };
};

/** A change of a wrong shape still gets a result that its device can find, and is kept as far as it can be read. */
export const said = (raw: unknown): Said & { change: SyncChange } => {
  const entityId = textOf(raw, "entityId") ?? "";
  return {
    changeId: textOf(raw, "changeId") ?? hashOf(raw),
    entityId,
    change: {
      entityType: textOf(raw, "entityType") ?? "",
      entityId,
      action: textOf(raw, "action") ?? "",
      data: objectOf(raw, "data"),
      ...numbersOf(raw),
      attended: typeof raw === "object" && raw !== null && "attended" in raw && raw.attended === true,
    },
  };
};

/** Why it was not done; null where it was. */
export const refusalOf = ({ outcome }: Tried): Refused | null => {
  if (outcome === null) return new Refusal("internal", fault);
  if (outcome instanceof Refusal) return outcome;
  return outcome.answer.ok ? null : outcome.answer.refusal;
};

/** A contradiction is shown with the current state only to whom could hear it anyway: a kiosk learns nothing of other guests. */
const mayRead = (kernel: Kernel, actor: Actor, { entityType, entityId }: SyncChange): boolean =>
  entityType !== "order" || audienceOf(kernel, actor)(["orders", `order:${entityId}`]);

/** Where HTTP would have it. */
const pathFor = ({ change: { entityType, action, entityId, data } }: Tried): string =>
  pathOfIntent({ entityType, action, entityId, data }) ?? "/sync/process";

const problemFor = (tried: Tried, refusal: Parameters<typeof problemOf>[0], isShown: boolean) => {
  const problem = problemOf(refusal, pathFor(tried));
  return isShown ? problem : { ...problem, current: undefined };
};

type States = { textOf(entity: Entity, id: string): string | undefined; budget: Budget };
/** As things stand when the call is answered; each is written once, however many changes contradict it. */
const openStates = (kernel: Kernel): States => {
  const known = new Map<string, string | undefined>();
  return {
    budget: { left_chars: maxStates_chars },
    textOf: (entity, id) => {
      const key = `${entity.name} ${id}`;
      if (!known.has(key)) {
        const state = kernel.get(entity, id);
        known.set(key, state && entity.view(state, kernel));
      }
      return known.get(key);
    },
  };
};

const refused = (kernel: Kernel, tried: Tried, thrown: Refused, actor: Actor, states: States): SyncResult => {
  const { change, changeId, entityId, entity } = tried;
  const ids = [entityId, ...pathFor(tried).split("/")];
  const refusal = blameField(thrown, { ids, body: change.data });
  const version = (entity ? kernel.get(entity, entityId)?.version : undefined) ?? 0;
  const isConflict = refusal.code === "conflict" || refusal.code === "precondition_failed";
  const text = entity && isConflict ? states.textOf(entity, entityId) : undefined;
  const isShown = mayRead(kernel, actor, change) && fits(states.budget, text ?? "");
  const common = {
    changeId,
    status: isConflict ? ("conflict" as const) : ("rejected" as const),
    entityId,
    version,
    code: refusal.code,
    detail: refusal.message,
    problem: problemFor(tried, refusal, isShown),
  };
  if (!isConflict || !isShown) return common;
  const current: unknown = text === undefined ? (refusal.details.current ?? null) : JSON.parse(text);
  return { ...common, current };
};

type Budget = { left_chars: number };
const fits = (budget: Budget, body: string): boolean => {
  budget.left_chars -= body.length;
  return budget.left_chars >= 0;
};

/** Tells one call's results one after the other: what the device itself made in this call is no change of others. */
export const openResults = (kernel: Kernel, actor: Actor, wantsAnswers: boolean) => {
  const made = new Map<string, number>();
  const budget = { left_chars: wantsAnswers ? maxAnswers_chars : 0 };
  const states = openStates(kernel);
  const accepted = (tried: Tried, { answer, met, known }: Attempt): SyncResult => {
    const { change, changeId, entityId, entity } = tried;
    const key = `${change.entityType} ${entityId}`;
    const version = (entity ? kernel.get(entity, entityId)?.version : undefined) ?? answer.version;
    const own = made.get(key) ?? 0;
    made.set(key, Math.max(own, answer.version));
    const body = wantsAnswers && answer.ok ? answer.body : null;
    const shown = body !== null && fits(budget, body) ? { answer: JSON.parse(body) as unknown } : {};
    const common = { changeId, entityId, version, ...shown };
    if (answer.replay) return { ...common, status: "duplicate" };
    const seen = Math.max(own, known ?? Number.POSITIVE_INFINITY);
    return { ...common, status: met !== null && met > seen ? "merged" : "applied" };
  };
  const unmade = new Map<string, string>();
  /** What hangs on a thing whose creation was refused in this call says why there is no such thing. */
  const withCause = (tried: Tried, refusal: Refused): Refused => {
    const { entityType, entityId, action } = tried.change;
    const key = `${entityType} ${entityId}`;
    if (action === "create") unmade.set(key, refusal.message);
    const why = refusal.code === "not_found" ? unmade.get(key) : undefined;
    if (why === undefined) return refusal;
    const { code, message, details } = refusal;
    return { code, message: `${message} It was not made: ${why}`, details: { ...details } };
  };
  return (tried: Tried): SyncResult => {
    const refusal = refusalOf(tried);
    if (refusal) return refused(kernel, tried, withCause(tried, refusal), actor, states);
    return accepted(tried, tried.outcome as Attempt);
  };
};
