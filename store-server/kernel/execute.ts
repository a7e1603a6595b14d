/**
 * One command, inside its savepoint: seen this id? → the stored answer. Else: may they? → decide → append → fold and save →
 * projections → reactions → store the answer. A final refusal is stored too and replays like an answer; an assertion that fails
 * rolls its savepoint back and is reported, and the box goes on.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import { type AnswerKey, answerKey, settledAnswer, storeAnswer } from "./answers.ts";
import { approverOf, askFor, noteAsk, spendApproval, stakeOf } from "./approvals.ts";
import type { Clock } from "./clock.ts";
import type { States } from "./entities.ts";
import type { Journal } from "./journal.ts";
import { shownState } from "./shown.ts";
import { traceOf } from "./traces.ts";
import type {
  Answer,
  Change,
  CommandRequest,
  Context,
  Decision,
  Entity,
  EventDraft,
  Feature,
  Projection,
  Reaction,
  Reads,
  StoredEvent,
} from "./types.ts";
import type { Writer } from "./writer.ts";

/**
 * Answers after the commit. A refusal by the domain is an answer too (`ok: false`), stored and replayed. Rejects with `Refusal`
 * `key_reused` or `unavailable`, which are never stored, and with any other error when the command itself is broken.
 */
export type Execute = <I>(request: CommandRequest<I>) => Promise<Answer>;

export type ExecuteParts = {
  reads: Reads;
  states: States;
  journal: Journal;
  writer: Writer;
  clock: Clock;
  entity(name: string): Entity;
  features: readonly Feature[];
  report(message: string, error: unknown, details?: Record<string, unknown>): void;
};

const byEntity = <T extends { entity: string }>(items: readonly T[]): Map<string, T[]> =>
  Map.groupBy(items, (item) => item.entity);

/** Folds one entry: evolve, save, project. Shared by live execution and rebuild. */
export const createApply = (parts: Pick<ExecuteParts, "reads" | "states" | "entity" | "features">) => {
  const projections: Map<string, Projection[]> = byEntity(
    parts.features.flatMap((feature) => feature.projections ?? []),
  );
  const ofAll = projections.get("*") ?? [];
  return (event: StoredEvent): Change => {
    const entity = parts.entity(event.entity);
    const before = parts.states.get(entity, event.id);
    if (event.base !== (before?.version ?? 0))
      throw new Error(`entry ${event.seq} builds on version ${event.base}, found ${before?.version ?? 0}`);
    const folded = entity.evolve(before, event);
    if (folded && (folded.id !== event.id || folded.version !== event.seq))
      throw new Error(`evolve of ${entity.name} must keep the id and take the seq as its version`);
    const after = parts.states.put(entity, event.id, folded);
    const change = { event, before, after };
    for (const projection of projections.get(event.entity) ?? []) projection.project(change, parts.reads);
    for (const projection of ofAll) projection.project(change, parts.reads);
    return change;
  };
};

/** Thrown where something may have been written already: the savepoint is undone first, then the refusal is stored. */
class LateRefusal extends Error {
  readonly refusal: Refusal;
  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = "LateRefusal";
    this.refusal = refusal;
  }
}

/** Appends the events of a decision, folds them, lets reactions write their jobs; returns the answer's text. */
const createRecord = (parts: ExecuteParts) => {
  const { reads, states, journal, entity } = parts;
  const apply = createApply(parts);
  const reactions: Map<string, Reaction[]> = byEntity(
    parts.features.flatMap((feature) => feature.reactions ?? []),
  );
  const append = (draft: EventDraft, request: CommandRequest, { context, approvedBy }: Allowed): void => {
    const event = journal.append({
      store: reads.storeId,
      epoch: reads.epoch,
      at: context.at,
      entity: draft.entity,
      id: draft.id,
      base: states.get(entity(draft.entity), draft.id)?.version ?? 0,
      type: draft.type,
      v: draft.v ?? 1,
      actor: request.actor.userId,
      device: request.actor.deviceId,
      deviceAt: context.deviceAt,
      command: request.commandId,
      ...(approvedBy === null ? {} : { approvedBy }),
      ...(request.actor.sentBy === undefined ? {} : { sentBy: request.actor.sentBy }),
      data: draft.data,
    });
    const change = apply(event);
    for (const reaction of reactions.get(draft.entity) ?? []) reaction.react(change, reads);
  };
  const tell = (answer: Decision["answer"]): Told => {
    if (typeof answer === "function") return { body: answer(reads), shows: null };
    const of = entity(answer.entity);
    const state = states.get(of, answer.id);
    return state
      ? { body: of.view(state, reads), shows: shownState(of, state) }
      : { body: "null", shows: null };
  };
  return (decision: Decision, request: CommandRequest, allowed: Allowed): Told => {
    try {
      for (const draft of decision.events) append(draft, request, allowed);
      if (allowed.approvedBy !== null && request.approval !== undefined)
        spendApproval(reads.db, request.approval, request.commandId);
      states.flush();
      decision.alongside?.(reads.db);
      return tell(decision.answer);
    } catch (error) {
      throw error instanceof Refusal ? new LateRefusal(error) : error;
    }
  };
};

