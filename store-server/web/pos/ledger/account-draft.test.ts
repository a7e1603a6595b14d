import type { Account } from "@tillbox/shared/contract/account.ts";
import { describe, expect, test } from "vitest";
import { accountChange, accountDraftOf, accountInput } from "./account-draft.ts";

const account = {
  name: "Quayside Ltd",
  limit: 10_000,
  dueDays: 14,
  address: "Pier 3",
  email: null,
} as Account;

describe("a house account that is written", () => {
  test("begins with the store's days to pay, and leaves empty words out as nothing", () => {
    const draft = { ...accountDraftOf(null, 21), name: " Quayside Ltd ", limit: 500 };
    expect(accountInput(draft)).toMatchObject({ name: "Quayside Ltd", limit: 500, dueDays: 21, note: null });
  });
  test("sends only what was touched", () => {
    const draft = accountDraftOf(account, 14);
    expect(accountChange(account, draft)).toEqual({});
    expect(accountChange(account, { ...draft, limit: 20_000, address: " " })).toEqual({
      limit: 20_000,
      address: null,
    });
  });
});
