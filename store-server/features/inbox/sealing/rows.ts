/**
 * Texts about people in kept changes are sealed with the key of whom they are about, as the thing itself would seal them: erasing that
 * customer or guest erases them here too. What is about somebody erased already is not kept at all. A client may name anything, so only
 * whom and what there is counts; words about anything else have a key of the item's own, which goes when the item is dismissed.
 */
import { isSealed, seal, unsealJson } from "../../../kernel/personal.ts";
import type { BaseState, LostField, Reads } from "../../../kernel/types.ts";
import { vocabularyOf } from "../../../kernel/vocabulary.ts";
import { customers } from "../../customer/rows.ts";
import { rewritePersonal, withoutCodes } from "../personal-data.ts";

type About = { entityType: string; entityId: string; data: Record<string, unknown> };

/** The current state of what a change is about; undefined where there is none. */
const subjectOf = (reads: Reads, { entityType, entityId }: Omit<About, "data">): BaseState | undefined => {
  const entity = vocabularyOf(reads.db).entity(entityType);
  return entity && reads.get(entity, entityId);
};

const customerOf = (value: object | undefined): string | null => {
  const id = value && "customerId" in value ? value.customerId : null;
  return typeof id === "string" ? id : null;
};

const knownCustomer = (reads: Reads, id: string | null): string | null =>
  id !== null && reads.get(customers, id) !== undefined ? id : null;

/** Whose key seals what a change says: the customer's, else that of the thing itself, else the item's own. */
const personOf = (reads: Reads, about: About, itemId: string): string => {
  const subject = subjectOf(reads, about);
  return (
    knownCustomer(reads, customerOf(about.data)) ??
    knownCustomer(reads, customerOf(subject)) ??
    (subject ? about.entityId : itemId)
  );
};

const rewriterFor = (reads: Reads, person: string) => {
  const isErased = (reads.get(customers, person)?.erasedAt ?? null) !== null;
  return (text: string): string | null => {
    if (text === "" || isSealed(text)) return text;
    return isErased ? null : seal(reads.db, person, text);
  };
};

/** Only inside a command. */
export const sealChange = (reads: Reads, about: About, itemId: string): Record<string, unknown> =>
  rewritePersonal(
    about.entityType,
    withoutCodes(about.entityType, about.data),
    rewriterFor(reads, personOf(reads, about, itemId)),
  );

/** The values of a field, sealed like a change that sets it. */
export const sealFields = (
  reads: Reads,
  about: About,
  fields: readonly LostField[],
  itemId: string,
): LostField[] => {
  const sealed = (field: string, value: unknown): unknown => {
    const name = field.split(".").at(-1) ?? field;
    return sealChange(reads, { ...about, data: { ...about.data, [name]: value } }, itemId)[name];
  };
  return fields.map(({ field, lost, won }) => ({
    field,
    lost: sealed(field, lost),
    won: sealed(field, won),
  }));
};

/** The data as it was typed; null in the place of what was erased meanwhile. */
export const openChange = ({ db }: Reads, data: Record<string, unknown>): Record<string, unknown> =>
  JSON.parse(unsealJson(db, JSON.stringify(data))) as Record<string, unknown>;
