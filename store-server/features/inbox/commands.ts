/** Commands of the inbox: keep what was refused, tell who lost, apply again, dismiss. */
import { createHash } from "node:crypto";
import type { ReapplyInput } from "@tillbox/shared/contract/inbox.ts";
import { newId } from "@tillbox/shared/id.ts";
import { invalid, notFound, Refusal, within } from "@tillbox/shared/refusal.ts";
import { holds } from "../../kernel/approvals.ts";
import { erasePerson, peopleIn } from "../../kernel/personal.ts";
import type { Actor, Command, Context, Decision, Inbox, Reads, RefusedChange } from "../../kernel/types.ts";
import { vocabularyOf } from "../../kernel/vocabulary.ts";
import {
  checkReapplicable,
  decideDismiss,
  decideKeep,
  decideReapplied,
  decideTellLost,
  type InboxState,
  isOpenItem,
} from "./inbox.ts";
import { countOpen, inbox, maySee, whyNotMade } from "./rows.ts";
import { openChange, sealChange, sealFields } from "./sealing/rows.ts";

/** What one device may have open; nobody looks through more, and a device that runs wild fills no disk. */
export const maxOpenPerDevice = 500;
export const maxKept_bytes = 64 * 1024;

/** The item of a change: the same for its device whenever it is sent again. */
const itemIdOf = (deviceId: string, changeId: string): string =>
  createHash("sha256").update(`kept ${deviceId} ${changeId}`).digest("hex").slice(0, 32);

const answered = (id: string) => () => JSON.stringify({ id });

/** Never a stored answer: when there is room again it is kept. */
const noRoom = (message: string): Refusal => new Refusal("rate_limited", message);
const checkRoom = (reads: Reads, deviceId: string, { data }: RefusedChange): void => {
  if (JSON.stringify(data).length > maxKept_bytes) throw noRoom("This change is too long to be kept.");
  if (countOpen(reads, deviceId) >= maxOpenPerDevice)
    throw noRoom("This device has too many open items. Settle some, then send it again.");
};

/** A change of something whose creation was refused says so. */
const withCause = (reads: Reads, { entityType, entityId, code, detail }: RefusedChange): string => {
  const why = code === "not_found" ? whyNotMade(reads, entityType, entityId) : null;
  return why === null ? detail : `${detail} It was not made: ${why}`;
};

export const keepRefused: Command<RefusedChange> = {
  name: "inbox.keep",
  permission: null,
  decide: (refused, { reads, actor }) => {
    const deviceId = actor.deviceId ?? "";
    const id = itemIdOf(deviceId, refused.changeId);
    if (reads.get(inbox, id)) return { events: [], answer: answered(id) };
    checkRoom(reads, deviceId, refused);
    const kept = { ...refused, detail: withCause(reads, refused), data: sealChange(reads, refused, id) };
    return { events: decideKeep(id, kept), answer: answered(id) };
  },
};

export const keeping: Inbox = {
  keep: keepRefused,
  tellLost: (lost, { reads }) =>
    lost
      .filter(({ deviceId }) => deviceId === null || countOpen(reads, deviceId) < maxOpenPerDevice)
      .flatMap((each) => {
        const about = { ...each, data: each.change.data };
        const id = newId();
        const change = { ...each.change, data: sealChange(reads, about, id) };
        const fields = sealFields(reads, about, each.fields, id);
        return decideTellLost(id, { ...each, change, fields });
      }),
  settle: (deviceId, changeId, reads) => {
    const item = reads.get(inbox, itemIdOf(deviceId, changeId));
    return item && isOpenItem(item) ? decideReapplied(item, item.entityId) : [];
  },
  wasReapplied: (deviceId, { changeId, entityType, entityId, action }, reads) => {
    const item = reads.get(inbox, itemIdOf(deviceId, changeId));
    return (
      item?.status === "reapplied" &&
      item.entityType === entityType &&
      item.entityId === entityId &&
      item.action === action
    );
  },
};

/** Another's does not exist for whoever may not see it. */
export const findItem = (reads: Reads, actor: Actor, id: string): InboxState => {
  const item = reads.get(inbox, id);
  if (!item || !maySee(actor, item)) throw notFound("inbox item", id);
  return item;
};

export type Reapply = {
  id: string;
  entityId?: string | undefined;
  /** The check that is opened with the lines of the item. */
  opening?: { id: string; fields: Record<string, unknown> } | undefined;
};
type Again = { command: Command<unknown>; input: unknown; entityId: string };

/** What a client sent; a check that it opens and did not name gets an id here, before anything is decided. */
export const toReapply = (id: string, { entityId, opening }: ReapplyInput): Reapply => {
  if (opening === undefined) return { id, entityId };
  if (entityId !== undefined) throw invalid("opening", "does not go with entityId");
  const { id: openingId = newId(), ...fields } = opening;
  return { id, opening: { id: openingId, fields } };
};

