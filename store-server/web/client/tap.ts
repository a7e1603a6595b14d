/** What a person tapped, from the tap to its end: the intent, the entry of the outbox that it becomes, and its outcome. */
import { type IntentOf, intentOf } from "@tillbox/shared/protocol/intent-of.ts";
import { ApiProblem, type ProblemDetails, type ProblemKind } from "./problem.ts";

export type Intent<E = unknown> = {
  /** What the person did, for a list of what is unsent or refused: "2 × Tomato soup". */
  label: string;
  /** Intents of one chain keep their order: the order's id. */
  chain: string;
  method: "POST" | "PUT" | "DELETE";
  path: string;
  body?: unknown;
  /** A manager's one-shot approval. */
  approval?: string;
  /** Of cash: minor units that stay in the drawer, tip and rounding included, as the guest was told. Left out where nobody can know. */
  taken?: number;
  /** What the screen shows until the box confirms. Plain data: it is kept with the intent. */
  effect?: E;
  /** Takes the place of the intent before it in its chain, if that has this name and still waits for its turn. */
  name?: string;
  /** The first intent of its chain: when it is refused, what hangs on it is refused too. */
  opens?: boolean;
  /** Stays in the list when it is refused, until somebody tries again or discards it. */
  keeps?: boolean;
  /** Only the box can do it (a card, a printer): nobody goes on before it has answered, and `unavailable` is an answer. */
  asksOnce?: boolean;
  /** Makes sense only now, or is nobody's business but the box's: sent as it is, and never kept on this device. */
  isDirect?: boolean;
};

/** What goes through `/sync/process`; `version` is the one that the device based it on, in that life (`epoch`) of the journal. */
export type Change = IntentOf & { version?: number; epoch?: number };

export type EntryState =
  /** Its turn has not come. */
  | "queued"
  | "sending"
  /** It failed on the way and is tried again. */
  | "waiting"
  | "refused";

export type Entry<E = unknown> = Intent<E> & {
  /** Null: a request of its own, that needs the box there and then. */
  change: Change | null;
  /** Idempotency key and `changeId`, made by the tap. */
  key: string;
  /** Where it stands among all taps of this device: whole once it is on the disk, between two others when it never gets there. */
  place: number;
  /** On the disk, or known that it cannot be: it may be sent. */
  isReady: boolean;
  /** When it was tapped, RFC 3339 UTC, by the box's clock as far as it is known. */
  at: string;
  /** Who tapped. It is done as them, whoever sends it. */
  actorId: string | null;
  /** Where it was tapped: a tablet that goes to another store sends nothing of the first one there. */
  storeId?: string;
  /** For the list of what is unsent. */
  actorName: string | null;
  state: EntryState;
  attempts: number;
  problem: ApiProblem | null;
  /** The box keeps the refusal for the manager too, under this id. */
  inboxId: string | null;
};

/** On the disk of this device: a reload loses nothing of it. */
export const isOnDisk = ({ place }: Pick<Entry, "place">): boolean => Number.isInteger(place);

/**
 * `isLater`: it waits here, and the box is told when it is back. `isKept`: safe on this device until then; else it lives in this page,
 * and ends with it.
 */
export type Outcome<T> =
  | { ok: true; isLater: false; answer: T }
  | { ok: true; isLater: true; isKept: boolean; answer: undefined }
  | { ok: false; problem: ApiProblem };

/** As it lies in the database and travels between tabs: plain data. */
export type KeptEntry = {
  place?: number;
  key: string;
  /** Shape of `entry`; a later app reads the earlier ones. */
  shape: 1;
  entry: Omit<Entry, "place" | "key" | "state" | "attempts" | "problem" | "isReady">;
  refusal: PlainProblem | null;
};
export type PlainProblem = { code: ProblemKind; message: string; details: ProblemDetails };

export const plainOf = ({ code, message, details }: ApiProblem): PlainProblem => ({ code, message, details });
export const problemFrom = ({ code, message, details }: PlainProblem): ApiProblem =>
  new ApiProblem(code, message, details);

export const keptOf = ({
  place,
  key,
  state,
  attempts: _attempts,
  isReady: _isReady,
  problem,
  ...entry
}: Entry): KeptEntry => ({
  ...(Number.isFinite(place) ? { place } : {}),
  key,
  shape: 1,
  entry,
  refusal: state === "refused" && problem !== null ? plainOf(problem) : null,
});

export const entryFrom = <E>({ place = Infinity, key, entry, refusal }: KeptEntry): Entry<E> =>
  ({
    ...entry,
    key,
    place,
    isReady: true,
    state: refusal === null ? "queued" : "refused",
    attempts: 0,
    problem: refusal === null ? null : problemFrom(refusal),
  }) as Entry<E>;

/** The intent of the wire that says the same as the request; null for what is none. */
export const changeOf = ({ method, path, body, isDirect }: Intent): IntentOf | null =>
  isDirect ? null : intentOf(method, path, body);
