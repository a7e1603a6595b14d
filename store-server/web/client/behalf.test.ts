import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { describe, expect, test } from "vitest";
import { openBehalf } from "./behalf.ts";
import { openSession } from "./session.ts";

const nothing = { getItem: () => null, setItem: () => undefined, removeItem: () => undefined };
const signedIn = (id: string, ...permissions: string[]): SignedIn =>
  ({
    accessToken: `access ${id}`,
    refreshToken: `refresh ${id}`,
    user: { id, name: id, role: "manager", permissions },
  }) as unknown as SignedIn;

const setUp = () => {
  const session = openSession("pos", nothing, nothing);
  return { session, behalf: openBehalf(session) };
};

describe("sending for somebody else", () => {
  test("may whoever has inbox.manage and is signed in with the box; without it, later; others not", () => {
    const { session, behalf } = setUp();
    expect(behalf.may.value).toBe("no");
    session.signedIn(signedIn("ben", "order.create"));
    expect(behalf.may.value).toBe("no");
    const mira = signedIn("mira", "inbox.manage");
    session.signedInAway(mira.user);
    expect(behalf.may.value).toBe("later");
    session.signedIn(mira);
    expect(behalf.may.value).toBe("now");
  });

  test("covers whom the manager said and nobody else, until the box says no", () => {
    const { session, behalf } = setUp();
    session.signedIn(signedIn("mira", "inbox.manage"));
    behalf.begin("anna");
    behalf.begin("carl");
    expect(["anna", "carl", "ben"].map(behalf.covers)).toEqual([true, true, false]);
    behalf.end("anna");
    expect(["anna", "carl"].map(behalf.covers)).toEqual([false, true]);
  });

  test("ends with the manager's sign-in, and does not come back with the next one of somebody else", () => {
    const { session, behalf } = setUp();
    session.signedIn(signedIn("mira", "inbox.manage"));
    behalf.begin("anna");
    session.signedOut();
    expect(behalf.covers("anna")).toBe(false);
    session.signedIn(signedIn("ben", "inbox.manage"));
    expect(behalf.covers("anna")).toBe(false);
    behalf.begin("carl");
    expect([behalf.covers("anna"), behalf.covers("carl")]).toEqual([false, true]);
  });
});
