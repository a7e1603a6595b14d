/**
 * What was refused while nobody waited for it is kept in the inbox before its device is told: once the device has the result it
 * forgets the change. Keeping is a command of its own after the refusal; a crash in between loses nothing, because the device has no
 * answer yet and sends the change again. What was done instead of a refused change stays done: the change is a duplicate from then on,
 * whoever waits for it; and so is what was refused to one person and done for another, or applied again from the inbox.
 */
import type { SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { answerKey, readAnswer } from "../kernel/answers.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Command, Inbox, RefusedChange } from "../kernel/types.ts";
import { vocabularyOf } from "../kernel/vocabulary.ts";
import { identify } from "./change-id.ts";
import { doneBefore, notedFor } from "./once.ts";
import { refusalOf, type Tried } from "./results.ts";
import { inSlices } from "./slices.ts";

type Kept = Partial<SyncResult>;
const nothing: Kept = {};

const refusedOf = (tried: Tried): RefusedChange | null => {
  const refusal = refusalOf(tried);
  if (refusal === null) return null;
  const { entityType, entityId, action, data, version } = tried.change;
  const { code, message: detail } = refusal;
  return {
    entityType,
    entityId,
    action,
    data,
    changeId: tried.changeId,
    basedOn: version ?? null,
    code,
    detail,
  };
};

const keepOne = async (
  kernel: Kernel,
  { keep }: Inbox,
  { change, changeId, actor }: Tried,
  refused: RefusedChange,
): Promise<Kept> => {
  const answer = await kernel.execute({
    command: keep,
    input: refused,
    commandId: `keep:${changeId}`,
    fingerprint: "",
    actor,
    deviceAt: change.timestamp ?? null,
  });
  if (!answer.ok && answer.refusal.code === "rate_limited") return { kept: false };
  if (!answer.ok) throw new Refusal("unavailable", answer.refusal.message, { retryAfter_s: 5 });
  const { id } = JSON.parse(answer.body ?? '{"id":null}') as { id: string | null };
  return id === null ? { kept: false } : { inboxId: id };
};

/** What it was kept as before is settled with it: nobody is to book the same cash by hand. */
const settling = (command: Command<unknown>, deviceId: string, changeId: string): Command<unknown> => ({
  ...command,
  decide: (input, context) => {
    const decision = command.decide(input, context);
    const settled = vocabularyOf(context.reads.db).inbox?.settle(deviceId, changeId, context.reads) ?? [];
    return { ...decision, events: [...decision.events, ...settled] };
  },
});

const deviceKey = ({ actor, changeId }: Tried): string =>
  answerKey({ userId: null, deviceId: actor.deviceId }, changeId);

const insteadId = ({ changeId }: Tried): string => `instead:${changeId}`;

const doneAs = (body: string | null, status: "merged" | "duplicate"): Kept => {
  const { id } = JSON.parse(body ?? "{}") as { id?: string | null };
  const where = typeof id === "string" ? { inboxId: id } : {};
  return { status, code: "unallocated", ...where, problem: undefined, current: undefined };
};

/** It was refused to somebody, and done all the same: without them, for another person, or from the inbox. */
const doneElsewhere = (kernel: Kernel, tried: Tried): Kept | null => {
  const { actor, change, changeId } = tried;
  const { fingerprint } = identify(change);
  const { deviceId, userId } = actor;
  if (!doneBefore(kernel, { deviceId: deviceId ?? "", userId, fingerprint }, { ...change, changeId }))
    return null;
  const instead = readAnswer(kernel.db, answerKey(actor, insteadId(tried)), "");
  if (instead?.ok) return doneAs(instead.body, "duplicate");
  return { status: "duplicate", code: undefined, detail: undefined, problem: undefined, current: undefined };
};

/** What else becomes of it, where its intent knows; null where it can only be kept. */
const doInstead = async (kernel: Kernel, tried: Tried, refused: RefusedChange): Promise<Kept | null> => {
  const { change, changeId, actor } = tried;
  const instead = vocabularyOf(kernel.db).intent(change.entityType, change.action)?.instead;
  if (!instead || change.attended === true) return null;
  const { fingerprint } = identify(change);
  const command = settling(instead.command as unknown as Command<unknown>, actor.deviceId ?? "", changeId);
  const answer = await kernel.execute({
    command: actor.userId === null ? command : notedFor(command, { key: deviceKey(tried), fingerprint }),
    forgetsRefusal: actor.userId === null,
    input: instead.parse({ ...refused, taken: change.taken ?? null }),
    commandId: insteadId(tried),
    fingerprint: "",
    actor,
    deviceAt: change.timestamp ?? null,
  });
  return answer.ok ? doneAs(answer.body, answer.replay ? "duplicate" : "merged") : null;
};

const settleOne = async (kernel: Kernel, inbox: Inbox, tried: Tried, refused: RefusedChange) => {
  try {
    // The same tap in other words may be the same money: a person decides.
    const isSame = refused.code !== "key_reused";
    const done = isSame ? (doneElsewhere(kernel, tried) ?? (await doInstead(kernel, tried, refused))) : null;
    if (done) return done;
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === "unavailable") throw error;
  }
  if (tried.change.attended === true) return nothing;
  return keepOne(kernel, inbox, tried, refused);
};

/** Keeps what was refused of `outcomes`; where each is, in their order. Throws `unavailable` where the box could not write. */
export const keepRefused = async (kernel: Kernel, outcomes: readonly Tried[]): Promise<Kept[]> => {
  const { inbox } = vocabularyOf(kernel.db);
  if (!inbox) return outcomes.map(() => nothing);
  return inSlices(outcomes, async (tried) => {
    const refused = refusedOf(tried);
    return refused === null ? nothing : await settleOne(kernel, inbox, tried, refused);
  });
};
