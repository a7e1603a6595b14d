/**
 * Idempotency keys. The answer is stored in the transaction of the change, so a retry after a lost answer gets the same
 * answer and changes nothing. Answers are kept for a day; keys belong to the person who sent them.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Principal } from "./auth.ts";
import type { Database, Sql } from "./database.ts";
import { sha256 } from "./tokens.ts";

export type Answer = { status: number; body: unknown };
type Keyed = {
  principal: Principal;
  key: string | undefined /** What makes requests the same. */;
  request: unknown;
};

/** Runs `work` once per key. Throws Refusal `key_reused` when the key came with another request. */
export const answerOnce = (
  database: Database,
  { principal, key, request }: Keyed,
  work: (sql: Sql) => Promise<Answer>,
): Promise<Answer & { replayed: boolean }> =>
  database.tenant(principal.orgId, async (sql) => {
    if (key === undefined) return { ...(await work(sql)), replayed: false };
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) {
      throw new Refusal("invalid", "Idempotency-Key: must be 1 to 200 visible characters");
    }
    const id = [principal.orgId, principal.user.id, key];
    const hash = sha256(JSON.stringify(request));
    // Two requests with one key at the same moment take turns.
    await sql.rows("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", [id.join("\n")]);
    await sql.rows("DELETE FROM answers WHERE org_id = $1 AND created_at < now() - interval '1 day'", [
      id[0],
    ]);
    const stored = await sql.row<{ request_hash: Buffer; status: number; body: string }>(
      "SELECT request_hash, status, body FROM answers WHERE org_id = $1 AND actor = $2 AND key = $3",
      id,
    );
    if (stored !== null) {
      if (stored.request_hash.equals(hash)) {
        return { status: stored.status, body: JSON.parse(stored.body) as unknown, replayed: true };
      }
      throw new Refusal("key_reused", "This Idempotency-Key was used for another request: make a new one.");
    }
    const answer = await work(sql);
    await sql.rows(
      "INSERT INTO answers (org_id, actor, key, request_hash, status, body) VALUES ($1, $2, $3, $4, $5, $6)",
      [...id, hash, answer.status, JSON.stringify(answer.body)],
    );
    return { ...answer, replayed: false };
  });
