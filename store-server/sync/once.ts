/**
 * One change, once for its device: whoever is signed in when it is sent again, it counts as the same tap. The kernel keeps answers by
 * actor; here the device's own answer is kept beside it, in the same savepoint, and asked for first. Only what was done counts: what was
 * refused to one is decided anew for another, and a refusal to a device alone is kept nowhere. On the way it notes which
 * version the command met, to tell a change that met others' from one that did not, and tells those who lose a field to it.
 */
import type { SyncChange } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { type AnswerKey, answerKey, doneAnswer, storeDone } from "../kernel/answers.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type {
  Answer,
  Command,
  CommandRequest,
  Context,
  Decision,
  Entity,
  EventDraft,
  Inbox,
  Reads,
} from "../kernel/types.ts";
import { vocabularyOf } from "../kernel/vocabulary.ts";
import { lostTo, type Patience } from "./overwritten.ts";

export type Attempt = {
  answer: Answer;
  /** Version of the entity that the command met; null when it was not decided now, or there was none. */
  met: number | null;
  /** The version that the device knew. */
  known: number | null;
};
export type Subject = {
  deviceId: string;
  change: SyncChange;
  entity: Entity | undefined;
  /** The version that the device knew; null where it did not say, or said it of another life of the journal. */
  known: number | null;
  /** Of the call that it came in. */
  patience: Patience;
};

/** Notes for the device, in the same savepoint, that it is done. */
export const notedFor = <I>(command: Command<I>, key: Omit<AnswerKey, "at">): Command<I> => ({
  ...command,
  decide: (input, context) => {
    const decision = command.decide(input, context);
    return {
      ...decision,
      alongside: (db) => {
        decision.alongside?.(db);
        storeDone(db, { ...key, at: context.at });
      },
    };
  },
});

const again: Answer = { ok: true, body: null, version: 0, replay: true };
type Change = Parameters<Inbox["wasReapplied"]>[1];

/** What is known of a change that was done before, by whomever: as it came, or from the inbox. Throws `key_reused`. */
export const doneBefore = (
  reads: Reads,
  { deviceId, userId, fingerprint }: { deviceId: string; userId: string | null; fingerprint: string },
  change: Change,
): Answer | undefined => {
  // What the device did alone its own stored answer tells.
  const key = answerKey({ userId: null, deviceId }, change.changeId);
  const known = userId === null ? undefined : doneAnswer(reads.db, key, fingerprint);
  const { inbox } = vocabularyOf(reads.db);
  return known ?? (inbox?.wasReapplied(deviceId, change, reads) ? again : undefined);
};

/** What a change that is done means for the inbox: an item of its own is settled, and who loses a field to it is told. */
const forInbox = (
  { deviceId, change, entity, known, patience }: Subject,
  commandId: string,
  met: number | null,
  context: Context,
): EventDraft[] => {
  const { reads } = context;
  const { inbox } = vocabularyOf(reads.db);
  if (!inbox) return [];
  const metOthers = entity !== undefined && known !== null && met !== null && met > known;
  const lost = metOthers ? lostTo(reads, entity, change, { known, deviceId, patience }) : [];
  return [...inbox.settle(deviceId, commandId, reads), ...inbox.tellLost(lost, context)];
};

/** Executes `request` for a device. Rejects like `kernel.execute`. */
export const executeOnce = async <I>(
  kernel: Kernel,
  request: CommandRequest<I>,
  subject: Subject,
): Promise<Attempt> => {
  const { command, fingerprint, actor } = request;
  const { deviceId, change, entity } = subject;
  const { userId } = actor;
  const key = answerKey({ userId: null, deviceId }, request.commandId);
  let met: number | null = null;
  let earlier: Answer | undefined;
  // What was done is answered, also to somebody who might not do it now.
  const permission = (input: I, context: Context): string | null => {
    const told = { ...change, changeId: request.commandId };
    earlier = doneBefore(context.reads, { deviceId, userId, fingerprint }, told);
    if (earlier) return null;
    return typeof command.permission === "function" ? command.permission(input, context) : command.permission;
  };
  const decide = (input: I, context: Context): Decision => {
    // Never stored, so the device's own answer stays the only one.
    if (earlier) throw new Refusal("unavailable", "This change was taken before.");
    met = (entity ? kernel.get(entity, change.entityId)?.version : undefined) ?? null;
    const decision = command.decide(input, context);
    // What changes nothing takes nothing from others, but it is done all the same.
    const besides = forInbox(subject, request.commandId, decision.events.length === 0 ? null : met, context);
    return { ...decision, events: [...decision.events, ...besides] };
  };
  const once = { ...command, permission, decide };
  const answer = await kernel.execute(
    userId === null
      ? { ...request, command: once, forgetsRefusal: true }
      : { ...request, command: notedFor(once, { key, fingerprint }) },
  );
  return { answer: earlier ?? answer, met: answer.replay || earlier ? null : met, known: subject.known };
};
