/**
 * Intents in, a result for each out. Changes go to the kernel in the order in which they came, all at once, so they share group
 * commits; one that is wrong, or refused, holds up no other. Where the box itself cannot write, the whole call is refused and the
 * device sends it again: what was taken meanwhile is then a duplicate.
 */
import { SyncChange, type SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { invalid, Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Actor, Entity, Intent, StoredRefusal } from "../kernel/types.ts";
import { identify } from "./change-id.ts";
import { wireNameOf } from "./changes.ts";
import { executeOnce } from "./once.ts";
import { openResults, refusalOf, rejected, said, type Tried } from "./results.ts";
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

type Outcome = { rejected: SyncResult } | { tried: Tried };

/** Refusals that say nothing of the change: the box is short of something, or does not know who is asking. */
const passing = new Set(["unavailable", "rate_limited", "unauthorized"]);
/** Thrown by the writer, not said by a decider: a method of payment that is not set up holds up no other change. */
const isOfTheBox = ({ outcome }: Tried, refusal: StoredRefusal | Refusal): boolean =>
  outcome instanceof Refusal && passing.has(refusal.code);
export type Sender = {
  deviceId: string;
  actor: Actor;
  /** Results carry what the command answers over HTTP. */
  answers?: boolean;
};

const badShape = (raw: unknown, issue: { path: PropertyKey[]; message: string } | undefined): Outcome => {
  const path = issue?.path.join(".") ?? "";
  const message = issue?.message ?? "is wrong";
  return { rejected: rejected(said(raw), invalid(path, message)) };
};

const attempt = async (
  kernel: Kernel,
  raw: unknown,
  { deviceId, actor }: Sender,
  log: Log,
): Promise<Outcome> => {
  const read = SyncChange.safeParse(raw);
  if (!read.success) return badShape(raw, read.error.issues[0]);
  const change = read.data;
  const { changeId, fingerprint } = identify(change);
  const { entityType, entityId, action, data } = change;
  const { intents, entities } = vocabularyOf(kernel);
  const intent = intents.get(`${entityType} ${action}`);
  if (!intent)
    return {
      rejected: rejected(
        { changeId, entityId },
        new Refusal("invalid", `There is no ${action} of ${entityType}.`),
      ),
    };
  const entity = entities.get(entityType);
  const tried = { changeId, entityId, change, entity };
  try {
    const request = {
      command: intent.command,
      input: intent.parse({ entityId, data, attended: change.attended === true }) as never,
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

/**
 * Executes `changes` for a device, in order; a result for each, in the same order. Throws `Refusal` when the box could not
 * write now.
 */
export const processChanges = async (
  kernel: Kernel,
  changes: readonly unknown[],
  from: Sender,
  log: Log,
): Promise<SyncResult[]> => {
  const outcomes = await Promise.all(changes.map((raw) => attempt(kernel, raw, from, log)));
  const tell = openResults(kernel, from.actor, from.answers === true);
  return outcomes.map((outcome) => {
    if ("rejected" in outcome) return outcome.rejected;
    const { tried } = outcome;
    const refusal = refusalOf(tried);
    if (refusal && isOfTheBox(tried, refusal)) throw asRefusal(refusal);
    return tell(tried);
  });
};

const asRefusal = (refusal: StoredRefusal | Refusal): Refusal =>
  refusal instanceof Refusal ? refusal : new Refusal("unavailable", refusal.message, { retryAfter_s: 5 });
