/** How a feature lists the intents that devices may send: the schema of the data, and how it becomes the input of a command. */
import { checked } from "@tillbox/shared/checked.ts";
import type { z } from "zod";
import type { RecordFeature } from "./record.ts";
import type { Command, Intent } from "./types.ts";

/**
 * Intents of one entity. `toInput` gets the entity's id and the parsed data; data that does not fit is `invalid`, field by field, as a
 * body of the same schema is over HTTP.
 */
export const intentsOf =
  (entityType: string) =>
  <B, I>(
    action: string,
    schema: z.ZodType<B>,
    command: Command<I>,
    toInput: (id: string, body: B, attended: boolean, taken: number | undefined) => I,
  ): Intent => ({
    entityType,
    action,
    command,
    parse: ({ entityId, data, attended = false, taken }) =>
      toInput(entityId, checked(schema, data, "data"), attended, taken),
  });

type RecordSchemas<F> = {
  input: z.ZodType;
  change: z.ZodType;
  /** Fills in the ids of parts that the device left out. */
  complete?(fields: Partial<F>): Partial<F>;
};
type Words<F> = Partial<F> & { id?: string; commandId?: string };

/** The three intents that every record has: create, update with the fields that were touched, delete. */
export const recordIntents = <F extends Record<string, unknown>>(
  entityType: string,
  record: Pick<RecordFeature<F>, "create" | "change" | "remove">,
  { input, change, complete }: RecordSchemas<F>,
): Intent[] => {
  const toInput = (id: string, words: Words<F>): { id: string; fields: Partial<F> } => {
    const { id: _id, commandId: _commandId, ...rest } = words;
    const fields = rest as unknown as Partial<F>;
    return { id, fields: complete ? complete(fields) : fields };
  };
  const intent = intentsOf(entityType);
  return [
    intent("create", input as z.ZodType<Words<F>>, record.create, toInput),
    intent("update", change as z.ZodType<Words<F>>, record.change, toInput),
    { entityType, action: "delete", command: record.remove, parse: ({ entityId }) => ({ id: entityId }) },
  ];
};
