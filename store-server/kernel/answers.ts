/**
 * Stored answers. Final refusals (422, 409, 403, 404) and successes are kept with the command id and replay byte for byte;
 * a shortage (401, 429, 503) is never stored, so that trying again can succeed. After 30 days an answer shrinks: its body or the
 * details of its refusal go; its id, the hash of its request and its outcome stay for ever. An answer that is the view of an order is kept
 * as the name of the state that it showed (`shown.ts`).
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import { query } from "./database.ts";
import type { Actor, Answer, StoredRefusal } from "./types.ts";

type Row = {
  fingerprint: string;
  version: number;
  refusal: string | null;
  body: string | null;
  shows: string | null;
  shrunk: number;
};
const read = query<[string], Row>(
  "SELECT fingerprint, version, refusal, body, shows, shrunk FROM answers WHERE command = ?",
);
const write = query<[string, string, string, number, string | null, string | null, string | null]>(
  "INSERT INTO answers (command, fingerprint, at, version, refusal, body, shows) VALUES (?, ?, ?, ?, ?, ?, ?)",
);
const remove = query<[string]>("DELETE FROM answers WHERE command = ?");
const removeRefusal = query<[string]>("DELETE FROM answers WHERE command = ? AND refusal IS NOT NULL");
const shrink = query<[string, number]>(
  "UPDATE answers SET shrunk = 1, body = NULL, shows = NULL, refusal = json_set(refusal, '$.details', json('{}')) WHERE command IN (SELECT command FROM answers WHERE shrunk = 0 AND at < ? ORDER BY at LIMIT ?)",
);

/** Makes the text of a state that an answer showed. */
export type Teller = (shows: string) => string;
const tellers = new WeakMap<Database, Teller>();
export const openAnswers = (db: Database, tell: Teller): void => {
  tellers.set(db, tell);
};

const bodyOf = (db: Database, { body, shows, shrunk }: Row): string | null => {
  if (shows === null || shrunk === 1) return body;
  const tell = tellers.get(db);
  if (!tell) throw new Error("answers can only be told on the database of an open kernel");
  return tell(shows);
};

const passing = new Set(["unauthorized", "rate_limited", "unavailable"]);

export type AnswerKey = { key: string; fingerprint: string; at: string };

/** Whoever acts, as one word. */
export const actorKey = ({ userId, deviceId }: Pick<Actor, "userId" | "deviceId">): string => {
  if (userId !== null) return `user/${userId}`;
  return deviceId === null ? "system" : `device/${deviceId}`;
};

/** Command ids belong to their actor: two people, or a person and a device, may use the same one. */
export const answerKey = (actor: Pick<Actor, "userId" | "deviceId">, commandId: string): string =>
  `${actorKey(actor)}/${commandId}`;

/** The stored answer of this command, or nothing. The same id with another request is refused. */
export const readAnswer = (db: Database, key: string, fingerprint: string): Answer | undefined => {
  const row = read.get(db, key);
  if (!row) return undefined;
  if (row.fingerprint !== fingerprint)
    throw new Refusal(
      "key_reused",
      "This idempotency key was used for another request. Make a new key for each tap.",
    );
  if (row.refusal !== null)
    return {
      ok: false,
      refusal: JSON.parse(row.refusal) as StoredRefusal,
      version: row.version,
      replay: true,
    };
  return { ok: true, body: bodyOf(db, row), version: row.version, replay: true };
};

/**
 * A tap that was refused for want of a permission and comes again with a manager's approval is decided anew: nothing was done yet.
 * The refusal makes room for what comes of it.
 */
export const settledAnswer = (
  db: Database,
  { key, fingerprint }: Omit<AnswerKey, "at">,
  request: { approval?: string | undefined },
): Answer | undefined => {
  const known = readAnswer(db, key, fingerprint);
  const wasApprovable = known?.ok === false && known.refusal.details.approvable === true;
  if (!wasApprovable || request.approval === undefined) return known;
  remove.run(db, key);
  return undefined;
};

/** `shows`: the state whose view the body is; then the text itself is not kept. */
export const storeAnswer = (
  db: Database,
  { key, fingerprint, at }: AnswerKey,
  answer: Answer,
  shows: string | null = null,
): Answer => {
  if (!answer.ok && passing.has(answer.refusal.code)) return answer;
  const refusal = answer.ok ? null : JSON.stringify(answer.refusal);
  const body = answer.ok && shows === null ? answer.body : null;
  write.run(db, key, fingerprint, at, answer.version, refusal, body, shows);
  return answer;
};

/** The stored answer of what was done; a refusal is none. */
export const doneAnswer = (db: Database, key: string, fingerprint: string): Answer | undefined => {
  const known = readAnswer(db, key, fingerprint);
  return known?.ok ? known : undefined;
};

/** Notes under another key than the actor's own that it is done. What was refused under that key makes room. */
export const storeDone = (db: Database, key: AnswerKey): void => {
  removeRefusal.run(db, key.key);
  storeAnswer(db, key, { ok: true, body: null, version: 0, replay: false });
};

/** Shrinks answers from before `olderThan`, the oldest first, at most `limit` of them; returns how many. Inside `operate`. */
export const shrinkAnswers = (db: Database, olderThan: string, limit: number): number =>
  shrink.run(db, olderThan, limit);
