/**
 * How a store comes to the hub and how it opens a new epoch. A code from a manager (see enrolment-codes.ts) gives a box its token;
 * only the hash of the token is kept, and a newer token ends the older. A restored box opens the next epoch here, and from then on
 * its older self is refused. Where the new epoch leaves the old one must be an entry that the hub holds, so that no
 * part of the history is ever skipped.
 */

import { genesisHash } from "@tillbox/shared/protocol/journal.ts";
import type { EnrolInput, Enrolled, OpenEpochInput } from "@tillbox/shared/protocol/replication.ts";
import { conflict, invalid, Refusal } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import type { Database, Sql } from "./database.ts";
import { knownStore, unknownCode, useCode } from "./enrolment-codes.ts";
import { lockStore, type Sender } from "./ingest.ts";
import type { Watermark } from "./ingest-core.ts";
import { findInDirectory } from "./organisations.ts";
import type { StoreKey } from "./projections.ts";
import { directoryKey, newStoreToken, readStoreToken, sha256 } from "./tokens.ts";

const MAX_EPOCH = 1_000_000;
const MAX_KNOWN_TOKENS = 10_000;

export type EnrolRequest = z.infer<typeof EnrolInput>;
type Fork = { epoch: number; fromSeq?: number | undefined; prevHash?: string | undefined };

/** Enrols a store with a code; `secret` is the box's, null where it brought none. Throws Refusal. */
export const enrol = async (
  database: Database,
  input: EnrolRequest,
  secret: string | null,
  demo: boolean,
): Promise<z.infer<typeof Enrolled>> => {
  checkEpoch(input);
  if (!/^[A-Za-z0-9._:-]{1,64}$/.test(input.storeId)) throw invalid("storeId", "is no id");
  const key = directoryKey("code", input.code);
  const orgId = await findInDirectory(database, key);
  if (orgId === null) throw unknownCode();
  return database.tenant(orgId, async (sql) => {
    const use = { key, storeId: input.storeId, secret };
    const { organisation, storeName, mayReplace } = await useCode(sql, orgId, use, demo);
    const token = newStoreToken(orgId, input.storeId);
    const store = { orgId, storeId: input.storeId };
    const watermark = await joinStore(
      sql,
      store,
      { ...input, storeName: storeName ?? input.storeName },
      { tokenHash: sha256(token), mayReplace },
    );
    return { token, organisation, ackedSeq: watermark.ackedSeq, epoch: watermark.epoch };
  });
};

function checkEpoch({ epoch, fromSeq, prevHash }: Fork): void {
  if (epoch < 1 || epoch > MAX_EPOCH) throw invalid("epoch", "is no epoch");
  if ((fromSeq === undefined) !== (prevHash === undefined))
    throw invalid("fromSeq", "goes together with prevHash");
}

const joinStore = async (
  sql: Sql,
  store: StoreKey,
  input: EnrolRequest,
  { tokenHash, mayReplace }: { tokenHash: Buffer; mayReplace: boolean },
): Promise<Watermark> => {
  const first = { epoch: 1, openedEpoch: input.epoch, ackedSeq: 0, headHash: genesisHash };
  const inserted = await sql.row(
    `INSERT INTO stores (org_id, id, name, currency, time_zone, token_hash, epoch, opened_epoch, acked_seq, head_hash)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING id`,
    [
      store.orgId,
      store.storeId,
      input.storeName,
      input.currency,
      input.timeZone,
      tokenHash,
      first.epoch,
      first.openedEpoch,
      first.ackedSeq,
      Buffer.from(first.headHash, "hex"),
    ],
  );
  if (inserted !== null) return first;
  if (!mayReplace) throw knownStore();
  const known = await lockStore(sql, store);
  if (known === null) throw new Error("a store that is there cannot be read");
  const next = await epochAfter(sql, store, known.watermark, input);
  await sql.rows(
    `UPDATE stores SET name = $3, currency = $4, time_zone = $5, token_hash = $6, version = version + 1, updated_at = now()
      WHERE org_id = $1 AND id = $2`,
    [store.orgId, store.storeId, input.storeName, input.currency, input.timeZone, tokenHash],
  );
  await saveEpoch(sql, store, next);
  return next;
};