/** What is wrong with the check that is opened is said of its fields as the client sent them; lines are the item's own. */
const inOpening = <T>({ opening }: Reapply, run: () => T): T =>
  opening === undefined
    ? run()
    : within("opening", run, (path) => Object.hasOwn(opening.fields, path.split(".")[0] ?? ""));

type Words = Pick<InboxState, "entityId" | "action" | "data">;
/** What the item says, where it goes now: lines that open a check are a part of what opens it. */
const wordsOf = (item: InboxState, { entityId, opening }: Reapply): Words => {
  const { action, data } = item;
  if (opening === undefined) return { entityId: entityId ?? item.entityId, action, data };
  if (item.entityType !== "order" || action !== "add-items")
    throw invalid("opening", "only lines can go on a new check");
  return { entityId: opening.id, action: "create", data: { ...data, ...opening.fields } };
};

/** The command that an item stands for, on what it was meant for or on another thing of the kind. */
const againOf = (item: InboxState, where: Reapply, reads: Reads): Again => {
  const { entityId, action, data } = wordsOf(item, where);
  const intent = vocabularyOf(reads.db).intent(item.entityType, action);
  if (!intent)
    throw new Refusal("invalid", `There is no ${action} of ${item.entityType}. Dismiss it, and do it anew.`);
  const input = inOpening(where, () =>
    intent.parse({ entityId, data: openChange(reads, data), attended: true }),
  );
  return { command: intent.command as unknown as Command<unknown>, input, entityId };
};

const findAgain = (
  input: Reapply,
  { reads, actor }: Pick<Context, "reads" | "actor">,
): Again & { item: InboxState } => {
  const item = findItem(reads, actor, input.id);
  checkReapplicable(item);
  return { ...againOf(item, input, reads), item };
};

const answerText = (answer: Decision["answer"], reads: Reads): string => {
  if (typeof answer === "function") return answer(reads);
  const entity = vocabularyOf(reads.db).entity(answer.entity);
  const state = entity && reads.get(entity, answer.id);
  return entity && state ? entity.view(state, reads) : "null";
};

/** Carries the change out as whoever applies it again: what it needs is asked of them, and approved for that command. */
export const reapply: Command<Reapply> = {
  name: "inbox.reapply",
  permission: (input, context) => {
    const { command, input: inner } = findAgain(input, context);
    return typeof command.permission === "function" ? command.permission(inner, context) : command.permission;
  },
  approvable: (input, context) => {
    const { command, input: inner } = findAgain(input, context);
    return holds(command.approvable, inner, context);
  },
  approvalSubjects: (input, context) => {
    const { command, input: inner, entityId } = findAgain(input, context);
    return [...(command.approvalSubjects?.(inner, context) ?? []), command.target?.(inner).id ?? entityId];
  },
  approvalAmount: (input, context) => {
    const { command, input: inner } = findAgain(input, context);
    return command.approvalAmount?.(inner, context) ?? null;
  },
  approvalNamesAmount: (input, context) => {
    const { command, input: inner } = findAgain(input, context);
    return holds(command.approvalNamesAmount, inner, context);
  },
  approvalAbout: (input, context) => {
    const { command, input: inner } = findAgain(input, context);
    return command.approvalAbout?.(inner, context) ?? null;
  },
  decide: (input, context) => {
    const { command, input: inner, entityId, item } = findAgain(input, context);
    // Priced as of the moment when it was tapped: that is what the guest was told.
    const asTapped = { ...context, deviceAt: item.tappedAt ?? context.deviceAt };
    const decision = inOpening(input, () => command.decide(inner, asTapped));
    return {
      ...decision,
      events: [...decision.events, ...decideReapplied(item, entityId)],
      answer: (reads) => {
        const settled = reads.get(inbox, item.id) ?? item;
        return `{"item":${inbox.view(settled, reads)},"answer":${answerText(decision.answer, reads)}}`;
      },
    };
  },
};

export const dismiss: Command<{ id: string; reason: string | null }> = {
  name: "inbox.dismiss",
  permission: null,
  target: ({ id }) => ({ entity: "refused-change", id }),
  decide: ({ id, reason }, { reads, actor }) => {
    const item = findItem(reads, actor, id);
    return {
      events: decideDismiss(item, reason),
      answer: { entity: "refused-change", id },
      // Words about what never came to be have no other key than the item's own.
      alongside: (db) => {
        if (peopleIn(JSON.stringify(item)).includes(id)) erasePerson(db, id);
      },
    };
  },
};
