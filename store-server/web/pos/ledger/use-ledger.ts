/** Reading cards and accounts: a list that follows what is typed, one of them, its movements. They are asked for, never pushed. */
import type { Account } from "@tillbox/shared/contract/account.ts";
import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { useEffect, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import type { Intent } from "../../client/tap.ts";
import { usePos } from "../pos.ts";

/** Whoever types is not asked after each letter. */
const pause_ms = 180;

type Read<T> = { value: T | null; problem: ApiProblem | null; reload(): void };

/** Reads a path, again when it or `stamp` changes; an answer that comes after a newer question is dropped. */
export const useRead = <T>(path: string | null, stamp = 0): Read<T> => {
  const { client } = usePos();
  const [round, setRound] = useState(0);
  const [read, setRead] = useState<{ path: string; value: T | null; problem: ApiProblem | null } | null>(
    null,
  );
  useEffect(() => {
    if (path === null) return;
    let isCurrent = true;
    const tell = (value: T | null, problem: ApiProblem | null): void => {
      if (isCurrent) setRead({ path, value, problem });
    };
    const timer = setTimeout(
      () =>
        void client.api.get<T>(path).then(
          (value) => tell(value, null),
          (error: unknown) => tell(null, asProblem(error)),
        ),
      read === null ? 0 : pause_ms,
    );
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [path, round, stamp]);
  return {
    value: read?.value ?? null,
    problem: read?.path === path ? read.problem : null,
    reload: () => setRound((now) => now + 1),
  };
};

export type Query = { search: string; status?: string | undefined; limit?: number };
const queryText = ({ search, status, limit = 100 }: Query): string => {
  const wanted = {
    ...(search.trim() === "" ? {} : { search: search.trim() }),
    ...(status ? { status } : {}),
  };
  return new URLSearchParams({ ...wanted, limit: String(limit) }).toString();
};

type Listed<T> = { items: readonly T[]; isLoading: boolean; problem: ApiProblem | null; reload(): void };
const useList = <T>(path: string, query: Query, stamp = 0): Listed<T> => {
  const { value, problem, reload } = useRead<{ items: T[] }>(`${path}?${queryText(query)}`, stamp);
  return { items: value?.items ?? [], isLoading: value === null && problem === null, problem, reload };
};

export const useAccounts = (query: Query, stamp = 0): Listed<Account> =>
  useList<Account>("/api/accounts", query, stamp);
export const useGiftCards = (query: Query, stamp = 0): Listed<GiftCard> =>
  useList<GiftCard>("/api/gift-cards", query, stamp);

export const cardPath = (id: string, rest = ""): string => `/api/gift-cards/${encodeURIComponent(id)}${rest}`;
export const accountPath = (id: string, rest = ""): string =>
  `/api/accounts/${encodeURIComponent(id)}${rest}`;

/** A command of a card or an account for the outbox. The box must answer now: nobody waits for money at a till. */
export const ledgerIntent = (
  label: string,
  chain: string,
  path: string,
  body: object,
  method: "POST" | "PUT" = "POST",
): Intent<never> => ({
  label,
  chain,
  method,
  path,
  body,
  asksOnce: true,
  isDirect: true,
});
