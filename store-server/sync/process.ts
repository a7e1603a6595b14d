/**
 * Intents in, a result for each out. Changes go to the kernel in the order in which they came, all at once, so they share group
 * commits; one that is wrong, or refused, holds up no other. Where the box itself cannot write, the whole call is refused and the
 * device sends it again: what was taken meanwhile is then a duplicate.
 */
import { SyncChange, type SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Actor, Entity, Intent, StoredRefusal } from "../kernel/types.ts";
import { audienceOf } from "./audience.ts";
import { hashOf, identify } from "./change-id.ts";
import { wireNameOf } from "./changes.ts";
import { type Attempt, executeOnce } from "./once.ts";
import type { Log } from "./types.ts";

type Vocabulary = { intents: Map<string, Intent>; entities: Map<string, Entity> };
const vocabularies = new WeakMap<Kernel, Vocabulary>();

const vocabularyOf = (kernel: Kernel): Vocabulary => {
  const known = vocabularies.get(kernel);
  if (known) return known;
  const intents = kernel.features.flatMap((feature) => feature.intents ?? []);
  const entities = kernel.features.flatMap((feature) => feature.entities);
  const made = {
    intents: new Map(intents.map((intent) => [`${intent.entityType} ${intent.action}`, intent])),
    entities: new Map(entities.map((entity) => [wireNameOf(entity), entity])),
  };
  vocabularies.set(kernel, made);
  return made;
};

type Said = { changeId: string; entityId: string };
/** What became of a change that was understood, and what is needed to tell it. */
type Tried = Said & { change: SyncChange; entity: Entity | undefined; outcome: Attempt | Refusal | null };
type Outcome = { rejected: SyncResult } | { tried: Tried };

const textOf = (value: unknown, key: string): string | null => {
  if (typeof value !== "object" || value === null || !(key in value)) return null;
  const found: unknown = value[key as keyof typeof value];
  return typeof found === "string" || typeof found === "number" ? String(found).slice(0, 64) : null;
};

/** A change of a wrong shape still gets a result that its device can find. */
const said = (raw: unknown): Said => ({
  changeId: textOf(raw, "changeId") ?? hashOf(raw),
  entityId: textOf(raw, "entityId") ?? "",
});

const reject = ({ changeId, entityId }: Said, code: string, detail: string, version = 0): Outcome => ({
  rejected: { changeId, status: "rejected", entityId, version, code, detail },
});

/** Refusals that say nothing of the change: the box is short of something, or does not know who is asking. */
const passing = new Set(["unavailable", "rate_limited", "unauthorized"]);
/** Thrown by the writer, not said by a decider: a method of payment that is not set up holds up no other change. */
const isOfTheBox = ({ outcome }: Tried, refusal: StoredRefusal | Refusal): boolean =>
  outcome instanceof Refusal && passing.has(refusal.code);
const fault = "The box could not take this change because of a fault of its own. It was reported.";

const attempt = async (
  kernel: Kernel,
  raw: unknown,
  { deviceId, actor }: { deviceId: string; actor: Actor },
  log: Log,
): Promise<Outcome> => {
  const read = SyncChange.safeParse(raw);
  if (!read.success) {
    const [issue] = read.error.issues;
    return reject(said(raw), "invalid", `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "is wrong"}`);
  }
  const change = read.data;
  const { changeId, fingerprint } = identify(change);
  const { entityType, entityId, action, data } = change;
  const { intents, entities } = vocabularyOf(kernel);
  const intent = intents.get(`${entityType} ${action}`);
  if (!intent) return reject({ changeId, entityId }, "invalid", `There is no ${action} of ${entityType}.`);
  const entity = entities.get(entityType);
  const tried = { changeId, entityId, change, entity };
  try {
    const request = {
      command: intent.command,
      input: intent.parse({ entityId, data }) as never,
      commandId: changeId,
      fingerprint,
      actor,
      deviceAt: change.timestamp ?? null,
      approval: change.approvalToken,
    };
    const outcome = await executeOnce(kernel, request, deviceId, { entity, id: entityId });
    return { tried: { ...tried, outcome } };
  } catch (error) {
    if (error instanceof Refusal) return { tried: { ...tried, outcome: error } };
    log.error({ err: error, changeId, entityType, entityId, action }, "a change of a device failed");
    return { tried: { ...tried, outcome: null } };
  }
};

