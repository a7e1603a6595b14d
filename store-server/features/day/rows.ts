import type { Projection } from "../../kernel/types.ts";
import { addTenders, partOf } from "../tender/rows.ts";

/** Every event falls into a part of the journal; what it means for the day's figures is added to that part. */
export const dayProjection: Projection = {
  entity: "*",
  project: (change, reads) => addTenders(change, partOf(change.event, reads), reads),
};

export const dayTables = ["day_parts", "day_tenders"] as const;
