/** What the checks read of a box at rest: the journal, entry by entry, and the states of its tables. By queries of their own. */
import type { SyncResult } from "@tillbox/shared/protocol/sync.ts";
import type { OrderState } from "@tillbox/store-server/features/order/rows.ts";
import { parseEntry, readSince } from "@tillbox/store-server/kernel/journal.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import type { StoredEvent } from "@tillbox/store-server/kernel/types.ts";

export type Books = {
  kernel: Kernel;
  journal: readonly StoredEvent[];
  orders: ReadonlyMap<string, OrderState>;
};

export const statesOf = <S>({ db }: Kernel, table: string): S[] =>
  db
    .prepare<[], { state: string }>(`SELECT state FROM ${table}`)
    .all()
    .map(({ state }) => JSON.parse(state) as S);

const journalOf = (kernel: Kernel): StoredEvent[] => {
  const all: StoredEvent[] = [];
  const more = () => readSince(kernel.db, all.length, 5000);
  for (let rows = more(); rows.length > 0; rows = more()) all.push(...rows.map(parseEntry));
  return all;
};

/** The tap that an entry goes back to; what was booked instead of what was meant belongs to the same one. */
export const tapOf = ({ command }: Pick<StoredEvent, "command">): string => command.replace(/^instead:/, "");

/** Whether the box took it. */
export const isDone = ({ status }: Pick<SyncResult, "status">): boolean =>
  status !== "rejected" && status !== "conflict";

export const readBooks = (kernel: Kernel): Books => {
  const orders = statesOf<OrderState>(kernel, "orders").map((order) => [order.id, order] as const);
  return { kernel, journal: journalOf(kernel), orders: new Map(orders) };
};

/** One sentence when two things that should be the same are not. */
export const same = (what: string, has: unknown, wants: unknown): string[] => {
  const [one, other] = [JSON.stringify(has), JSON.stringify(wants)];
  return one === other ? [] : [`${what}: ${one}, but it should be ${other}`];
};

export const addTo = <K>(sums: Map<K, number>, key: K, amount: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + amount);
};
export const textOf = (sums: ReadonlyMap<string, number>): string =>
  [...sums]
    .filter(([, sum]) => sum !== 0)
    .toSorted()
    .map(([name, sum]) => `${name} ${sum}`)
    .join(", ");
