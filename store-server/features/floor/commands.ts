/** Tables pushed together and apart, which of them are free for a party, and who works on one. */
import { maxJoinedTables, type Table, type TableSet } from "@tillbox/shared/contract/floor.ts";
import { conflict, Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import type { Actor, Command, Reads } from "../../kernel/types.ts";
import { setting } from "../settings/rows.ts";
import { combinationsFor } from "./combinations.ts";
import { isSameHolder } from "./locks.ts";
import { allTables, findTable, groupOf, joinEvents, locksOf, tableView } from "./rows.ts";
import { groupIdsOf, isJoined, joinsWithOf, separatedEvents, type TableState } from "./table.ts";

const target = ({ id }: { id: string }) => ({ entity: "table", id });

export const joinTables: Command<{ id: string; tableIds: string[] }> = {
  name: "table.join",
  permission: "table.status",
  target,
  decide: ({ id, tableIds }, { reads }) => ({
    events: joinEvents(reads, findTable(reads, id), tableIds),
    answer: { entity: "table", id },
  }),
};

/** Orders stay at the table that they are on; the others are free. */
export const separateTables: Command<{ id: string }> = {
  name: "table.separate",
  permission: "table.status",
  target,
  decide: ({ id }, { reads }) => ({
    events: separatedEvents(groupOf(reads, findTable(reads, id))),
    answer: { entity: "table", id },
  }),
};

const namesOf = (ids: readonly string[], all: ReadonlyMap<string, Table>): string[] =>
  ids.map((id) => all.get(id)?.name ?? id);

/** Sets that stand together already count as one; their members are no single tables. */
const standingSets = (states: readonly TableState[], free: ReadonlyMap<string, Table>, guests: number) =>
  states
    .filter((state) => isJoined(state) && groupIdsOf(state)[0] === state.id)
    .map((state) => groupIdsOf(state))
    .filter((ids) => ids.every((id) => free.has(id)))
    .map((ids) => ({ ids, seats: ids.reduce((sum, id) => sum + (free.get(id)?.seats ?? 0), 0) }))
    .filter(({ seats }) => seats >= guests);

/** Free tables with enough seats, the smallest first, and the sets that reach the party size only together. */
export const availableTables = (reads: Reads, guests: number): { items: Table[]; joins: TableSet[] } => {
  const states = allTables(reads);
  const views = new Map(states.map((state) => [state.id, tableView(state, reads)]));
  const free = new Map([...views].filter(([, { status }]) => status === "available"));
  const single = states.filter((state) => free.has(state.id) && !isJoined(state));
  const places = single.map((state) => ({ id: state.id, seats: state.seats, joinsWith: joinsWithOf(state) }));
  const sets = [
    ...standingSets(states, free, guests),
    ...combinationsFor(places, guests, { most: maxJoinedTables }),
  ];
  return {
    items: single.filter(({ seats }) => seats >= guests).flatMap(({ id }) => free.get(id) ?? []),
    joins: sets
      .toSorted((a, b) => a.seats - b.seats)
      .map(({ ids, seats }) => ({ tableIds: ids, names: namesOf(ids, free), seats })),
  };
};

const holderOf = ({ userId, name, deviceId }: Actor) => ({ userId, name, deviceId });

/** Takes or renews the lock. Throws `conflict` with the table while another person has it, `forbidden` for who may not override. */
export const lockTable = (kernel: Kernel, actor: Actor, id: string, override: boolean): Table => {
  const table = findTable(kernel, id);
  const permission = "table.override-lock";
  if (override && !actor.permissions.has(permission))
    throw new Refusal("forbidden", `This needs the permission ${permission}. Ask a manager.`, { permission });
  const lasts_ms = setting(kernel, "table.lock_seconds") * 1000;
  const until = new Date(Date.parse(kernel.clock.now()) + lasts_ms).toISOString();
  const { taken, lock } = locksOf(kernel.db).take(id, holderOf(actor), { until, lasts_ms }, override);
  if (!taken) throw conflict(`${lock.name} works on table ${table.name} now.`, tableView(table, kernel));
  return tableView(table, kernel);
};

/** Gives it up; another person's only by who could have taken it. */
export const unlockTable = (kernel: Kernel, actor: Actor, id: string): void => {
  const table = findTable(kernel, id);
  const locks = locksOf(kernel.db);
  const lock = locks.of(id);
  if (lock && !isSameHolder(lock, holderOf(actor)) && !actor.permissions.has("table.override-lock"))
    throw conflict(`${lock.name} works on table ${table.name} now.`, tableView(table, kernel));
  locks.release(id);
};
