/**
 * The menu as a batch would leave it. `get` of such reads knows what was laid over the rows; a lookup by SQL does not, and has to be
 * put right by what was laid: `statesWhere` does that. Pure.
 */
import type { BaseState, Entity, EventDraft, Reads, StoredEvent } from "../../kernel/types.ts";

type Laid = Map<string, Map<string, BaseState | undefined>>;
const overlays = new WeakMap<Reads, Laid>();

/** Reads as if what was laid over them had happened. */
export const openOverlay = (reads: Reads, at: string, entities: ReadonlyMap<string, Entity>) => {
  const laid: Laid = new Map();
  let seq = reads.headSeq();
  const over: Reads = {
    db: reads.db,
    storeId: reads.storeId,
    epoch: reads.epoch,
    headSeq: () => seq,
    get: <S extends BaseState>(entity: Entity<S>, id: string): S | undefined => {
      const states = laid.get(entity.name);
      return states?.has(id) ? (states.get(id) as S | undefined) : reads.get(entity, id);
    },
  };
  overlays.set(over, laid);
  const lay = (event: EventDraft): void => {
    const entity = entities.get(event.entity);
    if (!entity) throw new Error(`a change of the menu wrote an event of ${event.entity}`);
    seq += 1;
    const stored = { ...event, at, seq } as unknown as StoredEvent;
    const states = laid.get(event.entity) ?? new Map<string, BaseState | undefined>();
    laid.set(event.entity, states);
    states.set(event.id, entity.evolve(over.get(entity, event.id), stored));
  };
  return { over, lay };
};

/** True for the menu in the middle of a batch: what later changes may still put right is judged at its end. */
export const isOverlay = (reads: Reads): boolean => overlays.has(reads);

/** States that SQL found and that are still so, and those that were laid and match. `rows`: id and state, as they are in the table. */
export const statesWhere = <S extends BaseState>(
  reads: Reads,
  entityName: string,
  rows: readonly { id: string; state: string }[],
  matches: (state: S) => boolean,
): S[] => {
  const laid = overlays.get(reads)?.get(entityName);
  const untouched = rows.filter(({ id }) => !laid?.has(id)).map(({ state }) => JSON.parse(state) as S);
  const changed = [...(laid?.values() ?? [])].filter((state) => state !== undefined) as S[];
  return [...untouched, ...changed].filter(matches);
};
