/**
 * Many changes of the menu as one: each is decided against the menu as the ones before it leave it, by the same commands that a
 * person's single edit goes through, and all their events belong to one command. What cannot be done is told by position and field,
 * all of it, and changes nothing. Drafts and imports are made of this.
 */
import { type MenuChange, menuChangeEntities } from "@tillbox/shared/contract/menu-draft.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { RecordFeature } from "../../../kernel/record.ts";
import type { BaseState, Context, Entity, EventDraft, Reads, StoredEvent } from "../../../kernel/types.ts";
import { codesOf } from "../item.ts";
import { priceRules } from "../price-rules/rows.ts";
import { categories, type MenuItemState, menuItems, stocks, taxClasses } from "../records/rows.ts";
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

/** Reads as if what was laid over them had happened. */
const overlay = (reads: Reads, at: string) => {
  const laid = new Map<string, BaseState | undefined>();
  let seq = reads.headSeq();
  const over: Reads = {
    db: reads.db,
    storeId: reads.storeId,
    epoch: reads.epoch,
    headSeq: () => seq,
    get: <S extends BaseState>(entity: Entity<S>, id: string): S | undefined => {
      const key = `${entity.name}/${id}`;
      return laid.has(key) ? (laid.get(key) as S | undefined) : reads.get(entity, id);
    },
  };
  const lay = (event: EventDraft): void => {
    const entity = entities.get(event.entity);
    if (!entity) throw new Error(`a change of the menu wrote an event of ${event.entity}`);
    seq += 1;
    const stored = { ...event, at, seq } as unknown as StoredEvent;
    laid.set(`${event.entity}/${event.id}`, entity.evolve(over.get(entity, event.id), stored));
  };
  return { over, lay };
};

/** Categories after the ones they are in, items after their categories, combos after their parts: as `menuChangeEntities` says. */
export const decideBatch = (context: Context, changes: readonly MenuChange[]): Batch => {
  const { over, lay } = overlay(context.reads, context.at);
  const events: EventDraft[] = [];
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

/** Of two items of one batch with the same code; against all others the item's own check has looked. */
const doubleCodes = (changes: readonly MenuChange[], after: Reads): BatchProblem[] => {
  const owners = new Map<string, string>();
  return changes.flatMap(({ entity, id, fields }, index) => {
    const item = entity === "menu-item" ? after.get(menuItems.entity, id) : undefined;
    if (!item || !fields) return [];
    return codesOf(item as MenuItemState).flatMap(({ kind, code, path }) => {
      const owner = owners.get(`${kind} ${code}`) ?? id;
      owners.set(`${kind} ${code}`, owner);
      return owner === id
        ? []
        : [
            {
              index,
              path,
              message: `${after.get(menuItems.entity, owner)?.name ?? owner} has this code already`,
            },
          ];
    });
  });
};

/** In the order in which they can be done, stable within an entity. */
export const inOrder = (changes: readonly MenuChange[]): MenuChange[] =>
  changes.toSorted(
    (one, other) => menuChangeEntities.indexOf(one.entity) - menuChangeEntities.indexOf(other.entity),
  );
