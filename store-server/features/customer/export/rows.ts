/** Everything that the store keeps about a person, in one document: for the person, on their request. */

import { query } from "../../../kernel/database.ts";
import { parseEntry, readOfEntity } from "../../../kernel/journal.ts";
import type { Reads } from "../../../kernel/types.ts";
import { type OrderState, orders } from "../../order/rows.ts";
import { setting } from "../../settings/rows.ts";
import { customers, findCustomer } from "../rows.ts";

const theirOrders = query<[string], { state: string }>(
  "SELECT state FROM orders WHERE customer_id = ? ORDER BY number",
);

/** JSON text, still sealed: whoever sends it opens it. Throws `not_found`. */
export const exportOf = (reads: Reads, id: string, exportedAt: string): string => {
  const customer = findCustomer(reads, id);
  const history = readOfEntity(reads.db, customers.name, id).map((row) => {
    const { at, entity, type, data } = parseEntry(row);
    return { at, entity, type, data };
  });
  const bought = theirOrders
    .all(reads.db, id)
    .map(({ state }) => orders.view(JSON.parse(state) as OrderState, reads));
  const head = JSON.stringify({ exportedAt, store: setting(reads, "store.name"), history }).slice(0, -1);
  return `${head},"customer":${customers.view(customer, reads)},"orders":[${bought.join(",")}]}`;
};
