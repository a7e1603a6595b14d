/**
 * The vault of personal data. What identifies a person stands in events, rows, stored answers and jobs only as a sealed text,
 * encrypted with a key of that person; the keys are an operational table, wrapped by a secret of this box, never in the journal and
 * never replicated. A sealed text is opened where it leaves the box (an answer, a live frame, a ticket) and nowhere else, so no cache,
 * replay or row holds an open one. Erasing a person deletes their key: every copy of every text reads as erased from then on, while
 * the journal, its chain and what is rebuilt from it stay the same, byte for byte.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import type { Database } from "better-sqlite3";
import { query } from "./database.ts";
import { keepMeta, peekMeta } from "./identity.ts";

type Key = { wrapped: Buffer; key: Buffer };
type Vault = {
  master: Buffer;
  keys: Map<string, Key>;
  erasures: number;
  /** A key was deleted, and the write-ahead log may still hold it. */
  lingers: boolean;
};

const cipher = "aes-256-gcm";
const nonceBytes = 12;
const tagBytes = 16;
const maxKeys = 2000;
const prefix = "sealed:v1:";
const sealedText = /^sealed:v1:([A-Za-z0-9._:-]{1,64}):([A-Za-z0-9_-]+)$/;
const sealedStrings = /"sealed:v1:[A-Za-z0-9._:-]{1,64}:[A-Za-z0-9_-]+"/g;

const readKey = query<[string], { wrapped: Buffer }>("SELECT wrapped FROM personal_keys WHERE person = ?");
const writeKey = query<[string, Buffer]>(
  "INSERT INTO personal_keys (person, wrapped) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET wrapped = excluded.wrapped",
);
const deleteKey = query<[string]>("DELETE FROM personal_keys WHERE person = ?");

const vaults = new WeakMap<Database, Vault>();

/**
 * Gives a database its vault. `secret` null: a secret that lives as long as this process, for tests. Answers false where the keys
 * were wrapped by another secret than this one: what was sealed before then reads as erased until the right one is back.
 */
export const openVault = (db: Database, secret: string | null): boolean => {
  const master = masterOf(secret ?? randomBytes(32));
  vaults.set(db, { master, keys: new Map(), erasures: 0, lingers: false });
  if (secret === null) return true;
  const mark = markOf(master);
  return keepMeta(db, markName, mark) === mark;
};

const markName = "personal_secret_mark";
const masterOf = (secret: string | Buffer): Buffer =>
  Buffer.from(hkdfSync("sha256", secret, "", "tillbox personal keys", 32));
const markOf = (master: Buffer): string => createHmac("sha256", master).update("mark").digest("base64url");

/** Whether this secret opens what is sealed in a database that is only read; `secret` null: there is none. */
export const opensPersonal = (db: Database, secret: string | null): boolean => {
  const mark = peekMeta(db, markName);
  return mark === null || (secret !== null && markOf(masterOf(secret)) === mark);
};

const encrypt = (key: Buffer, plain: Buffer | string, person: string): Buffer => {
  const nonce = randomBytes(nonceBytes);
  const made = createCipheriv(cipher, key, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(person));
  const body = typeof plain === "string" ? made.update(plain, "utf8") : made.update(plain);
  return Buffer.concat([nonce, body, made.final(), made.getAuthTag()]);
};

/** Null where the bytes were not made with this key for this person. */
const decrypt = (key: Buffer, bytes: Buffer, person: string): Buffer | null => {
  if (bytes.length < nonceBytes + tagBytes) return null;
  const end = bytes.length - tagBytes;
  const made = createDecipheriv(cipher, key, bytes.subarray(0, nonceBytes), { authTagLength: tagBytes });
  made.setAAD(Buffer.from(person)).setAuthTag(bytes.subarray(end));
  try {
    return Buffer.concat([made.update(bytes.subarray(nonceBytes, end)), made.final()]);
  } catch {
    return null;
  }
};

const remember = (vault: Vault, person: string, known: Key): Buffer => {
  vault.keys.set(person, known);
  const oldest = vault.keys.size > maxKeys ? vault.keys.keys().next().value : undefined;
  if (oldest !== undefined) vault.keys.delete(oldest);
  return known.key;
};

/** The table decides, memory only spares the unwrapping: so a key that a rollback took back is not known either. */
const keyOf = (db: Database, vault: Vault, person: string): Buffer | null => {
  const row = readKey.get(db, person);
  if (!row) return null;
  const known = vault.keys.get(person);
  if (known?.wrapped.equals(row.wrapped)) return known.key;
  const key = decrypt(vault.master, row.wrapped, person);
  return key && remember(vault, person, { wrapped: row.wrapped, key });
};

