/** What a manager does to the floor plan, as intents for the outbox. */
import type { AreaInput, TableInput } from "@tillbox/shared/contract/floor.ts";
import type { z } from "zod";
import type { OrderIntent } from "../../../client/intents.ts";

type Ids = { id: string };
export type TableFields = Partial<Omit<z.infer<typeof TableInput>, "id">>;
type AreaFields = Partial<Omit<z.infer<typeof AreaInput>, "id">>;

const intent = (
  label: string,
  kind: "tables" | "areas",
  { id }: Ids,
  method: OrderIntent["method"],
  body?: unknown,
): OrderIntent => ({
  label,
  chain: id,
  method,
  path: method === "POST" ? `/api/${kind}` : `/api/${kind}/${encodeURIComponent(id)}`,
  ...(body === undefined ? {} : { body }),
  isDirect: true,
});

export const addTable = (table: z.infer<typeof TableInput> & Ids): OrderIntent =>
  intent("Add a table", "tables", table, "POST", table);
export const changeTable = (table: Ids, fields: TableFields): OrderIntent =>
  intent("Change a table", "tables", table, "PUT", fields);
export const removeTable = (table: Ids): OrderIntent => intent("Remove a table", "tables", table, "DELETE");

export const addArea = (area: z.infer<typeof AreaInput> & Ids): OrderIntent =>
  intent("Add an area", "areas", area, "POST", area);
export const changeArea = (area: Ids, fields: AreaFields): OrderIntent =>
  intent("Change an area", "areas", area, "PUT", fields);
export const removeArea = (area: Ids): OrderIntent => intent("Remove an area", "areas", area, "DELETE");
