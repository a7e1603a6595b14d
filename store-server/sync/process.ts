/**
 * Intents in, a result for each out. Changes go to the kernel in the order in which they came, a slice at once, so they share group
 * commits; one that is wrong, or refused, holds up no other. Where the box itself cannot write, the whole call is refused and the
 * device sends it again: what was taken meanwhile is then a duplicate. Nothing that stands behind what the box could not write is done.
 */
import { readAs } from "@tillbox/shared/checked.ts";
import { SyncChange, type SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { type FieldError, Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { defused, pathOfSealed } from "../kernel/personal.ts";
import type { Actor, StoredRefusal } from "../kernel/types.ts";
import { vocabularyOf } from "../kernel/vocabulary.ts";
import { actorFor, checkSender, unattended } from "./behalf.ts";
import { identify } from "./change-id.ts";
import { keepRefused } from "./keep.ts";
import { executeOnce } from "./once.ts";
import { fullPatience, type Patience } from "./overwritten.ts";
import { openResults, refusalOf, said, type Tried } from "./results.ts";
import { inSlices } from "./slices.ts";
import type { Log } from "./types.ts";

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
  /** The life of the journal that its versions are of; this one unless told. */
  epoch?: number | undefined;
};

/** A version of another life of the journal, or beyond this one's end, says nothing of what the device knew. */
const knownVersion = (
  kernel: Kernel,
  { version, epoch }: SyncChange,
  ofCall: number | undefined,
): number | null => {
  const isOfNow = (epoch ?? ofCall ?? kernel.epoch) === kernel.epoch;
  return version !== undefined && isOfNow && version <= kernel.headSeq() ? version : null;
};

const badShape = (raw: unknown, actor: Actor, errors: FieldError[]): Tried => {
  const [first] = errors;
  const detail = first ? `${first.path}: ${first.message}` : "The change is not valid.";
  return { ...said(raw), actor, entity: undefined, outcome: new Refusal("invalid", detail, { errors }) };
};
/** It would be opened for whoever sees it kept. */
const looksSealed = (raw: unknown, actor: Actor, at: readonly string[]): Tried =>
  badShape(defused(raw), actor, [
    { path: at.join(".") || "change", message: "must not begin with sealed:v1:" },
  ]);
const nobody = (): Refusal =>
  new Refusal("invalid", "onBehalfOf: there is no such person", {
    errors: [{ path: "onBehalfOf", message: "there is no such person" }],
  });

const attempt = async (
  kernel: Kernel,
  raw: unknown,
  { deviceId, actor: sender, epoch }: Sender,
  patience: Patience,
  log: Log,
): Promise<Tried> => {
  const person = actorFor(raw, sender, kernel);
  const actor = person ?? sender;
  const sealedAt = pathOfSealed(raw);
  if (sealedAt) return looksSealed(raw, actor, sealedAt);
  const read = readAs(SyncChange, raw, "change");
  if (read.errors !== null) return badShape(raw, actor, read.errors);
  const change = read.data;
  const { changeId, fingerprint } = identify(change);
  const { entityType, entityId, action, data } = change;
  const vocabulary = vocabularyOf(kernel.db);
  const intent = vocabulary.intent(entityType, action);
  const entity = vocabulary.entity(entityType);
  const tried = { changeId, entityId, change, actor, entity };
  if (!person) return { ...tried, outcome: nobody() };
  if (!intent)
    return { ...tried, outcome: new Refusal("invalid", `There is no ${action} of ${entityType}.`) };
  try {
    const request = {
      command: intent.command,
      input: intent.parse({
        entityId,
        data,
        attended: change.attended === true,
        taken: change.taken,
      }) as never,
      commandId: changeId,
      fingerprint,
      actor,
      deviceAt: change.timestamp ?? null,
      approval: change.approvalToken,
    };
    const known = knownVersion(kernel, change, epoch);
    const outcome = await executeOnce(kernel, request, { deviceId, change, entity, known, patience });
    return { ...tried, outcome };
  } catch (error) {
    if (error instanceof Refusal) return { ...tried, outcome: error };
    log.error({ err: error, changeId, entityType, entityId, action }, "a change of a device failed");
    return { ...tried, outcome: null };
  }
};

/**
 * Executes `changes` for a device, in order; a result for each, in the same order. Throws `Refusal` when the box could not
 * write now, or the sender may not send for others.
 */
export const processChanges = async (
  kernel: Kernel,
  changes: readonly unknown[],
  from: Sender,
  log: Log,
): Promise<SyncResult[]> => {
  checkSender(changes, from.actor);
  const patience = fullPatience();
  const outcomes = await inSlices(changes, async (raw) => {
    const tried = await attempt(kernel, unattended(raw), from, patience, log);
    const refusal = refusalOf(tried);
    if (refusal && isOfTheBox(tried, refusal)) throw asRefusal(refusal);
    return tried;
  });
  const kept = await keepRefused(kernel, outcomes);
  const tell = openResults(kernel, from.actor, from.answers === true);
  return outcomes.map((tried, index) => ({ ...tell(tried), ...kept[index] }));
};

const asRefusal = (refusal: StoredRefusal | Refusal): Refusal =>
  refusal instanceof Refusal ? refusal : new Refusal("unavailable", refusal.message, { retryAfter_s: 5 });
