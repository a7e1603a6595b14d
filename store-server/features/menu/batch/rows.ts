/**
 * Many changes of the menu as one: each is decided against the menu as the ones before it leave it, by the same commands that a
 * person's single edit goes through, and all their events belong to one command. What cannot be done is told by position and field,
 * all of it, and changes nothing. Drafts and imports are made of this.
 */
import { type MenuChange, menuChangeEntities } from "@tillbox/shared/contract/menu-draft.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { RecordFeature } from "../../../kernel/record.ts";
import type { Context, Entity, EventDraft, Reads } from "../../../kernel/types.ts";
import { stations } from "../../printer/rows.ts";
import { openOverlay } from "../overlay.ts";
import { priceRules } from "../price-rules/rows.ts";
import { categories, codeProblems, menuItems, stocks, taxClasses } from "../records/rows.ts";
import { dayparts } from "../times/rows.ts";

type AnyRecord = RecordFeature<Record<string, unknown>>;
const records: Record<MenuChange["entity"], AnyRecord> = {
  "tax-class": taxClasses as unknown as AnyRecord,
  daypart: dayparts as unknown as AnyRecord,
  category: categories as unknown as AnyRecord,
  "menu-item": menuItems as unknown as AnyRecord,
  "price-rule": priceRules as unknown as AnyRecord,
};
const entities = new Map<string, Entity>(
  [
    ...Object.values(records).map(({ entity }) => entity as unknown as Entity),
    stocks as unknown as Entity,
    stations.entity as unknown as Entity,
  ].map((entity) => [entity.name, entity]),
);
export const recordOf = (entity: MenuChange["entity"]): AnyRecord => records[entity];

export type BatchProblem = { index: number; path: string; message: string };
export type Batch = {
  events: EventDraft[];
  problems: BatchProblem[];
  /** The menu as it would be. */
  after: Reads;
};

/**
 * `first`: what happens before all of them, as events.
 * Categories after the ones they are in, items after their categories, combos after their parts: as `menuChangeEntities` says.
 */
export const decideBatch = (
  context: Context,
  changes: readonly MenuChange[],
  first: readonly EventDraft[] = [],
): Batch => {
  const { over, lay } = openOverlay(context.reads, context.at, entities);
  const events: EventDraft[] = [...first];
  events.forEach(lay);
  const problems: BatchProblem[] = [];
  const inside = { ...context, reads: over };
  changes.forEach((change, index) => {
    try {
      const decided = decideOne(inside, change);
      decided.forEach(lay);
      events.push(...decided);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      problems.push(...problemsOf(error, index));
    }
  });
  problems.push(...doubleCodes(changes, over));
  return { events, problems: problems.toSorted((one, other) => one.index - other.index), after: over };
};

const decideOne = (context: Context, { entity, action, id, fields }: MenuChange): EventDraft[] => {
  const record = recordOf(entity);
  if (action === "remove") return record.remove.decide({ id }, context).events;
  return record[action].decide({ id, fields: fields ?? {} }, context).events;
};

const problemsOf = ({ message, details }: Refusal, index: number): BatchProblem[] => {
  const errors = (details as { errors?: { path: string; message: string }[] }).errors;
  return errors
    ? errors.map((error) => ({ index, path: error.path, message: error.message }))
    : [{ index, path: "", message }];
};

/**
 * Codes are judged at the end: two items may change theirs with each other. Of two that have the same one in the end the later is told.
 */
const doubleCodes = (changes: readonly MenuChange[], after: Reads): BatchProblem[] => {
  const last = new Map(
    changes.flatMap(({ entity, id, fields }, index) =>
      entity === "menu-item" && fields ? [[id, index] as const] : [],
    ),
  );
  return [...last].flatMap(([id, index]) => {
    const item = after.get(menuItems.entity, id);
    return (item ? codeProblems(item, id, after) : [])
      .filter(({ ownerId }) => (last.get(ownerId) ?? -1) <= index)
      .map(({ path, message }) => ({ index, path, message }));
  });
};

/** A combo comes after what it is made of. */
const isCombo = ({ fields }: MenuChange): boolean =>
  fields !== undefined && Array.isArray(fields.parts) && fields.parts.length > 0;
const stepOf = (change: MenuChange): number =>
  2 * menuChangeEntities.indexOf(change.entity) + (isCombo(change) ? 1 : 0);

/** In the order in which they can be done, stable within a step. */
export const inOrder = (changes: readonly MenuChange[]): MenuChange[] =>
  changes.toSorted((one, other) => stepOf(one) - stepOf(other));
