/** A person while they are edited, and what of it the box is told. Pure. */
import type { User, UserChange } from "@tillbox/shared/contract/staff.ts";
import { passwordLength, pinForm, usernameForm } from "@tillbox/shared/contract/staff-words.ts";

export type PersonDraft = { name: string; role: string; pin: string; username: string; password: string };

export const draftOf = (person: User | null, role: string): PersonDraft => ({
  name: person?.name ?? "",
  role: person?.role ?? role,
  pin: "",
  // Somebody who left has no password any more, and may come back without one.
  username: (person?.active === true ? person.username : null) ?? "",
  password: "",
});

type Errors = Partial<Record<keyof PersonDraft, string>>;

/** What a person can see before the box says it. Nobody new comes in without a way to sign in. */
export const errorsOf = (draft: PersonDraft, person: User | null): Errors => {
  const { pin, username, password } = draft;
  const errors: Errors = {};
  if (pin !== "" && !pinForm.test(pin)) errors.pin = "Use four to eight digits.";
  if (username !== "" && !usernameForm.test(username))
    errors.username = "Use 2 to 64 letters, digits or . _ @ - and no space.";
  if (password !== "" && password.length < passwordLength)
    errors.password = `Use at least ${passwordLength} characters.`;
  if (username === "" && password !== "") errors.username = "A password needs a username.";
  const hadPassword = person?.active === true && person.username !== null;
  if (username !== "" && password === "" && !hadPassword) errors.password = "A username needs a password.";
  return errors;
};

/** Whether it can be sent: a name, and somebody new (or back) has a way to sign in. */
export const isComplete = (draft: PersonDraft, person: User | null): boolean => {
  const hasWay = draft.pin !== "" || draft.password !== "" || person?.active === true;
  return draft.name.trim() !== "" && hasWay && Object.keys(errorsOf(draft, person)).length === 0;
};

const given = (text: string): text is string => text !== "";

/** Only what was touched; a PIN or a password that nobody typed stays. */
export const changeOf = (draft: PersonDraft, person: User | null): UserChange => {
  const { name, role, pin, username, password } = draft;
  const isNew = person === null;
  return {
    ...(isNew || name.trim() !== person.name ? { name: name.trim() } : {}),
    ...(isNew || role !== person.role ? { role } : {}),
    ...(given(pin) ? { pin } : {}),
    ...(given(username) && username !== person?.username ? { username } : {}),
    ...(given(password) ? { password } : {}),
    ...(!given(username) && person !== null && person.username !== null ? { username: null } : {}),
    ...(person !== null && !person.active ? { active: true } : {}),
  };
};
