/**
 * One-shot approvals. Somebody who may do a thing says yes, on the screen of somebody who may not, to that very action: one permission,
 * one subject, at most one amount, for whoever asked. What the yes does not name (the amount, whose account) is what the refusal named
 * that made them ask. Where nothing was refused before, the subject is its bound (a line, an order, a payment); an amount that nothing
 * bounds has to be named, so it is never a blank cheque. The yes is spent in the savepoint of the command that
 * it lets through, so it serves once, and not at all where the command was refused for another reason. The command's entries name who
 * approved.
 */
import { createHash } from "node:crypto";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import { actorKey } from "./answers.ts";
import { query } from "./database.ts";
import type { Actor, Command, CommandRequest, Context } from "./types.ts";

export const approvalLife_ms = 2 * 60_000;

type Row = {
  action: string;
  subject_id: string;
  amount: number | null;
  about: string | null;
  asked_by: string;
  approved_by: string;
  expires_at: string;
  used_by: string | null;
};
const insert = query<[string, string, string, number | null, string | null, string, string, string, string]>(
  "INSERT INTO approvals (token_hash, action, subject_id, amount, about, asked_by, approved_by, at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
);
const find = query<[string], Row>(
  "SELECT action, subject_id, amount, about, asked_by, approved_by, expires_at, used_by FROM approvals WHERE token_hash = ?",
);
const spend = query<[string, string]>(
  "UPDATE approvals SET used_by = ? WHERE token_hash = ? AND used_by IS NULL",
);
const withdraw = query<[string]>("DELETE FROM approvals WHERE approved_by = ? AND used_by IS NULL");
const withdrawAll = query<[]>("DELETE FROM approvals WHERE used_by IS NULL");
const forget = query<[string]>(
  "DELETE FROM approvals WHERE token_hash IN (SELECT token_hash FROM approvals WHERE expires_at < ? ORDER BY expires_at LIMIT 20)",
);

const hashOf = (token: string): string => createHash("sha256").update(token).digest("base64url");

export type Approval = {
  token: string;
  /** The permission that is missing. */
  action: string;
  /** The thing that the command changes, or a part of it: an order, a line, a payment. */
  subjectId: string;
  /** Minor units; at most so much may be at stake. null: the amount was not asked about. */
  amount: number | null;
  /** What else it is bound to; null: as `amount`. */
  about: string | null;
  askedBy: Pick<Actor, "userId" | "deviceId">;
  approvedBy: string;
};

/** Notes an approval, and forgets some that ran out an hour ago. Inside `operate`; returns when it ends, RFC 3339. */
export const grantApproval = (db: Database, approval: Approval, at: string): string => {
  const { token, action, subjectId, askedBy, approvedBy } = approval;
  const asked = lastAsk(db, askedBy, action, subjectId, at);
  const [amount, about] = [approval.amount ?? asked?.amount ?? null, approval.about ?? asked?.about ?? null];
  const expiresAt = new Date(Date.parse(at) + approvalLife_ms).toISOString();
  const who = actorKey(askedBy);
  insert.run(db, hashOf(token), action, subjectId, amount, about, who, approvedBy, at, expiresAt);
  forget.run(db, new Date(Date.parse(at) - 3_600_000).toISOString());
  return expiresAt;
};

/** Takes back what somebody approved and nobody used: they may do less now, or left. Inside the writer. */
export const withdrawApprovals = (db: Database, approvedBy: string): void => {
  withdraw.run(db, approvedBy);
};

/** What anybody may has changed: they are asked for again. Inside the writer. */
export const withdrawAllApprovals = (db: Database): void => {
  withdrawAll.run(db);
};

/** What an approval of a command would be bound to. */
export type Stake = {
  action: string;
  subjectIds: string[];
  amount: number | null;
  about: string | null;
  /** Nothing but the approval bounds the amount. */
  isFree: boolean;
};

type Condition<I> = boolean | undefined | ((input: I, context: Context) => boolean);
export const holds = <I>(condition: Condition<I>, input: I, context: Context): boolean =>
  typeof condition === "function" ? condition(input, context) : condition === true;