const makeKey = (db: Database, vault: Vault, person: string): Buffer => {
  const key = randomBytes(32);
  const wrapped = encrypt(vault.master, key, person);
  writeKey.run(db, person, wrapped);
  return remember(vault, person, { wrapped, key });
};

/** Everybody about whom there is a sealed text in JSON text. */
export const peopleIn = (json: string): string[] => [
  ...new Set(json.match(sealedStrings)?.flatMap((found) => sealedText.exec(found.slice(1, -1))?.[1] ?? [])),
];

export const isSealed = (text: string): boolean => sealedText.test(text);

/**
 * Encrypts a text for a person (the id of a customer, or of the order whose guest it is). Only within a command or an operation:
 * the person's first text makes their key. The nonce is a fact that the event keeps.
 */
export const seal = (db: Database, person: string, text: string): string => {
  const vault = vaults.get(db);
  if (!vault) throw new Error("personal data can only be sealed on the database of an open kernel");
  const key = keyOf(db, vault, person) ?? makeKey(db, vault, person);
  return `${prefix}${person}:${encrypt(key, text, person).toString("base64url")}`;
};

/** The same for what may not be there. */
export const sealMaybe = <T extends string | null | undefined>(
  db: Database,
  person: string,
  text: T,
): string | Exclude<T, string> =>
  typeof text === "string" ? seal(db, person, text) : (text as Exclude<T, string>);

/** The text; null when its person was erased. What was never sealed (older events) is given back as it is. */
export const unseal = (db: Database, text: string): string | null => {
  const parts = sealedText.exec(text);
  if (!parts) return text;
  const [, person = "", body = ""] = parts;
  const vault = vaults.get(db);
  const key = vault ? keyOf(db, vault, person) : null;
  return key ? (decrypt(key, Buffer.from(body, "base64url"), person)?.toString("utf8") ?? null) : null;
};

/** JSON text with every sealed string in it opened, or null in its place. For what leaves the box. */
export const unsealJson = (db: Database, json: string): string =>
  json.includes(prefix)
    ? json.replace(sealedStrings, (found) => JSON.stringify(unseal(db, found.slice(1, -1))))
    : json;

const beginsSealed = (text: string): boolean => /^\s*sealed:v1:/.test(text);

/** Where something stands that begins like a sealed text, in what somebody typed: it would be opened for them. Null: nowhere. */
export const pathOfSealed = (value: unknown): string[] | null => {
  if (typeof value === "string") return beginsSealed(value) ? [] : null;
  if (typeof value !== "object" || value === null) return null;
  for (const [key, part] of Object.entries(value)) {
    if (beginsSealed(key)) return [];
    const inner = pathOfSealed(part);
    if (inner) return [key, ...inner];
  }
  return null;
};

/** The same value with every such text written so that nothing opens it. */
export const defused = (value: unknown): unknown => {
  if (typeof value === "string") return beginsSealed(value) ? value.replaceAll(prefix, "sealed v1 ") : value;
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(defused);
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [String(defused(key)), defused(part)]),
  );
};

/** Deletes a person's key, overwriting it in the file. In the command that journals the erasure; true when there was one. */
export const erasePerson = (db: Database, person: string): boolean => {
  const vault = vaults.get(db);
  if (!vault) throw new Error("a person can only be erased on the database of an open kernel");
  db.pragma("secure_delete = ON");
  const erased = deleteKey.run(db, person) > 0;
  db.pragma("secure_delete = OFF");
  vault.keys.delete(person);
  vault.erasures += 1;
  vault.lingers ||= erased;
  return erased;
};

/** Rises with every erasure: what was opened before and kept in memory is to be opened again. */
export const erasures = (db: Database): number => vaults.get(db)?.erasures ?? 0;

/** After a commit: takes the pages that held an erased key out of the write-ahead log, again until no reader is in the way. */
export const settleErasures = (db: Database): void => {
  const vault = vaults.get(db);
  if (!vault?.lingers) return;
  const patience_ms = Number(db.pragma("busy_timeout", { simple: true }));
  db.pragma("busy_timeout = 0");
  const [result] = db.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
  db.pragma(`busy_timeout = ${patience_ms}`);
  vault.lingers = result?.busy === 1;
};
