import type { User } from "@tillbox/shared/contract/staff.ts";
import { describe, expect, test } from "vitest";
import { changeOf, draftOf, errorsOf, isComplete } from "./person-draft.ts";

const at = "2026-11-20T10:00:00.000Z";
const waiter: User = {
  id: "w1",
  name: "Waiter 1",
  role: "waiter",
  username: "w1",
  active: true,
  version: 3,
  createdAt: at,
  updatedAt: at,
};

describe("a person who is edited", () => {
  test("keeps the PIN and the password that nobody typed", () => {
    expect(changeOf({ ...draftOf(waiter, ""), name: "Waiter 2 " }, waiter)).toEqual({ name: "Waiter 2" });
  });

  test("loses the password with an emptied username", () => {
    expect(changeOf({ ...draftOf(waiter, ""), username: "" }, waiter)).toEqual({ username: null });
  });

  test("who comes back needs a new way to sign in", () => {
    const gone = { ...waiter, active: false, username: null };
    expect(isComplete(draftOf(gone, ""), gone)).toBe(false);
    const draft = { ...draftOf(gone, ""), pin: "4545" };
    expect(isComplete(draft, gone)).toBe(true);
    expect(changeOf(draft, gone)).toEqual({ pin: "4545", active: true });
  });
});

describe("somebody new", () => {
  test("has a name, a role and a way to sign in", () => {
    const empty = draftOf(null, "waiter");
    expect(isComplete({ ...empty, name: "Waiter 4" }, null)).toBe(false);
    const draft = { ...empty, name: "Waiter 4", pin: "4545" };
    expect(isComplete(draft, null)).toBe(true);
    expect(changeOf(draft, null)).toEqual({ name: "Waiter 4", role: "waiter", pin: "4545" });
  });

  test("is told at the field what is wrong with it", () => {
    const draft = { ...draftOf(null, "waiter"), pin: "12", username: "a b", password: "short" };
    expect(Object.keys(errorsOf(draft, null)).sort()).toEqual(["password", "pin", "username"]);
    expect(errorsOf({ ...draftOf(null, "waiter"), username: "w4" }, null)).toHaveProperty("password");
  });
});
