/**
 * One command, inside its savepoint: seen this id? → the stored answer. Else: may they? → decide → append → fold and save →
 * projections → reactions → store the answer. A final refusal is stored too and replays like an answer; an assertion that fails
 * rolls its savepoint back and is reported, and the box goes on.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import { readAnswer, storeAnswer } from "./answers.ts";
import type { Clock } from "./clock.ts";
import type { States } from "./entities.ts";
import type { Journal } from "./journal.ts";
import type {
  Answer,
  Command,
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
  return (event: StoredEvent) => {
    const entity = parts.entity(event.entity);
    const before = parts.states.get(entity, event.id);
    const after = entity.evolve(before, event);
    parts.states.put(entity, event.id, after);
    const change = { event, before, after };
    for (const projection of projections.get(event.entity) ?? []) projection.project(change, parts.reads);
    return change;
  };
};

export const createExecute = (parts: ExecuteParts): Execute => {
  const { reads, states, journal, entity, features } = parts;
  const apply = createApply(parts);
  const reactions: Map<string, Reaction[]> = byEntity(features.flatMap((feature) => feature.reactions ?? []));

  const record = (draft: EventDraft, request: CommandRequest, context: Context): void => {
    const current = states.get(entity(draft.entity), draft.id);
    const event = journal.append({
      store: reads.storeId,
      epoch: reads.epoch,
      at: context.at,
      entity: draft.entity,
      id: draft.id,
      base: current?.version ?? 0,
      type: draft.type,
      v: draft.v ?? 1,
      actor: request.actor.userId,
      device: request.actor.deviceId,
      deviceAt: context.deviceAt,
      command: request.commandId,
      data: draft.data,
    });
    const change = apply(event);
    for (const reaction of reactions.get(draft.entity) ?? []) reaction.react(change, reads);
  };

  const answerText = (decision: Decision): string => {
    if (typeof decision.answer === "function") return decision.answer(reads);
    const of = entity(decision.answer.entity);
    const state = states.get(of, decision.answer.id);
    return state ? of.view(state, reads) : "null";
  };

  /** Until here nothing was written, so a refusal needs no undoing. */
  const decide = <I>(request: CommandRequest<I>, context: Context): Decision | Refusal => {
    try {
      authorise(request.command, request.input, context);
      checkVersion(request, parts);
      return request.command.decide(request.input, context);
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  };

  const attempt = <I>(request: CommandRequest<I>): Answer => {
    const key = `${request.actor.userId ?? request.actor.deviceId ?? "system"}/${request.commandId}`;
    const known = readAnswer(reads.db, key, request.fingerprint);
    if (known) return known;
    const at = parts.clock.now();
    const context: Context = {
      actor: request.actor,
      at,
      deviceAt: request.deviceAt ?? null,
      commandId: request.commandId,
      reads,
    };
    const store = { key, fingerprint: request.fingerprint, at };
    const decision = decide(request, context);
    if (decision instanceof Refusal) {
      const refusal = { code: decision.code, message: decision.message, details: { ...decision.details } };
      return storeAnswer(reads.db, store, { ok: false, refusal, version: 0, replay: false });
    }
    for (const draft of decision.events) record(draft, request as CommandRequest, context);
    states.flush();
    decision.alongside?.(reads.db);
    const version = decision.events.length > 0 ? journal.head().seq : 0;
    return storeAnswer(reads.db, store, { ok: true, body: answerText(decision), version, replay: false });
  };

  return async (request) => {
    try {
      return await parts.writer.run(() => attempt(request));
    } catch (error) {
      if (!(error instanceof Refusal))
        parts.report("a command failed and was rolled back", error, {
          command: request.command.name,
          commandId: request.commandId,
        });
      throw error;
    }
  };
};

const authorise = <I>(command: Command<I>, input: I, context: Context): void => {
  const permission =
    typeof command.permission === "function" ? command.permission(input, context) : command.permission;
  if (permission === null || context.actor.permissions.has(permission)) return;
  const details = command.approvable ? { permission, approvable: true } : { permission };
  throw new Refusal("forbidden", `This needs the permission ${permission}. Ask a manager.`, details);
};

const checkVersion = <I>(request: CommandRequest<I>, parts: ExecuteParts): void => {
  if (request.expectedVersion === undefined || !request.command.target) return;
  const target = request.command.target(request.input);
  const state = parts.states.get(parts.entity(target.entity), target.id);
  if (!state || state.version === request.expectedVersion) return;
  const current: unknown = JSON.parse(parts.entity(target.entity).view(state, parts.reads));
  throw new Refusal(
    "precondition_failed",
    "It was changed in the meantime. Look at the current state and decide again.",
    { current },
  );
};
