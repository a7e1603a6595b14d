/**
 * Records as they were when the journal stood at a seq: what a device had on its screen. The history of a record is read from the
 * journal once for each state that it comes to, so an order at an old version costs a look into a short list.
 */
import { parseEntry, readOfEntity } from "../../../kernel/journal.ts";
import type { BaseState, Entity, Reads } from "../../../kernel/types.ts";

const histories = new WeakMap<BaseState, readonly BaseState[]>();

const historyOf = <S extends BaseState>(reads: Reads, entity: Entity<S>, current: S): readonly S[] => {
  const known = histories.get(current) as readonly S[] | undefined;
  if (known) return known;
  const states: S[] = [];
  for (const row of readOfEntity(reads.db, entity.name, current.id)) {
    const next = entity.evolve(states.at(-1), parseEntry(row));
    if (next) states.push(next);
    else states.length = 0;
  }
  histories.set(current, states);
  return states;
};

/** Its first state when it is younger than `seq`; the current one without a seq; undefined when it is gone. */
export const asOf = <S extends BaseState>(
  reads: Reads,
  entity: Entity<S>,
  id: string,
  seq: number | undefined,
): S | undefined => {
  const current = reads.get(entity, id);
  if (!current || seq === undefined || current.version <= seq) return current;
  const states = historyOf(reads, entity, current);
  return states.findLast((state) => state.version <= seq) ?? states[0];
};
