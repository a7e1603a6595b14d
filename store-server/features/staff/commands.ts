/**
 * Commands about people. Secrets are hashed before they get here (`prepareSecrets`), outside of the writer's queue; the hashes are
 * written alongside the events, in the same savepoint, and never into the journal.
 */
import { createHmac } from "node:crypto";
import { invalid, notFound } from "@tillbox/shared/refusal.ts";
import type { Database } from "better-sqlite3";
import type { SecretHasher } from "../../http/secret-hash.ts";
import { withdrawApprovals } from "../../kernel/approvals.ts";
import type { Command, Context, Reads } from "../../kernel/types.ts";
import { mayHandOut, roleState } from "../role/rows.ts";
import { endSessionsOfUser } from "../session/rows.ts";
import {
  countActiveOwners,
  dropCredentials,
  findByPin,
  findCredentials,
  userIdOf,
  users,
  waysOf,
  writeCredentials,
} from "./rows.ts";
import {
  type CredentialChange,
  decideChange,
  decideDeactivate,
  decideRegister,
  type NewUser,
  permissionFor,
  type StaffFacts,
  type UserFields,
  type UserState,
} from "./staff.ts";

/** Hashes that replace what is stored; null takes it away; absent leaves it. */
export type SecretRows = {
  password?: { hash: string } | null;
  pin?: { hash: string; lookup: string } | null;
  demo: boolean;
};
export type PlainSecrets = { password?: string | null | undefined; pin?: string | null | undefined };

export type SecretOptions = {
  hasher: SecretHasher;
  /** Key of the box, so that a stolen database does not give the PINs away. */
  pinKey: Uint8Array;
  demo: boolean;
};

/** Passwords that everybody can read in the documentation. */
const demoPasswords = new Set(
  ["owner", "manager", "waiter", "cashier", "cook"].map((role) => `demo-${role}`),
);

/** The keyed hash by which a PIN is found without trying it on everybody. */
export const pinLookup = (pinKey: Uint8Array, pin: string): string =>
  createHmac("sha256", pinKey).update(`pin ${pin}`).digest("base64url");

/** Hashes what is given. Slow by design; throws `unavailable` when too much is being hashed. */
export const prepareSecrets = async (plain: PlainSecrets, options: SecretOptions): Promise<SecretRows> => {
  const { hasher, pinKey, demo } = options;
  const { password, pin } = plain;
  if (!demo && typeof password === "string" && demoPasswords.has(password))
    throw invalid("password", "is the password of a demo. Choose another one");
  const rows: SecretRows = { demo };
  if (password === null) rows.password = null;
  if (pin === null) rows.pin = null;
  if (typeof password !== "string" && typeof pin !== "string") return rows;
  return hasher.inTurn(async ({ hash }) => {
    if (typeof password === "string") rows.password = { hash: await hash(password) };
    if (typeof pin === "string") rows.pin = { hash: await hash(pin), lookup: pinLookup(pinKey, pin) };
    return rows;
  });
};

const factsOf = (
  { db }: Reads,
  userId: string,
  username: string | null | undefined,
  secrets: SecretRows,
): StaffFacts => {
  const named = typeof username === "string" ? userIdOf(db, username) : undefined;
  const holder = secrets.pin ? findByPin(db, secrets.pin.lookup)?.user_id : undefined;
  return {
    usernameTaken: named !== undefined && named !== userId,
    pinTaken: holder !== undefined && holder !== userId,
    activeOwners: countActiveOwners(db),
  };
};

const storeSecrets = (db: Database, userId: string, secrets: SecretRows, at: string): void => {
  const known = findCredentials(db, userId);
  // What a demo left behind does not become good by changing its other half.
  const before = known?.demo === 1 && !secrets.demo ? undefined : known;
  const { password, pin } = secrets;
  const row = {
    user_id: userId,
    password_hash: password === undefined ? (before?.password_hash ?? null) : (password?.hash ?? null),
    pin_lookup: pin === undefined ? (before?.pin_lookup ?? null) : (pin?.lookup ?? null),
    pin_hash: pin === undefined ? (before?.pin_hash ?? null) : (pin?.hash ?? null),
    demo: secrets.demo ? 1 : 0,
  };
  writeCredentials(db, row, at);
};

