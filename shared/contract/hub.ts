/** What the hub says about its stores. The reports are in report.ts, replication in protocol/replication.ts. */
import { z } from "zod";
import { entityFields, ListQuery, listOf, Name } from "./common.ts";

/** A store that enrolled. `version` counts the changes of this record; the hub's own records are not journalled. */
export const HubStore = z
  .object({
    ...entityFields,
    name: z.string(),
    currency: z.string(),
    timeZone: z.string(),
    epoch: z.int(),
    /** The hub holds every entry of the store's journal up to here. */
    ackedSeq: z.int(),
    /** Box time of that entry; null before the first. */
    lastEntryAt: z.string().nullable(),
    /** When the box last spoke to the hub; null before the first batch. */
    lastContactAt: z.string().nullable(),
    /** Sales in the journal that this hub could not read; they are in no report. */
    unreadable: z.int(),
  })
  .meta({ id: "HubStore" });
export type HubStore = z.infer<typeof HubStore>;
export const HubStores = listOf(HubStore).meta({ id: "HubStores" });
export const HubStoreQuery = ListQuery;

/** `POST /api/stores/enrolment-codes` */
export const EnrolmentCodeInput = z.strictObject({
  storeName: Name,
  storeId: z.string().max(64).optional().meta({
    description:
      "The store that the box takes over: a new or restored box in place of the old one. Without it the code lets in new stores only.",
  }),
});
/** One use, 24 hours. */
export const EnrolmentCode = z
  .object({ code: z.string(), storeName: z.string(), expiresAt: z.string() })
  .meta({ id: "EnrolmentCode" });
export type EnrolmentCode = z.infer<typeof EnrolmentCode>;
