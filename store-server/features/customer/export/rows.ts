/** Everything that the store keeps about a person, in one document: for the person, on their request. */
import { parseEntry, readOfEntity } from "../../../kernel/journal.ts";
import type { Reads } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { footprintOf } from "../footprint/rows.ts";
import { customers, findCustomer } from "../rows.ts";

/** JSON text, still sealed: whoever sends it opens it. Throws `not_found`. */
export const exportOf = (reads: Reads, id: string, exportedAt: string): string => {
  const customer = findCustomer(reads, id);
  const history = readOfEntity(reads.db, customers.name, id).map((row) => {
    const { at, entity, type, data } = parseEntry(row);
    return { at, entity, type, data };
  });
  const head = JSON.stringify({ exportedAt, store: setting(reads, "store.name"), history }).slice(0, -1);
  const things = Object.entries(footprintOf(reads, id)).map(
    ([name, views]) => `"${name}":[${views.join(",")}]`,
  );
  return `${head},"customer":${customers.view(customer, reads)},${things.join(",")}}`;
};
