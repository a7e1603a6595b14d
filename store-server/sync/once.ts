/**
 * One change, once for its device: whoever is signed in when it is sent again, it counts as the same tap. The kernel keeps answers by
 * actor; here the device's own answer is kept beside it, in the same savepoint, and asked for first. On the way it notes which
 * version the command met, to tell a change that met others' from one that did not.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import { type AnswerKey, answerKey, readAnswer, storeAnswer } from "../kernel/answers.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Answer, Command, CommandRequest, Entity } from "../kernel/types.ts";

export type Attempt = {
  answer: Answer;
  /** Version of the entity that the command met; null when it was not decided now, or there was none. */
  met: number | null;
};

const wrapped = <I>(
  command: Command<I>,
  key: Omit<AnswerKey, "at">,
  decided: Command<I>["decide"],
): Command<I> => ({
  ...command,
  // What was done is answered, also to somebody who might not do it now.
  permission: (input, context) => {
    if (readAnswer(context.reads.db, key.key, key.fingerprint)) return null;
    return typeof command.permission === "function" ? command.permission(input, context) : command.permission;
  },
  decide: (input, context) => {
    const decision = decided(input, context);
    return {
      ...decision,
      alongside: (db) => {
        decision.alongside?.(db);
        storeAnswer(db, { ...key, at: context.at }, { ok: true, body: null, version: 0, replay: false });
      },
    };
  },
});

/** Executes `request` for `deviceId`. Rejects like `kernel.execute`. */
export const executeOnce = async <I>(
  kernel: Kernel,
  request: CommandRequest<I>,
  deviceId: string,
  subject: { entity: Entity | undefined; id: string },
): Promise<Attempt> => {
  const { command, fingerprint, actor } = request;
  const key = answerKey({ userId: null, deviceId }, request.commandId);
  const byPerson = actor.userId !== null;
  let met: number | null = null;
  let earlier: Answer | undefined;
  const decided: Command<I>["decide"] = (input, context) => {
    earlier = byPerson ? readAnswer(kernel.db, key, fingerprint) : undefined;
    // Never stored, so the device's own answer stays the only one.
    if (earlier) throw new Refusal("unavailable", "This change was taken before.");
    met = (subject.entity ? kernel.get(subject.entity, subject.id)?.version : undefined) ?? null;
    return command.decide(input, context);
  };
  const once = byPerson ? wrapped(command, { key, fingerprint }, decided) : { ...command, decide: decided };
  const answer = await kernel.execute({ ...request, command: once });
  return { answer: earlier ?? answer, met: answer.replay || earlier ? null : met };
};
