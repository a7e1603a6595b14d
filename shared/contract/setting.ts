/** A business setting as it is read. */
import { z } from "zod";

export const Setting = z
  .object({
    id: z.string(),
    key: z.string(),
    value: z.unknown(),
    meaning: z.string(),
    version: z.int(),
    createdAt: z.string(),
    updatedAt: z.string(),
  })
  .meta({ id: "Setting" });
