import { Refusal } from "@tillbox/shared/refusal.ts";
import { describe, expect, test } from "vitest";
import type { StoredEvent } from "../../kernel/types.ts";
import {
  decideChange,
  decideDeactivate,
  decideRegister,
  evolveUser,
  permissionFor,
  type StaffFacts,
  type UserState,
} from "./staff.ts";

const facts = (more: Partial<StaffFacts> = {}): StaffFacts => ({
  usernameTaken: false,
  pinTaken: false,
  activeOwners: 2,
  ...more,
});
const user = (more: Partial<UserState> = {}): UserState => ({
  id: "u1",
  version: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
  name: "Ann",
  role: "waiter",
  username: "ann",
  active: true,
  ...more,
});
const both = { password: true, pin: true };
const pinOnly = { password: false, pin: true };
const types = (events: { type: string }[]): string[] => events.map((event) => event.type);
const codeOf = (work: () => unknown): string => {
  try {
    work();
  } catch (error) {
    return error instanceof Refusal ? error.code : String(error);
  }
  return "done";
};
const fold = (
  events: { type: string; data: Record<string, unknown> }[],
  from?: UserState,
): UserState | undefined =>
  events.reduce<UserState | undefined>(
    (state, { type, data }, index) =>
      evolveUser(state, {
        id: "u1",
        seq: index + 5,
        at: "2026-02-02T00:00:00.000Z",
        type,
        data,
      } as unknown as StoredEvent),
    from,
  );

describe("adding a person", () => {
  test("is one event with name, role and username, and no secret", () => {
    const [added] = decideRegister(undefined, facts(), {
      id: "u1",
      name: "Ann",
      role: "cook",
      username: null,
    });
    expect(added).toEqual({
      entity: "user",
      id: "u1",
      type: "UserAdded",
      data: { name: "Ann", role: "cook", username: null },
    });
    expect(fold([added as never])).toMatchObject({
      id: "u1",
      name: "Ann",
      role: "cook",
      active: true,
      version: 5,
    });
  });
  test("contradicts an id, a username or a PIN that is there already", () => {
    const ann = { id: "u1", name: "Ann", role: "cook", username: "ann" } as const;
    expect(codeOf(() => decideRegister(user(), facts(), ann))).toBe("conflict");
    expect(codeOf(() => decideRegister(undefined, facts({ usernameTaken: true }), ann))).toBe("conflict");
    expect(codeOf(() => decideRegister(undefined, facts({ pinTaken: true }), ann))).toBe("conflict");
  });
  test("needs the permission for owners where an owner is made or touched", () => {
    expect(permissionFor("owner")).toBe("staff.manage-owner");
    expect(permissionFor("waiter", "owner")).toBe("staff.manage-owner");
    expect(permissionFor("manager", undefined)).toBe("staff.manage");
  });
});

describe("changing a person", () => {
  test("says only what changed, and that a secret changed without saying it", () => {
    expect(decideChange(user(), facts(), { name: "Ann", role: "cashier" }, {}, both)).toEqual([
      { entity: "user", id: "u1", type: "UserChanged", data: { role: "cashier" } },
    ]);
    expect(decideChange(user(), facts(), {}, { pin: "set", password: "set" }, both)).toEqual([
      { entity: "user", id: "u1", type: "CredentialsChanged", data: { kinds: ["password", "pin"] } },
    ]);
    expect(decideChange(user(), facts(), { name: "Ann" }, {}, both)).toEqual([]);
  });
  test("leaves everybody a way to sign in, with username and password together", () => {
    expect(codeOf(() => decideChange(user(), facts(), { username: null }, {}, both))).toBe("invalid");
    expect(codeOf(() => decideChange(user(), facts(), { username: null }, { password: "clear" }, both))).toBe(
      "done",
    );
    expect(
      codeOf(() =>
        decideChange(user(), facts(), { username: null }, { password: "clear", pin: "clear" }, both),
      ),
    ).toBe("invalid");
    expect(
      codeOf(() => decideChange(user({ username: null }), facts(), {}, { password: "set" }, pinOnly)),
    ).toBe("invalid");
    expect(
      codeOf(() =>
        decideChange(user({ username: null }), facts(), { username: "a" }, { password: "set" }, pinOnly),
      ),
    ).toBe("done");
  });
  test("says that somebody has the PIN only where nothing else is wrong", () => {
    const known = facts({ pinTaken: true });
    const give = (fields: object, credentials: object, more: Partial<StaffFacts> = {}) =>
      codeOf(() => decideChange(user(), { ...known, ...more }, fields, credentials, both));
    expect(give({}, { pin: "set" })).toBe("conflict");
    expect(give({ username: null }, { pin: "set" })).toBe("invalid");
    const both409 = () =>
      decideRegister(undefined, facts({ pinTaken: true, usernameTaken: true }), {
        id: "u2",
        name: "Cook 2",
        role: "cook",
        username: "ann",
      });
    expect(both409).toThrow("username");
  });
  test("never takes the last owner away", () => {
    const owner = user({ role: "owner" });
    const last = facts({ activeOwners: 1 });
    expect(codeOf(() => decideChange(owner, last, { role: "manager" }, {}, both))).toBe("conflict");
    expect(codeOf(() => decideDeactivate(owner, last))).toBe("conflict");
    expect(codeOf(() => decideChange(owner, last, { name: "New" }, {}, both))).toBe("done");
    expect(codeOf(() => decideDeactivate(owner, facts()))).toBe("done");
  });
});

describe("somebody who leaves", () => {
  test("stays in the books, once", () => {
    const events = decideDeactivate(user(), facts());
    expect(types(events)).toEqual(["UserDeactivated"]);
    expect(fold(events, user())).toMatchObject({ name: "Ann", active: false });
    expect(decideDeactivate(user({ active: false }), facts())).toEqual([]);
  });
  test("cannot be changed, but comes back with credentials of their own", () => {
    const left = user({ active: false });
    expect(codeOf(() => decideChange(left, facts(), { name: "X" }, {}, both))).toBe("conflict");
    expect(codeOf(() => decideChange(left, facts(), { active: true }, {}, both))).toBe("invalid");
    const events = decideChange(
      left,
      facts(),
      { active: true, role: "cook" },
      { password: "set", pin: "set" },
      pinOnly,
    );
    expect(types(events)).toEqual(["UserReactivated", "UserChanged", "CredentialsChanged"]);
    expect(fold(events, left)).toMatchObject({ active: true, role: "cook", username: "ann" });
  });
});

test("an event that no fold knows is a fault, not a silence", () => {
  expect(() => fold([{ type: "UserVanished", data: {} }])).toThrow("UserVanished");
});
