/**
 * Codes with which stores come to the hub. A code is used once, within a day, by one box. An answer can be lost, so that box may use it
 * again, and proves with the secret that it brought the first time that it is the same: the store's id is known to the whole local network.
 * A code lets in a store that is not here yet, unless it names the one that it may replace; so no code for one store takes over another.
 */
import type { EnrolmentCode } from "@tillbox/shared/contract/hub.ts";
import { invalid, type Refusal } from "@tillbox/shared/refusal.ts";
import type { Sql } from "./database.ts";
import { directoryKey, newEnrolmentCode, sha256 } from "./tokens.ts";

const CODE_HOURS = 24;

type NewCode = {
  storeName: string | null;
  /** The store that it may replace. */
  storeId?: string | undefined;
  code?: string;
  reusable?: boolean;
};

/** A code that enrols one store within a day; a reusable one, of a demo, enrols any and never ends. Throws Refusal. */
export const addEnrolmentCode = async (
  sql: Sql,
  orgId: string,
  { storeName, storeId, code = newEnrolmentCode(), reusable = false }: NewCode,
): Promise<EnrolmentCode> => {
  if (storeId !== undefined && !(await isKnown(sql, orgId, storeId)))
    throw invalid("storeId", `there is no store ${storeId}`);
  const key = directoryKey("code", code);
  await sql.rows("INSERT INTO directory (key, org_id) VALUES ($1, $2) ON CONFLICT DO NOTHING", [key, orgId]);
  const row = await sql.row<{ expires_at: string }>(
    `INSERT INTO enrolment_codes (org_id, code_key, store_name, reusable, replaces, expires_at)
     VALUES ($1, $2, $3, $4, $5, CASE WHEN $4 THEN NULL ELSE now() + ${CODE_HOURS} * interval '1 hour' END)
     ON CONFLICT (org_id, code_key) DO UPDATE SET reusable = excluded.reusable RETURNING expires_at`,
    [orgId, key, storeName, reusable, storeId ?? null],
  );
  return { code, storeName: storeName ?? "", expiresAt: row?.expires_at ?? "" };
};

const isKnown = async (sql: Sql, orgId: string, storeId: string): Promise<boolean> =>
  (await sql.row("SELECT true AS found FROM stores WHERE org_id = $1 AND id = $2", [orgId, storeId])) !==
  null;

export const unknownCode = (): Refusal =>
  invalid("code", "is not known, was used or is older than a day: ask for a new enrolment code");

/** What to do for whoever brings a good code for a store that is here already. */
export const knownStore = (): Refusal =>
  invalid(
    "code",
    "is for a new store, and the hub knows this one: ask for a code that names this store, in place of its box",
  );

type Code = {
  name: string;
  demo: boolean;
  store_name: string | null;
  reusable: boolean;
  used_by: string | null;
  replaces: string | null;
  secret_hash: Buffer | null;
};
export type UsedCode = {
  organisation: string;
  storeName: string | null;
  /** Whether the store may be here already. */
  mayReplace: boolean;
};
/** `secret` is null for a box of before there were any: its code serves once, whatever became of the answer. */
export type CodeUse = { key: string; storeId: string; secret: string | null };

/** Uses a code, inside the transaction that enrols the store. Throws Refusal. */
export const useCode = async (
  sql: Sql,
  orgId: string,
  { key, storeId, secret }: CodeUse,
  demo: boolean,
): Promise<UsedCode> => {
  const row = await sql.row<Code>(
    `SELECT organisations.name, demo, store_name, reusable, used_by, replaces, secret_hash
       FROM enrolment_codes JOIN organisations USING (org_id)
      WHERE org_id = $1 AND code_key = $2 AND (reusable OR expires_at > now()) FOR UPDATE OF enrolment_codes`,
    [orgId, key],
  );
  if (row === null || (row.demo && !demo)) throw unknownCode();
  const hash = secret === null ? null : sha256(secret);
  const again = row.used_by === storeId && hash !== null && row.secret_hash?.equals(hash) === true;
  if (row.used_by !== null && !again && !row.reusable) throw unknownCode();
  if (row.replaces !== null && row.replaces !== storeId)
    throw invalid("code", "is for another store: ask for a new enrolment code");
  await sql.rows(
    "UPDATE enrolment_codes SET used_by = $3, used_at = now(), secret_hash = $4 WHERE org_id = $1 AND code_key = $2",
    [orgId, key, storeId, hash],
  );
  const mayReplace = row.reusable || again || row.replaces !== null;
  return { organisation: row.name, storeName: row.store_name, mayReplace };
};