/** The answer's text, and the state that it shows where it is nothing but a view. */
type Told = { body: string; shows: string | null };

/** A command that may be done, and who approved it where the actor alone might not. */
type Allowed = { context: Context; approvedBy: string | null };

/** Nothing is written here, so a refusal needs no undoing. */
const decideOn = <I>(
  request: CommandRequest<I>,
  context: Context,
  parts: ExecuteParts,
): (Allowed & { decision: Decision }) | Refusal => {
  try {
    const approvedBy = authorise(request, context);
    checkVersion(request, parts);
    return { decision: request.command.decide(request.input, context), context, approvedBy };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
};

const createAttempt = (parts: ExecuteParts) => {
  const { reads, journal } = parts;
  const record = createRecord(parts);
  const refuse = <I>(
    { forgetsRefusal = false }: CommandRequest<I>,
    store: AnswerKey,
    { code, message, details }: Refusal,
  ): Answer => {
    const refusal = { code, message, details: { ...details } };
    const answer: Answer = { ok: false, refusal, version: 0, replay: false };
    return forgetsRefusal ? answer : storeAnswer(reads.db, store, answer);
  };
  const keyOf = <I>(request: CommandRequest<I>, at: string): AnswerKey => ({
    key: answerKey(request.actor, request.commandId),
    fingerprint: request.fingerprint,
    at,
  });
  const attempt = <I>(request: CommandRequest<I>): Answer => {
    const at = parts.clock.now();
    const store = keyOf(request, at);
    const known = settledAnswer(reads.db, store, request);
    if (known) return known;
    const { actor, commandId, deviceAt = null } = request;
    const context: Context = { actor, at, deviceAt, commandId, reads };
    const decided = decideOn(request, context, parts);
    if (decided instanceof Refusal) {
      const events = [...traceOf(decided)];
      const trace = { events, answer: () => "null" };
      if (events.length > 0) record(trace, request as CommandRequest, { context, approvedBy: null });
      return refuse(request, store, decided);
    }
    const { decision } = decided;
    const { body, shows } = record(decision, request as CommandRequest, decided);
    const version = decision.events.length > 0 ? journal.head().seq : 0;
    return storeAnswer(reads.db, store, { ok: true, body, version, replay: false }, shows);
  };
  const refuseLate = <I>(request: CommandRequest<I>, refusal: Refusal): Answer => {
    const store = keyOf(request, parts.clock.now());
    return settledAnswer(reads.db, store, request) ?? refuse(request, store, refusal);
  };
  return { attempt, refuseLate };
};

export const createExecute = (parts: ExecuteParts): Execute => {
  const { attempt, refuseLate } = createAttempt(parts);
  return async <I>(request: CommandRequest<I>) => {
    try {
      return await parts.writer.run(() => attempt(request));
    } catch (error) {
      if (error instanceof LateRefusal) return parts.writer.run(() => refuseLate(request, error.refusal));
      if (!(error instanceof Refusal))
        parts.report("a command failed and was rolled back", error, {
          command: request.command.name,
          commandId: request.commandId,
        });
      throw error;
    }
  };
};

/** Who approved; null where nobody had to. Throws `forbidden`. */
const authorise = <I>(request: CommandRequest<I>, context: Context): string | null => {
  const { command, input } = request;
  const permission =
    typeof command.permission === "function" ? command.permission(input, context) : command.permission;
  if (permission === null || context.actor.permissions.has(permission)) return null;
  const stake = stakeOf(command, permission, input, context);
  if (stake && request.approval !== undefined) return approverOf(request, stake, context);
  if (stake) noteAsk(stake, context);
  const details = stake ? { permission, approvable: true, approval: askFor(stake) } : { permission };
  throw new Refusal("forbidden", `This needs the permission ${permission}. Ask a manager.`, details);
};

/** A view may show more than its own entity (a table and its orders); what a client saw is what it names. */
const shownVersion = (view: unknown, own: number): unknown =>
  typeof view === "object" && view !== null && "version" in view ? view.version : own;

const checkVersion = <I>(request: CommandRequest<I>, parts: ExecuteParts): void => {
  if (request.expectedVersion === undefined || !request.command.target) return;
  const target = request.command.target(request.input);
  const state = parts.states.get(parts.entity(target.entity), target.id);
  if (!state) return;
  const current: unknown = JSON.parse(parts.entity(target.entity).view(state, parts.reads));
  if (shownVersion(current, state.version) === request.expectedVersion) return;
  throw new Refusal(
    "precondition_failed",
    "It was changed in the meantime. Look at the current state and decide again.",
    { current },
  );
};
