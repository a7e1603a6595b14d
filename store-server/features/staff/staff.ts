/** People: who works here and in which role. Their credentials are no part of it. Pure. */

import { conflict, type FieldError, invalid, Refusal } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent, StoredRefusal } from "../../kernel/types.ts";

export type UserState = BaseState & {
  name: string;
  /** One that came with the box, or the id of one of the store's own. */
  role: string;
  username: string | null;
  active: boolean;
};

/** What a person can sign in with. */
export type Ways = { password: boolean; pin: boolean };
/** Set, taken away, or left as it is. */
export type CredentialChange = { password?: "set" | "clear"; pin?: "set" | "clear" };

export type StaffFacts = {
  /** Another active person has the username. */
  usernameTaken: boolean;
  /** Another person has the PIN. */
  pinTaken: boolean;
  activeOwners: number;
};

export type NewUser = { id: string; name: string; role: string; username: string | null };
export type UserFields = Partial<Omit<NewUser, "id">> & { active?: boolean };

type Folds = Record<string, (state: UserState, data: Record<string, unknown>) => UserState>;
const folds: Folds = {
  UserAdded: (state, data) => ({ ...state, ...(data as Omit<NewUser, "id">), active: true }),
  UserChanged: (state, data) => ({ ...state, ...(data as UserFields) }),
  UserDeactivated: (state) => ({ ...state, active: false }),
  UserReactivated: (state) => ({ ...state, active: true }),
  // That a PIN or a password changed is history; what it is never gets here.
  CredentialsChanged: (state) => state,
};

export const evolveUser = (state: UserState | undefined, event: StoredEvent): UserState => {
  const fold = folds[event.type];
  if (!fold) throw new Error(`a user knows no ${event.type}`);
  const empty = { name: "", role: "waiter", username: null, active: false, createdAt: event.at } as const;
  const before = state ?? { ...empty, id: event.id, version: 0, updatedAt: event.at };
  return { ...fold(before, event.data), version: event.seq, updatedAt: event.at };
};

const event = (id: string, type: string, data: Record<string, unknown> = {}): EventDraft => ({
  entity: "user",
  id,
  type,
  data,
});

/** Who may touch an owner, or make one. */
export const permissionFor = (...roles: (string | undefined)[]): string =>
  roles.includes("owner") ? "staff.manage-owner" : "staff.manage";

export const decideRegister = (
  existing: UserState | undefined,
  facts: StaffFacts,
  user: NewUser,
): EventDraft[] => {
  if (existing) throw conflict("There is somebody with this id already.", existing);
  checkUsername(facts);
  checkPin(facts);
  const { id, name, role, username } = user;
  return [event(id, "UserAdded", { name, role, username })];
};

const checkUsername = (facts: StaffFacts): void => {
  if (facts.usernameTaken) throw taken("username", "Somebody has this username already. Choose another one.");
};
/** Says that somebody signs in by this PIN, so it comes last: whoever hears nothing of it has written something. */
const checkPin = (facts: StaffFacts): void => {
  if (facts.pinTaken) throw taken("pin", "This PIN cannot be used. Choose another one.");
};
const taken = (path: string, message: string): Refusal =>
  new Refusal("conflict", message, { errors: [{ path, message }] });

/** Whether a refusal gave away that somebody has the PIN that was asked for. */
export const isPinTaken = ({ code, details }: StoredRefusal): boolean =>
  code === "conflict" &&
  ((details.errors as FieldError[] | undefined)?.some(({ path }) => path === "pin") ?? false);

export const decideChange = (
  state: UserState,
  facts: StaffFacts,
  fields: UserFields,
  credentials: CredentialChange,
  waysBefore: Ways,
): EventDraft[] => {
  if (!state.active && fields.active === undefined)
    throw conflict("This person does not work here any more. Bring them back with active: true.", state);
  checkUsername(facts);
  const after: UserState = { ...state, ...fields };
  checkOwnerStays(state, after, facts);
  const changes = changedFields(state, fields);
  const changed = Object.keys(changes).length > 0 ? [event(state.id, "UserChanged", changes)] : [];
  if (!after.active) return [...changed, ...(state.active ? [event(state.id, "UserDeactivated")] : [])];
  checkWays(after, waysAfter(state.active ? waysBefore : noWays, credentials));
  checkPin(facts);
  const kinds = Object.keys(credentials).sort();
  return [
    ...(state.active ? [] : [event(state.id, "UserReactivated")]),
    ...changed,
    ...(kinds.length > 0 ? [event(state.id, "CredentialsChanged", { kinds })] : []),
  ];
};
const noWays: Ways = { password: false, pin: false };

export const decideDeactivate = (state: UserState, facts: StaffFacts): EventDraft[] =>
  decideChange(state, facts, { active: false }, {}, noWays);

const changedFields = (state: UserState, { name, role, username }: UserFields): Record<string, unknown> => ({
  ...(name !== undefined && name !== state.name ? { name } : {}),
  ...(role !== undefined && role !== state.role ? { role } : {}),
  ...(username !== undefined && username !== state.username ? { username } : {}),
});

/** A store without an owner could never get one again. */
const checkOwnerStays = (before: UserState, after: UserState, { activeOwners }: StaffFacts): void => {
  const leaves = before.active && before.role === "owner" && !(after.active && after.role === "owner");
  if (leaves && activeOwners <= 1)
    throw conflict("This is the last owner. Make somebody else an owner first.", before);
};

const waysAfter = (before: Ways, change: CredentialChange): Ways => ({
  password: change.password === undefined ? before.password : change.password === "set",
  pin: change.pin === undefined ? before.pin : change.pin === "set",
});

const checkWays = (after: UserState, ways: Ways): void => {
  if ((after.username !== null) !== ways.password)
    throw invalid("password", "username and password go together");
  if (!ways.pin && !ways.password) throw invalid("pin", "give a pin or a username and password");
};
