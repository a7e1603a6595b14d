/**
 * Records as they were when the journal stood at a seq: what a device had on its screen. The history of a record is read from the
 * journal once for each state that it comes to, so an order at an old version costs a look into a short list. No screen is older
 * than a device may be alone: what was replaced before that counts no more, whatever version a client names.
 */
import { parseEntry, readOfEntity } from "../../../kernel/journal.ts";
import type { BaseState, Context, Entity, Reads } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { saleTimeBack_ms } from "../daypart.ts";

/** What a device had on its screen: the journal's seq, and the moment (RFC 3339) before which no screen is believed. */
export type Shown = { seq: number; since: string };

const hour_ms = 3_600_000;
/** undefined where a client names no version: then the menu of now counts. */
export const shownAt = (
  { reads, at }: Pick<Context, "reads" | "at">,
  seq: number | undefined,
): Shown | undefined => {
  if (seq === undefined) return undefined;
  const alone_ms = Math.max(saleTimeBack_ms, setting(reads, "offline.grant_hours") * hour_ms);
  return { seq, since: new Date(Date.parse(at) - alone_ms).toISOString() };
};

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

/** Its first state when it is younger than the screen; the current one without a screen; undefined when it is gone. */
export const asOf = <S extends BaseState>(
  reads: Reads,
  entity: Entity<S>,
  id: string,
  shown: Shown | undefined,
): S | undefined => {
  const current = reads.get(entity, id);
  if (!current || shown === undefined || current.version <= shown.seq || current.updatedAt <= shown.since)
    return current;
  const states = historyOf(reads, entity, current);
  const { seq, since } = shown;
  return states.findLast(({ version, updatedAt }) => version <= seq || updatedAt <= since) ?? states[0];
};