const existing = (reads: Reads, id: string): UserState => {
  const user = reads.get(users, id);
  if (!user) throw notFound("person", id);
  return user;
};
const answer = (id: string) => ({ entity: "user", id });

export type RegisterUser = NewUser & { secrets: SecretRows };
export const registerUser: Command<RegisterUser> = {
  name: "user.register",
  permission: ({ role }) => permissionFor(role),
  decide: (input, { reads, at, actor }) => {
    mayHandOut(reads, actor, input.role);
    const facts = factsOf(reads, input.id, input.username, input.secrets);
    return {
      events: decideRegister(reads.get(users, input.id), facts, input),
      answer: answer(input.id),
      alongside: (db) => storeSecrets(db, input.id, input.secrets, at),
    };
  },
};

export type ChangeUser = { id: string; fields: UserFields; secrets: SecretRows };
const credentialChange = ({ password, pin }: SecretRows): CredentialChange => ({
  ...(password === undefined ? {} : { password: password === null ? "clear" : "set" }),
  ...(pin === undefined ? {} : { pin: pin === null ? "clear" : "set" }),
});

export const changeUser: Command<ChangeUser> = {
  name: "user.change",
  permission: ({ id, fields }, { reads }) => permissionFor(reads.get(users, id)?.role, fields.role),
  target: ({ id }) => answer(id),
  decide: ({ id, fields, secrets }, context) => {
    const { reads } = context;
    const state = existing(reads, id);
    if (fields.role !== undefined && fields.role !== state.role)
      mayHandOut(reads, context.actor, fields.role);
    if (takes(state, fields, secrets)) mayTake(context, state);
    const facts = factsOf(reads, id, fields.username ?? usernameOnReturn(state, fields), secrets);
    const change = credentialChange(secrets);
    const events = decideChange(state, facts, fields, change, waysOf(reads.db, id));
    const touched = Object.keys(change).length > 0;
    return {
      events,
      answer: answer(id),
      alongside: (db) => settle(db, context, state, fields, secrets, touched),
    };
  },
};

/** A role, a way to sign in: who gives somebody a PIN knows it, and could be them. */
const takes = (state: UserState, fields: UserFields, { password, pin }: SecretRows): boolean =>
  (fields.role !== undefined && fields.role !== state.role) ||
  (fields.active !== undefined && fields.active !== state.active) ||
  (fields.username !== undefined && fields.username !== state.username) ||
  password !== undefined ||
  pin !== undefined;

/** Nobody takes what they could not give. A role that is gone lets nobody do anything. */
const mayTake = ({ reads, actor }: Context, { role }: UserState): void => {
  if (roleState(reads, role)) mayHandOut(reads, actor, role);
};

/** Somebody who comes back brings the old username, which another may have by now. */
const usernameOnReturn = (state: UserState, fields: UserFields): string | null =>
  fields.active === true && !state.active && fields.username === undefined ? state.username : null;

const settle = (
  db: Database,
  { at }: Context,
  state: UserState,
  fields: UserFields,
  secrets: SecretRows,
  touched: boolean,
): void => {
  // What somebody approved counts as long as nothing changed about them.
  withdrawApprovals(db, state.id);
  if (fields.active === false) {
    dropCredentials(db, state.id);
    endSessionsOfUser(db, state.id, "deactivated", at);
  } else if (touched) {
    storeSecrets(db, state.id, secrets, at);
    endSessionsOfUser(db, state.id, "credentials", at);
  }
};

export const deactivateUser: Command<{ id: string }> = {
  name: "user.deactivate",
  permission: ({ id }, { reads }) => permissionFor(reads.get(users, id)?.role),
  target: ({ id }) => answer(id),
  decide: ({ id }, context) => {
    const state = existing(context.reads, id);
    mayTake(context, state);
    const facts = factsOf(context.reads, id, null, { demo: false });
    return {
      events: decideDeactivate(state, facts),
      answer: () => "null",
      alongside: (db) => settle(db, context, state, { active: false }, { demo: false }, false),
    };
  },
};