const refusalOf = ({ outcome }: Tried): StoredRefusal | Refusal | null => {
  if (outcome instanceof Refusal) return outcome;
  return outcome && !outcome.answer.ok ? outcome.answer.refusal : null;
};

/** Versions that this call made of each entity: what the device did itself just now is no change of others. */
type Made = Map<string, number>;

const accepted = (kernel: Kernel, tried: Tried, { answer, met }: Attempt, made: Made): SyncResult => {
  const { change, changeId, entityId, entity } = tried;
  const key = `${change.entityType} ${entityId}`;
  const version = (entity ? kernel.get(entity, entityId)?.version : undefined) ?? answer.version;
  const own = made.get(key) ?? 0;
  made.set(key, Math.max(own, answer.version));
  const common = { changeId, entityId, version };
  if (answer.replay) return { ...common, status: "duplicate" };
  const known = Math.max(own, change.version ?? Number.POSITIVE_INFINITY);
  return { ...common, status: met !== null && met > known ? "merged" : "applied" };
};

/** A contradiction is shown with the current state only to whom could hear it anyway: a kiosk learns nothing of other guests. */
const mayRead = (kernel: Kernel, actor: Actor, { entityType, entityId }: SyncChange): boolean =>
  entityType !== "order" || audienceOf(kernel, actor)(["orders", `order:${entityId}`]);

const refused = (
  kernel: Kernel,
  tried: Tried,
  refusal: StoredRefusal | Refusal,
  actor: Actor,
): SyncResult => {
  const { change, changeId, entityId, entity } = tried;
  const state = entity ? kernel.get(entity, entityId) : undefined;
  const isConflict = refusal.code === "conflict" || refusal.code === "precondition_failed";
  const common = {
    changeId,
    status: isConflict ? ("conflict" as const) : ("rejected" as const),
    entityId,
    version: state?.version ?? 0,
    code: refusal.code,
    detail: refusal.message,
  };
  if (!isConflict || !mayRead(kernel, actor, change)) return common;
  const current: unknown =
    entity && state ? JSON.parse(entity.view(state, kernel)) : (refusal.details.current ?? null);
  return { ...common, current };
};

/**
 * Executes `changes` for a device, in order; a result for each, in the same order. Throws `Refusal` when the box could not
 * write now.
 */
export const processChanges = async (
  kernel: Kernel,
  changes: readonly unknown[],
  from: { deviceId: string; actor: Actor },
  log: Log,
): Promise<SyncResult[]> => {
  const outcomes = await Promise.all(changes.map((raw) => attempt(kernel, raw, from, log)));
  const made: Made = new Map();
  return outcomes.map((outcome) => {
    if ("rejected" in outcome) return outcome.rejected;
    const { tried } = outcome;
    const refusal = refusalOf(tried);
    if (refusal && isOfTheBox(tried, refusal)) throw asRefusal(refusal);
    if (refusal) return refused(kernel, tried, refusal, from.actor);
    if (tried.outcome === null || tried.outcome instanceof Refusal)
      return {
        changeId: tried.changeId,
        status: "rejected",
        entityId: tried.entityId,
        version: 0,
        code: "internal",
        detail: fault,
      };
    return accepted(kernel, tried, tried.outcome, made);
  });
};

const asRefusal = (refusal: StoredRefusal | Refusal): Refusal =>
  refusal instanceof Refusal ? refusal : new Refusal("unavailable", refusal.message, { retryAfter_s: 5 });
