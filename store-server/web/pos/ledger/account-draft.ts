/** A house account while somebody writes it, and what of it the box is asked for. Pure. */
import type { Account, AccountChange, AccountInput } from "@tillbox/shared/contract/account.ts";

export type AccountDraft = {
  name: string;
  limit: number | null;
  dueDays: number;
  address: string;
  taxNumber: string;
  email: string;
  note: string;
};

export const accountDraftOf = (account: Account | null, dueDays: number): AccountDraft => ({
  name: account?.name ?? "",
  limit: account?.limit ?? null,
  dueDays: account?.dueDays ?? dueDays,
  address: account?.address ?? "",
  taxNumber: account?.taxNumber ?? "",
  email: account?.email ?? "",
  note: account?.note ?? "",
});

const orNull = (text: string): string | null => (text.trim() === "" ? null : text.trim());

export const accountInput = (draft: AccountDraft): AccountInput => ({
  name: draft.name.trim(),
  limit: draft.limit ?? 0,
  dueDays: draft.dueDays,
  address: orNull(draft.address),
  taxNumber: orNull(draft.taxNumber),
  email: orNull(draft.email),
  note: orNull(draft.note),
});

/** Only what was touched. */
export const accountChange = (account: Account, draft: AccountDraft): AccountChange => {
  const before = accountInput(accountDraftOf(account, account.dueDays));
  const after = accountInput(draft);
  const names = ["name", "limit", "dueDays", "address", "taxNumber", "email", "note"] as const;
  return Object.fromEntries(
    names.flatMap((name) => (after[name] === before[name] ? [] : [[name, after[name]]])),
  );
};
