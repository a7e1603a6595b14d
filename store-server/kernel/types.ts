/**
 * What a feature is made of. A feature is plain data: entities that fold events into rows, commands that decide, projections
 * that keep read tables, reactions that write jobs in the same transaction. The kernel runs them; it knows none by name.
 */

import type { JournalEntry } from "@tillbox/shared/protocol/journal.ts";
import type { ServerEvent } from "@tillbox/shared/protocol/live.ts";
import type { Database } from "better-sqlite3";

/** Who acts. `userId` is null for the system and for a device that acts without a person. */
export type Actor = {
  userId: string | null;
  name: string;
  role: string;
  deviceId: string | null;
  permissions: ReadonlySet<string>;
  /** By an offline grant: they tapped it, and are not there as it is sent. */
  isAway?: true;
  /** Whose sign-in it was sent with, and whose permissions count, where that is somebody else. */
  sentBy?: string;
};

/** An event as a decider returns it. Small, and without what the journal adds. */
export type EventDraft = {
  entity: string;
  id: string;
  type: string;
  v?: number;
  data: Record<string, unknown>;
};

/** A journal entry as `evolve` sees it: upcast, parsed. */
export type StoredEvent = JournalEntry;
/** What whoever tells of an entry may know of it. */
export type Glance = Pick<JournalEntry, "seq" | "at" | "entity" | "id" | "base" | "type" | "data">;

/** Every state carries its identity and its version, the seq of its last event. */
export type BaseState = { id: string; version: number; createdAt: string; updatedAt: string };

export type ColumnValue = string | number | null;

/** A frame for the live hub. `data` is JSON text, serialised once for everybody. */
export type Announcement = { event: ServerEvent; rooms: string[]; data: string };

/** Declared as a method, so that an entity of one state fits a list of entities. */
export type Column<S> = { of(state: S): ColumnValue }["of"];

export type Entity<S extends BaseState = BaseState> = {
  name: string;
  /** Business table with `id`, `state`, `version`, `created_at`, `updated_at` and the columns below. */
  table: string;
  /** Pure. `undefined` before the first event and after a deletion. */
  evolve(state: S | undefined, event: StoredEvent): S | undefined;
  /** Columns of the row besides the saved state, for queries and indexes. */
  columns?: Record<string, Column<S>>;
  /** The JSON text that clients get. */
  view(state: S, kernel: Reads): string;
  /** True where the view is made of the state and of nothing else: then an answer that shows it need not be kept as text. */
  viewOfStateAlone?: boolean;
  /** What the live hub tells after `event`; `state` is the current one, undefined when it was deleted. */
  announce?(event: Glance, state: S | undefined, kernel: Reads): Announcement[];
  /** Type on the wire when it differs from the name. */
  wireName?: string;
  /** How many states memory keeps, those written last; 4,000 unless told. Fewer of what is large and soon over. */
  cached?: number;
};

/** Reads that deciders' facts, views and routes are made of. Synchronous, on the one connection. */
export type Reads = {
  readonly db: Database;
  readonly storeId: string;
  readonly epoch: number;
  /** The current state, from the cache or its row. */
  get<S extends BaseState>(entity: Entity<S>, id: string): S | undefined;
  /** seq of the last committed entry. */
  headSeq(): number;
};

export type Context = {
  actor: Actor;
  /** Box time of this command, RFC 3339 UTC. */
  at: string;
  deviceAt: string | null;
  commandId: string;
  reads: Reads;
};

export type Decision = {
  events: EventDraft[];
  /** Which entity's view answers, or a function that writes the answer's JSON text after the events were folded. */
  answer: { entity: string; id: string } | ((reads: Reads) => string);
  /** Writes operational rows (credentials, device tokens) in the same savepoint. Never in the journal, never replayed. */
  alongside?(db: Database): unknown;
};

export type Command<I> = {
  name: string;
  /** The permission it needs; null when being signed in is enough. */
  permission: string | null | ((input: I, context: Context) => string | null);
  /** True where a manager's one-shot approval could stand in for the permission. It is bound to the first of these, or to the target's id; one given for any of them counts. */
  approvable?: boolean | ((input: I, context: Context) => boolean);
  approvalSubjects?(input: I, context: Context): string[];
  /** Minor units at stake, which an approval may limit. */
  approvalAmount?(input: I, context: Context): number | null;
  /** True where nothing but the approval bounds the amount: it has to name one. */
  approvalNamesAmount?: boolean | ((input: I, context: Context) => boolean);
  /** What else an approval is bound to, `[A-Za-z0-9._:-]{1,64}`: the account that is charged, the direction of a correction. */
  approvalAbout?(input: I, context: Context): string | null;
  /** Whose version `If-Match` is held against. */
  target?(input: I): { entity: string; id: string };
  /** Reads facts, calls the pure decider, returns its events. Throws `Refusal` to say no. */
  decide(input: I, context: Context): Decision;
};

