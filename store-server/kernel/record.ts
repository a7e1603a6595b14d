/**
 * Records: entities that people edit field by field (a table, a printer, a tax class). One place makes their events, fold, rows and
 * commands; a feature says its fields, its checks and what may not be removed.
 */
import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { seal } from "./personal.ts";
import type {
  Actor,
  Announcement,
  BaseState,
  Command,
  Entity,
  EventDraft,
  Glance,
  Reads,
  StoredEvent,
} from "./types.ts";

export type RecordState<F> = BaseState & F;

export type RecordOptions<F extends Record<string, unknown>> = {
  /** Entity name on the wire and in the journal: "tax-class". */
  name: string;
  /** For people: "tax class". */
  label: string;
  table: string;
  permission: string;
  /** Fields that may be changed with a smaller permission, when nothing else is changed with them. */
  lesser?: { permission: string; fields: readonly (keyof F & string)[] };
  /** What a field is when it is not given, or cleared by null. */
  defaults: F;
  columns?: Entity<RecordState<F>>["columns"];
  /**
   * Texts about a person, sealed in events and rows (kernel/personal.ts). `check` sees those that are given as they were sent, the
   * others sealed.
   */
  personal?: { fields: readonly (keyof F & string)[]; person(fields: F, id: string): string };
  /** Facts that the new fields must fit; throws `Refusal`. */
  check?(fields: F, id: string, reads: Reads): void;
  /** Throws `Refusal` when others still need it. */
  checkRemoval?(state: RecordState<F>, reads: Reads): void;
  /** What a change of this one does to others: events of theirs. `before` is undefined for a new one, `after` for a removed one. */
  follow?: (
    id: string,
    before: RecordState<F> | undefined,
    after: F | undefined,
    reads: Reads,
  ) => EventDraft[];
  view?(state: RecordState<F>, reads: Reads): string;
  announce?: { event: ServerEvent; rooms(state: RecordState<F>): string[] };
};

export type RecordFeature<F extends Record<string, unknown>> = {
  options: RecordOptions<F>;
  entity: Entity<RecordState<F>>;
  create: Command<{ id: string; fields: Partial<F> }>;
  change: Command<{ id: string; fields: Partial<F> }>;
  remove: Command<{ id: string }>;
};

/** Events are `Created`, `Changed` (the changed fields only) and `Removed`. */
const foldRecord =
  <F extends Record<string, unknown>>(defaults: F) =>
  (state: RecordState<F> | undefined, event: StoredEvent): RecordState<F> | undefined => {
    if (event.type === "Removed") return undefined;
    const base = state ?? { ...defaults, id: event.id, createdAt: event.at };
    return { ...base, ...event.data, version: event.seq, updatedAt: event.at };
  };

const announceRecord =
  <F extends Record<string, unknown>>(options: RecordOptions<F>) =>
  (event: Glance, state: RecordState<F> | undefined, reads: Reads): Announcement[] => {
    const how = options.announce;
    if (!how) return [];
    const data = state
      ? entityView(options)(state, reads)
      : JSON.stringify({ id: event.id, deleted: true, version: event.seq, entityType: options.name });
    return [{ event: how.event, rooms: state ? how.rooms(state) : ["store"], data }];
  };

const entityView =
  <F extends Record<string, unknown>>(options: RecordOptions<F>) =>
  (state: RecordState<F>, reads: Reads): string =>
    options.view ? options.view(state, reads) : JSON.stringify(state);

/** Null clears a field: it goes back to its default. */
const cleared = <F extends Record<string, unknown>>(fields: Partial<F>, defaults: F): Partial<F> =>
  Object.fromEntries(
    Object.entries(fields)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, value ?? defaults[key] ?? null]),
  ) as Partial<F>;

const sealed = <F extends Record<string, unknown>>(
  { personal }: RecordOptions<F>,
  fields: Partial<F>,
  whole: F,
  id: string,
  { db }: Reads,
): Partial<F> => {
  if (!personal) return fields;
  const person = personal.person(whole, id);
  const named: readonly string[] = personal.fields;
  const texts = Object.entries(fields).map(([name, value]) =>
    named.includes(name) && typeof value === "string" ? [name, seal(db, person, value)] : [name, value],
  );
  return Object.fromEntries(texts) as Partial<F>;
};

const oneOf = (label: string): string => `${/^[aeiou]/i.test(label) ? "an" : "a"} ${label}`;

export const recordFeature = <F extends Record<string, unknown>>(
  options: RecordOptions<F>,
): RecordFeature<F> => {
  const entity: Entity<RecordState<F>> = {
    name: options.name,
    table: options.table,
    evolve: foldRecord(options.defaults),
    view: entityView(options),
    announce: announceRecord(options),
    ...(options.columns ? { columns: options.columns } : {}),
  };
  const existing = (reads: Reads, id: string): RecordState<F> => {
    const state = reads.get(entity, id);
    if (!state) throw notFound(options.label, id);
    return state;
  };
  const answer = (id: string) => ({ entity: options.name, id });
  const event = (id: string, type: string, data: Record<string, unknown>): EventDraft[] => [
    { entity: options.name, id, type, data },
  ];
  const follow = options.follow ?? (() => []);
  return {
    options,
    entity,
    create: {
      name: `${options.name}.create`,
      permission: options.permission,
      decide: ({ id, fields }, { reads }) => {
        const taken = reads.get(entity, id);
        if (taken)
          throw conflict(
            `There is ${oneOf(options.label)} with this id already.`,
            JSON.parse(entity.view(taken, reads)),
          );
        const full = { ...options.defaults, ...cleared(fields, options.defaults) };
        options.check?.(full, id, reads);
        const told = sealed(options, full, full, id, reads);
        const events = [...event(id, "Created", told), ...follow(id, undefined, full, reads)];
        return { events, answer: answer(id) };
      },
    },
    change: {
      name: `${options.name}.change`,
      permission: ({ fields }, { actor }) => changePermission(options, fields, actor),
      target: answerOf(options.name),
      decide: ({ id, fields }, { reads }) => {
        const state = existing(reads, id);
        const changes = cleared(fields, options.defaults);
        const whole = { ...state, ...changes };
        options.check?.(whole, id, reads);
        if (Object.keys(changes).length === 0) return { events: [], answer: answer(id) };
        const told = sealed(options, changes, whole, id, reads);
        const events = [...event(id, "Changed", told), ...follow(id, state, whole, reads)];
        return { events, answer: answer(id) };
      },
    },
    remove: {
      name: `${options.name}.remove`,
      permission: options.permission,
      target: answerOf(options.name),
      decide: ({ id }, { reads }) => {
        const state = existing(reads, id);
        options.checkRemoval?.(state, reads);
        const events = [...event(id, "Removed", {}), ...follow(id, state, undefined, reads)];
        return { events, answer: () => "null" };
      },
    },
  };
};

const changePermission = <F extends Record<string, unknown>>(
  { permission, lesser }: RecordOptions<F>,
  fields: Partial<F>,
  actor: Actor,
): string => {
  if (lesser === undefined || actor.permissions.has(permission)) return permission;
  const named = Object.keys(fields);
  return named.length > 0 && named.every((name) => lesser.fields.includes(name))
    ? lesser.permission
    : permission;
};

const answerOf =
  (name: string) =>
  ({ id }: { id: string }) => ({ entity: name, id });
