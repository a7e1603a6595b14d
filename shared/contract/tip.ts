/** The ledger of tips and what each person gets of them. */
import { z } from "zod";

export const TipShare = z.object({
  userId: z.string(),
  name: z.string(),
  currency: z.string(),
  earned: z.int().meta({ description: "Given to this person, less what was given back to guests" }),
  given: z.int().meta({ description: "Of it, into the pool" }),
  received: z.int().meta({ description: "Out of the pool" }),
  total: z.int().meta({ description: "earned - given + received" }),
});
export const TipReport = z
  .object({
    from: z.string(),
    to: z.string(),
    completeTo: z.int(),
    rule: z.object({
      percent: z.string(),
      by: z.enum(["equal", "hours"]),
      weights: z.record(z.string(), z.int()),
    }),
    items: z.array(TipShare),
    byMethod: z.array(z.object({ method: z.string(), currency: z.string(), amount: z.int() })),
    byDay: z.array(z.object({ businessDay: z.string(), currency: z.string(), amount: z.int() })),
  })
  .meta({ id: "TipReport" });
export type TipReport = z.infer<typeof TipReport>;