/** Opens the next epoch of a store that keeps its token. Throws Refusal. */
export const openEpoch = async (
  database: Database,
  sender: Sender,
  input: OpenEpochInput,
): Promise<Watermark> => {
  checkEpoch(input);
  return database.tenant(sender.orgId, async (sql) => {
    const known = await lockStore(sql, sender);
    if (known === null || !known.tokenHash.equals(sender.tokenHash)) throw unknownToken();
    const next = await epochAfter(sql, sender, known.watermark, input);
    await saveEpoch(sql, sender, next);
    return next;
  });
};

/** The watermark with `fork.epoch` open. The same epoch again changes nothing. */
const epochAfter = async (sql: Sql, store: StoreKey, now: Watermark, fork: Fork): Promise<Watermark> => {
  if (fork.epoch < now.epoch) {
    throw conflict(`The store is in epoch ${now.epoch}, this box in ${fork.epoch}: another box took over.`, {
      epoch: now.epoch,
    });
  }
  if (fork.epoch === now.epoch) return now;
  const { fromSeq = now.ackedSeq + 1, prevHash = now.headHash } = fork;
  const atHead = prevHash === now.headHash && (fromSeq === 1 || fromSeq === now.ackedSeq + 1);
  if (!atHead && !(await holds(sql, store, now.epoch, fromSeq - 1, prevHash))) {
    const { epoch, ackedSeq } = now;
    throw conflict(
      `The hub does not hold the entry before ${fromSeq}: send epoch ${epoch} to its end first.`,
      {
        epoch,
        ackedSeq,
      },
    );
  }
  return { epoch: fork.epoch, openedEpoch: fork.epoch, ackedSeq: fromSeq - 1, headHash: prevHash };
};

const holds = async (
  sql: Sql,
  { orgId, storeId }: StoreKey,
  epoch: number,
  seq: number,
  hash: string,
): Promise<boolean> => {
  if (seq === 0) return hash === genesisHash;
  const row = await sql.row(
    `SELECT true AS found FROM journal
      WHERE org_id = $1 AND store_id = $2 AND epoch <= $3 AND seq = $4 AND hash = $5 LIMIT 1`,
    [orgId, storeId, epoch, seq, Buffer.from(hash, "hex")],
  );
  return row !== null;
};

const saveEpoch = (sql: Sql, { orgId, storeId }: StoreKey, to: Watermark): Promise<unknown> =>
  sql.rows(
    "UPDATE stores SET epoch = $3, opened_epoch = $4, acked_seq = $5, head_hash = $6 WHERE org_id = $1 AND id = $2",
    [orgId, storeId, to.epoch, to.openedEpoch, to.ackedSeq, Buffer.from(to.headHash, "hex")],
  );

const unknownToken = (): Refusal =>
  new Refusal("unauthorized", "This store's token is not valid: enrol the store again with a new code.");

export type StoreAuthentication = (token: string) => Promise<Sender>;

/**
 * Whose token a request shows, before its body is looked at. Throws Refusal `unauthorized`. A token that was good is
 * remembered: whatever a store does compares its hash again with the row that it locks, so one that was replaced
 * meanwhile opens nothing.
 */
export const openStoreAuthentication = (database: Database): StoreAuthentication => {
  const known = new Map<string, Sender>();
  return async (token) => {
    const claimed = readStoreToken(token);
    if (claimed === null) throw unknownToken();
    const { orgId, storeId, hash } = claimed;
    const remembered = known.get(`${orgId}/${storeId}`);
    if (remembered?.tokenHash.equals(hash)) return remembered;
    const row = await database.tenant(orgId, (sql) =>
      sql.row<{ token_hash: Buffer }>("SELECT token_hash FROM stores WHERE org_id = $1 AND id = $2", [
        orgId,
        storeId,
      ]),
    );
    if (!row?.token_hash.equals(hash)) throw unknownToken();
    if (known.size >= MAX_KNOWN_TOKENS) known.clear();
    const sender = { orgId, storeId, tokenHash: hash };
    known.set(`${orgId}/${storeId}`, sender);
    return sender;
  };
};
