/**
 * An answer that is nothing but the view of one entity is kept as the name of the state that it showed. Asked for again it is made from
 * that very state: the current one where nothing happened since, else the fold of the journal up to it. The journal is never pruned,
 * so an answer can always be told again, byte for byte by the same program; a later one tells the same state in its own words.
 */
import { storedForm } from "./entities.ts";
import { parseEntry, readOfEntity } from "./journal.ts";
import type { BaseState, Entity, Reads } from "./types.ts";

/** Ids hold neither sign. */
const shape = /^([^/@]+)\/([^/@]+)@(\d+)$/;

/** Null where the view shows more than its own state: such an answer is kept as text. */
export const shownState = (entity: Entity, state: BaseState): string | null =>
  entity.viewOfStateAlone === true ? `${entity.name}/${state.id}@${state.version}` : null;

const stateAt = (entity: Entity, id: string, version: number, reads: Reads): BaseState | undefined => {
  const now = reads.get(entity, id);
  if (now?.version === version) return now;
  let state: BaseState | undefined;
  for (const row of readOfEntity(reads.db, entity.name, id)) {
    if (row.seq > version) break;
    state = storedForm(entity.evolve(state, parseEntry(row)));
  }
  return state;
};

/** The text again. Throws where the journal has no such state, which it never loses. */
export const tellAgain = (shown: string, entity: (name: string) => Entity, reads: Reads): string => {
  const [, name = "", id = "", version = ""] = shape.exec(shown) ?? [];
  const of = entity(name);
  const state = stateAt(of, id, Number(version), reads);
  if (state?.version !== Number(version)) throw new Error(`the journal has no state ${shown}`);
  return of.view(state, reads);
};