export type Change = { event: StoredEvent; before: BaseState | undefined; after: BaseState | undefined };

/**
 * Keeps read tables current; runs live and in a rebuild. Must depend on its arguments and business tables only. The rows of
 * entities are written after the last event of a command: ask `reads.get` for another entity, its table shows the command before.
 */
export type Projection = {
  /** Whose events it is told; "*" for those of every entity, after that entity's own projections. */
  entity: string;
  project(change: Change, reads: Reads): void;
};

/** Writes jobs in the same transaction; runs live only. */
export type Reaction = { entity: string; react(change: Change, reads: Reads): void };

/** An intent of a device as `/sync/process` takes it, and the command that it stands for. */
export type Intent = {
  entityType: string;
  /** "create", "update", "delete" or a command of the entity ("add-items"). */
  action: string;
  command: Command<never>;
  /** Turns the change into the command's input; throws `Refusal("invalid")` with the fields that are wrong. */
  parse(change: {
    entityId: string;
    data: Record<string, unknown>;
    /** A person waits for the result, and can decide anew where two contradict. */
    attended?: boolean;
    /** Of cash: minor units that stayed with the device, as it said. */
    taken?: number | undefined;
  }): unknown;
  /** Done where the change is refused and nobody waits for it: cash was taken, whatever the box says. Answers `{ "id" }`, of the inbox. */
  instead?: Instead;
};

/** What else becomes of a refused change: the input of another command, or a refusal where there is nothing else. */
export type Instead = {
  command: Command<never>;
  /** `taken`: minor units of cash that stayed with the device, as it said. Throws `Refusal`. */
  parse(change: RefusedChange & { taken: number | null }): unknown;
};

/** A change that came from a device and was refused: what it said, and why not. */
export type RefusedChange = {
  entityType: string;
  entityId: string;
  action: string;
  data: Record<string, unknown>;
  changeId: string;
  /** The version that the device based it on. */
  basedOn: number | null;
  code: string;
  detail: string;
};
/** A field that somebody set and a later change set again, without having known of it. */
export type LostField = {
  field: string;
  /** As the entity's view shows them. */
  lost: unknown;
  won: unknown;
};
/** What one device and person lost of one entity. `change` is the intent that would set it again. */
export type LostFields = {
  deviceId: string | null;
  userId: string | null;
  entityType: string;
  entityId: string;
  change: { action: string; data: Record<string, unknown> };
  fields: LostField[];
};
/** Where changes of devices are kept that did not come to be, for people to see. One feature of a store is it. */
export type Inbox = {
  /** Keeps one, once for its device. Answers `{ "id" }`; `rate_limited` where the device has too many open ones, or it is too long. */
  keep: Command<RefusedChange>;
  /** Events that tell who lost fields to the change that is being decided. */
  tellLost(lost: readonly LostFields[], context: Context): EventDraft[];
  /** Events that settle a kept change that is done after all. */
  settle(deviceId: string, changeId: string, reads: Reads): EventDraft[];
  /** Whether somebody did a kept change again from there: then it is done, whoever sends it. */
  wasReapplied(
    deviceId: string,
    change: Pick<RefusedChange, "changeId" | "entityType" | "entityId" | "action">,
    reads: Reads,
  ): boolean;
};

/** A person of the store, whether they may work or not; null for nobody. One feature of a store knows. */
export type WhoIs = (userId: string, reads: Reads) => Pick<Actor, "name" | "role"> | null;

export type Feature = {
  name: string;
  entities: readonly Entity[];
  projections?: readonly Projection[];
  reactions?: readonly Reaction[];
  intents?: readonly Intent[];
  inbox?: Inbox;
  whoIs?: WhoIs;
  /** Business tables besides those of the entities; `rebuild --check` compares them too. */
  tables?: readonly string[];
};

export type CommandRequest<I = unknown> = {
  command: Command<I>;
  input: I;
  /** Made once by the person's tap; unique for its actor. */
  commandId: string;
  /** Hash of the request as the client sent it: the same id with another request is `key_reused`. */
  fingerprint: string;
  actor: Actor;
  deviceAt?: string | null;
  /** Version that `If-Match` names. */
  expectedVersion?: number | undefined;
  /** Token of a manager's one-shot approval. */
  approval?: string | undefined;
  /** A refusal is not kept: the same id is decided anew when it comes again. What was done is kept all the same. */
  forgetsRefusal?: boolean;
};

export type StoredRefusal = { code: string; message: string; details: Record<string, unknown> };
/** `body` is JSON text, the same bytes at every replay; null once it has shrunk with age. */
export type Answer = {
  replay: boolean;
  /** seq of the last entry of the command; 0 when it wrote none. */
  version: number;
} & ({ ok: true; body: string | null } | { ok: false; refusal: StoredRefusal });
