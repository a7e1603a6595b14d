/** How a feature lists the intents that devices may send: the schema of the data, and how it becomes the input of a command. */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import type { Command, Intent } from "./types.ts";

/** Intents of one entity. `toInput` gets the entity's id and the parsed data; data that does not fit is `invalid`, field by field. */
export const intentsOf =
  (entityType: string) =>
  <B, I>(
    action: string,
    schema: z.ZodType<B>,
    command: Command<I>,
    toInput: (id: string, body: B) => I,
  ): Intent => ({
    entityType,
    action,
    command,
    parse: ({ entityId, data }) => {
      const parsed = schema.safeParse(data);
      if (parsed.success) return toInput(entityId, parsed.data);
      const errors = parsed.error.issues.map((issue) => ({
        path: issue.path.join("."),
        message: issue.message,
      }));
      throw new Refusal("invalid", `${errors[0]?.path ?? "data"}: ${errors[0]?.message ?? "is not valid"}`, {
        errors,
      });
    },
  });
