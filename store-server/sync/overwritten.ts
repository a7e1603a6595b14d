/**
 * Who loses when two set the same field: the later one by the box's order wins, and the earlier one is told, where the later did not
 * know of it. Found by folding the entity's own entries again and looking at its view, so that it holds for every entity; read
 * inside the savepoint of the change, and only where others changed the thing since its device saw it.
 */
import type { SyncChange } from "@tillbox/shared/protocol/sync.ts";
import { parseEntry, readOfEntity } from "../kernel/journal.ts";
import { unsealJson } from "../kernel/personal.ts";
import type { BaseState, Entity, LostField, LostFields, Reads, StoredEvent } from "../kernel/types.ts";

type Json = Record<string, unknown>;
type Touched = { field: string; path: readonly string[]; value: unknown };
type Setter = { deviceId: string | null; userId: string | null; value: unknown };

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

/** Options as they are sent: what their names and prices are now is no part of the choice. */
const asSent = (field: string, value: unknown): unknown =>
  field === "modifiers" && Array.isArray(value)
    ? value.map((option: Json) => ({ optionId: option.optionId, quantity: option.quantity ?? 1 }))
    : value;

/** The fields of the entity that a change sets; none for a command that means something else. */
const touchedBy = ({ action, data }: SyncChange): Touched[] => {
  if (action !== "update" && action !== "change-item") return [];
  const { itemId, commandId: _commandId, ...fields } = data;
  const base = action === "change-item" ? ["items", String(itemId)] : [];
  return Object.entries(fields).map(([field, value]) => ({
    field,
    path: [...base, field],
    value: asSent(field, value),
  }));
};

const at = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
  if (step === undefined) return value;
  if (Array.isArray(value))
    return at(
      value.find((item: unknown) => isObject(item) && item.id === step),
      rest,
    );
  return isObject(value) ? at(value[step], rest) : undefined;
};

/** Texts of one person are sealed anew each time: what they say is compared. */
const textOf = ({ db }: Reads, value: unknown): string => unsealJson(db, JSON.stringify(value ?? null));

type Watched = { entity: Entity; reads: Reads; touched: readonly Touched[] };
const valuesOf = ({ entity, reads, touched }: Watched, state: BaseState | undefined): unknown[] => {
  const view: unknown = state ? JSON.parse(entity.view(state, reads)) : undefined;
  return touched.map(({ field, path }) => asSent(field, at(view, path)));
};

const textsOf = ({ reads }: Watched, values: readonly unknown[]): string[] =>
  values.map((value) => textOf(reads, value));

/** Who set each field last, after `known` and on another device; nothing where this device set it again itself. */
const settersOf = (
  watched: Watched,
  events: readonly StoredEvent[],
  { known, deviceId }: { known: number; deviceId: string },
): Map<number, Setter> => {
  const setters = new Map<number, Setter>();
  let state: BaseState | undefined;
  let old: readonly string[] | undefined;
  for (const event of events) {
    if (event.seq > known) old ??= textsOf(watched, valuesOf(watched, state));
    state = watched.entity.evolve(state, event);
    if (old === undefined) continue;
    const before = old;
    const values = valuesOf(watched, state);
    old = textsOf(watched, values);
    values.forEach((value, index) => {
      if (old?.[index] === before[index]) return;
      if (event.device === deviceId) setters.delete(index);
      else setters.set(index, { deviceId: event.device, userId: event.actor, value });
    });
  }
  return setters;
};

const dataOf = ({ action, data }: SyncChange, fields: readonly LostField[]): Json => ({
  ...(action === "change-item" ? { itemId: data.itemId } : {}),
  ...Object.fromEntries(fields.map(({ field, lost }) => [field, lost])),
});

/** What one call may spend on looking back: entries that are folded, and views, which cost as much as ten. */
export type Patience = { left: number };
export const fullPatience = (): Patience => ({ left: 50_000 });

const isWorthIt = (events: readonly StoredEvent[], known: number, patience: Patience): boolean => {
  const views = events.filter(({ seq }) => seq > known).length;
  patience.left -= events.length + 10 * views;
  return patience.left >= 0;
};

/** What `change` of `deviceId` takes from others, by who loses; empty where nobody does, or the call's patience is at its end. */
export const lostTo = (
  reads: Reads,
  entity: Entity,
  change: SyncChange,
  { known, deviceId, patience }: { known: number; deviceId: string; patience: Patience },
): LostFields[] => {
  const watched = { entity, reads, touched: touchedBy(change) };
  if (watched.touched.length === 0 || patience.left < 0) return [];
  const events = readOfEntity(reads.db, entity.name, change.entityId).map(parseEntry);
  if (!isWorthIt(events, known, patience)) return [];
  const setters = settersOf(watched, events, { known, deviceId });
  const lost = [...setters].flatMap(([index, { value, ...who }]) => {
    const { field, value: won } = watched.touched[index] as Touched;
    return textOf(reads, value) === textOf(reads, won) ? [] : [{ who, field: { field, lost: value, won } }];
  });
  return [...Map.groupBy(lost, ({ who }) => JSON.stringify(who)).values()].map((group) => {
    const fields = group.map(({ field }) => field);
    const { deviceId: loser, userId } = (group[0] as (typeof group)[number]).who;
    const again = { action: change.action, data: dataOf(change, fields) };
    return {
      deviceId: loser,
      userId,
      entityType: change.entityType,
      entityId: change.entityId,
      change: again,
      fields,
    };
  });
};
