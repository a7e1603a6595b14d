/**
 * Publishing. A scheduled menu takes effect by a command of the box itself when its business day has begun: at the start of the box, and
 * by a timer that is set anew with every commit. The command asks again if it is due and not done yet, so a box that was off, a tick too
 * many or two of them do no harm. What cannot be done any more by then is left out and named in `skipped`; the rest takes effect.
 */
import type { MenuChange } from "@tillbox/shared/contract/menu-draft.ts";
import { newId } from "@tillbox/shared/id.ts";
import { conflict, notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { businessDayOf } from "@tillbox/shared/time.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import type { Command, Context, Decision, EventDraft, Reads } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { systemActor } from "../../staff/rows.ts";
import { type BatchProblem, decideBatch } from "../batch/rows.ts";
import { type DraftFields, type DraftState, menuDrafts, nextScheduled } from "./rows.ts";

const target = ({ id }: { id: string }) => ({ entity: "menu-draft", id });
const changed = (id: string, data: Partial<DraftFields>): EventDraft => ({
  entity: "menu-draft",
  id,
  type: "Changed",
  data,
});
const answered = (id: string, events: EventDraft[]): Decision => ({ events, answer: target({ id }) });

export const findDraft = (reads: Reads, id: string): DraftState => {
  const draft = reads.get(menuDrafts.entity, id);
  if (!draft) throw notFound("menu draft", id);
  return draft;
};

const dayAt = (reads: Reads, at_ms: number): string =>
  businessDayOf(at_ms, setting(reads, "store.time_zone"), setting(reads, "business_day.cutover"));

/** Edits of one draft; a scheduled or published one stays as it was read before it was published. */
export const changeDraft: typeof menuDrafts.change = {
  ...menuDrafts.change,
  decide: (input, context) => {
    const { status } = findDraft(context.reads, input.id);
    if (status !== "draft")
      throw conflict(
        status === "scheduled"
          ? "This menu waits for its day. Withdraw it to change it."
          : "This menu is in force. Make another draft to change it again.",
      );
    return menuDrafts.change.decide(input, context);
  },
};

const refuse = (problems: readonly BatchProblem[]): never => {
  const errors = problems.slice(0, 100).map(({ index, path, message }) => ({
    path: ["changes", index, ...(path === "" ? [] : ["fields", path])].join("."),
    message,
  }));
  throw new Refusal("invalid", `${errors[0]?.path}: ${errors[0]?.message}`, { errors });
};

export const publishDraft: Command<{ id: string; effectiveDay: string | null }> = {
  name: "menu-draft.publish",
  permission: "menu.manage",
  target,
  decide: ({ id, effectiveDay }, context) => {
    const draft = findDraft(context.reads, id);
    if (draft.status === "published") throw conflict("This menu is in force already.");
    if (draft.changes.length === 0) throw conflict("This draft changes nothing yet.");
    const { events, problems } = decideBatch(context, draft.changes);
    if (problems.length > 0) refuse(problems);
    const isNow = effectiveDay === null || effectiveDay <= dayAt(context.reads, Date.parse(context.at));
    if (!isNow) return answered(id, [changed(id, { status: "scheduled", effectiveDay })]);
    return answered(id, [...events, inForce(context, draft, [])]);
  },
};

const inForce = ({ reads, at }: Context, { id }: DraftState, skipped: BatchProblem[]): EventDraft =>
  changed(id, {
    status: "published",
    effectiveDay: dayAt(reads, Date.parse(at)),
    publishedAt: at,
    skipped,
  });

/** Back to the desk, before its day. */
export const withdrawDraft: Command<{ id: string }> = {
  name: "menu-draft.withdraw",
  permission: "menu.manage",
  target,
  decide: ({ id }, { reads }) => {
    const { status } = findDraft(reads, id);
    if (status === "published")
      throw conflict("This menu is in force. Make another draft to change it again.");
    return answered(id, status === "draft" ? [] : [changed(id, { status: "draft", effectiveDay: null })]);
  },
};

/** Of the box itself. Does nothing for a draft that is not due. */
export const applyDraft: Command<{ id: string }> = {
  name: "menu-draft.apply",
  permission: "menu.manage",
  decide: ({ id }, context) => {
    const draft = context.reads.get(menuDrafts.entity, id);
    const today = dayAt(context.reads, Date.parse(context.at));
    if (draft?.status !== "scheduled" || draft.effectiveDay === null || draft.effectiveDay > today)
      return { events: [], answer: () => "null" };
    const { events, problems } = withoutProblems(context, draft.changes);
    return answered(id, [...events, inForce(context, draft, problems)]);
  },
};

/** Leaves out what cannot be done, until all that is left can. */
const withoutProblems = (context: Context, changes: readonly MenuChange[]) => {
  const left = new Map(changes.map((change, index) => [index, change]));
  const skipped: BatchProblem[] = [];
  for (;;) {
    const places = [...left.keys()];
    const { events, problems } = decideBatch(context, [...left.values()]);
    if (problems.length === 0) return { events, problems: skipped };
    for (const problem of problems) {
      const index = places[problem.index] ?? 0;
      left.delete(index);
      skipped.push({ ...problem, index });
    }
  }
};

const longest_ms = 6 * 3_600_000;
const retry_ms = 60_000;

/** How long until this business day begins, in milliseconds; never more than the longest wait. */
export const untilDay = (reads: Reads, day: string, now_ms: number): number => {
  if (dayAt(reads, now_ms) >= day) return 0;
  if (dayAt(reads, now_ms + longest_ms) < day) return longest_ms;
  let [before, after] = [now_ms, now_ms + longest_ms];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayAt(reads, middle) >= day) after = middle;
    else before = middle;
  }
  return after - now_ms;
};

/** Takes one draft that is due into force; resolves with whether there was one. */
export const applyNext = async (kernel: Kernel): Promise<boolean> => {
  const next = nextScheduled(kernel.db);
  if (!next || dayAt(kernel, Date.parse(kernel.clock.now())) < next.effective_day) return false;
  const answer = await kernel.execute({
    command: applyDraft,
    input: { id: next.id },
    commandId: newId(),
    fingerprint: "",
    actor: systemActor,
  });
  if (!answer.ok) throw new Error(answer.refusal.message);
  return true;
};

type DraftLog = { error(details: object, message: string): void };

/** Starts waiting; returns what stops it. */
export const keepMenuDrafts = (kernel: Kernel, log: DraftLog): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  let isWorking = false;
  const wait = (atLeast_ms = 0): void => {
    clearTimeout(timer);
    const next = isStopped ? undefined : nextScheduled(kernel.db);
    if (!next) return;
    const due_ms = untilDay(kernel, next.effective_day, Date.parse(kernel.clock.now()));
    timer = setTimeout(() => void work(), Math.max(due_ms, atLeast_ms));
    timer.unref();
  };
  /** How long to wait at least before the next one. */
  const apply = async (): Promise<number> => {
    try {
      for (let isMore = true; isMore; ) isMore = !isStopped && (await applyNext(kernel));
      return 0;
    } catch (error) {
      if (!isStopped) log.error({ err: error }, "a menu did not take effect; it is tried again in a minute");
      return retry_ms;
    }
  };
  const work = async (): Promise<void> => {
    if (isWorking) return;
    isWorking = true;
    const pause_ms = await apply();
    isWorking = false;
    wait(pause_ms);
  };
  const stopListening = kernel.onCommit(() => {
    if (!isWorking) wait();
  });
  void work();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    stopListening();
  };
};