/** Null where no approval stands in for the permission. */
export const stakeOf = <I>(
  command: Command<I>,
  permission: string,
  input: I,
  context: Context,
): Stake | null => {
  if (!holds(command.approvable, input, context)) return null;
  const target = command.target?.(input).id;
  return {
    action: permission,
    // The part comes first: a refusal names it, so that a yes to one line is none to its neighbour.
    subjectIds: [
      ...(command.approvalSubjects?.(input, context) ?? []),
      ...(target === undefined ? [] : [target]),
    ],
    amount: command.approvalAmount?.(input, context) ?? null,
    about: command.approvalAbout?.(input, context) ?? null,
    isFree: holds(command.approvalNamesAmount, input, context),
  };
};

/** What people were refused lately and may ask a manager for. In memory: after a restart it has to be named. */
type Asked = Pick<Stake, "amount" | "about"> & { at: string };
const asks = new WeakMap<Database, Map<string, Asked>>();
const maxAsks = 1000;
const askLife_ms = 10 * 60_000;
const askKey = (who: Pick<Actor, "userId" | "deviceId">, action: string, subjectId: string): string =>
  `${actorKey(who)} ${action} ${subjectId}`;

/** Notes what was at stake when somebody was refused, so that a yes that names no amount is a yes to that. */
export const noteAsk = (
  { action, subjectIds, amount, about }: Stake,
  { actor, at, reads }: Context,
): void => {
  const known = asks.get(reads.db) ?? new Map<string, Asked>();
  asks.set(reads.db, known);
  for (const subjectId of subjectIds) {
    const key = askKey(actor, action, subjectId);
    known.delete(key);
    known.set(key, { amount, about, at });
  }
  for (const key of known.keys()) {
    if (known.size <= maxAsks) break;
    known.delete(key);
  }
};

const lastAsk = (
  db: Database,
  who: Approval["askedBy"],
  action: string,
  subjectId: string,
  at: string,
): Asked | undefined => {
  const asked = asks.get(db)?.get(askKey(who, action, subjectId));
  return asked && Date.parse(at) - Date.parse(asked.at) < askLife_ms ? asked : undefined;
};

const refusalFor = (row: Row | undefined, stake: Stake, context: Context): string | null => {
  if (!row || row.asked_by !== actorKey(context.actor)) return "This approval is not known here.";
  if (row.used_by !== null) return "This approval was used before. It serves once.";
  if (row.expires_at <= context.at) return "This approval ran out. It lasts two minutes.";
  if (row.action !== stake.action || !stake.subjectIds.includes(row.subject_id))
    return "This approval was given for something else.";
  if (row.about !== null && stake.about !== null && row.about !== stake.about)
    return "This approval was given for something else.";
  if (row.amount === null && stake.isFree)
    return `This approval names no amount, and ${stake.amount} are at stake.`;
  if (row.amount !== null && stake.amount !== null && stake.amount > row.amount)
    return `This approval is for ${row.amount} at most, and ${stake.amount} are at stake.`;
  return null;
};

/** Who approved. Throws `forbidden` with the reason, still approvable. Spends nothing yet. */
export const approverOf = <I>(request: CommandRequest<I>, stake: Stake, context: Context): string => {
  const row = find.get(context.reads.db, hashOf(request.approval ?? ""));
  const reason = refusalFor(row, stake, context);
  if (reason === null && row) return row.approved_by;
  noteAsk(stake, context);
  throw new Refusal("forbidden", `${reason} Ask a manager again.`, {
    permission: stake.action,
    approvable: true,
    approval: askFor(stake),
  });
};

/** What to send to `POST /api/approvals`, but for the PIN. */
export const askFor = ({ action, subjectIds, amount, about }: Stake) => ({
  action,
  subjectId: subjectIds[0] ?? "",
  ...(amount === null ? {} : { amount }),
  ...(about === null ? {} : { about }),
});

/** Inside the savepoint of the command that it lets through. */
export const spendApproval = (db: Database, token: string, commandId: string): void => {
  if (spend.run(db, commandId, hashOf(token)) !== 1) throw new Error("an approval was spent twice");
};
