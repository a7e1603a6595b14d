/**
 * A guest's tab: the smallest feature that uses everything the kernel offers (several entities in one command, a counter, a read
 * table, jobs, operational rows, refusals early and late, and commands that break). The kernel's tests and the crash proofs run on
 * it, so that they prove the machinery and nothing else.
 */
import { conflict, notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { query } from "../database.ts";
import { addJob } from "../jobs.ts";
import { type Migration, migrationsFolder, readMigrations } from "../migrate.ts";
import type {
  BaseState,
  Command,
  Context,
  Decision,
  Entity,
  EventDraft,
  Feature,
  Projection,
  Reaction,
  StoredEvent,
} from "../types.ts";

export type Line = { id: string; price: number };
export type Tab = BaseState & { guest: string; lines: Line[]; total: number; number: number | null };

const sql = `
CREATE TABLE tabs (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, total INTEGER NOT NULL, open INTEGER NOT NULL);
CREATE TABLE guests (guest TEXT PRIMARY KEY, tabs INTEGER NOT NULL, spent INTEGER NOT NULL, open_at_close INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE passes (id TEXT PRIMARY KEY, tab TEXT NOT NULL);
`;

/** The kernel's own schema and the toy's. */
/** The kernel's own tables, by the names of their migrations, and the toy's. */
const kernelTables = new Set(["kernel", "approvals", "approvals_about", "jobs_version", "answers_show"]);
export const tabMigrations = (): Migration[] =>
  [
    ...readMigrations(migrationsFolder).filter(({ name }) => kernelTables.has(name)),
    { name: "tabs", sql },
  ].map((migration, index) => ({ ...migration, number: index + 1 }));

const evolve = (state: Tab | undefined, event: StoredEvent): Tab | undefined => {
  if (event.type === "Removed") return undefined;
  if (event.type === "Broken") throw new Error("evolve broke");
  const base = state ?? newTab(event);
  return { ...fold(base, event), version: event.seq, updatedAt: event.at };
};

const newTab = (event: StoredEvent): Tab => ({
  id: event.id,
  version: 0,
  createdAt: event.at,
  updatedAt: event.at,
  guest: String(event.data["guest"]),
  lines: [],
  total: 0,
  number: null,
});

const fold = (tab: Tab, { type, data }: StoredEvent): Tab => {
  if (type === "LineAdded") return withLines(tab, [...tab.lines, data["line"] as Line]);
  if (type === "LineMoved")
    return withLines(
      tab,
      tab.lines.filter((line) => line.id !== data["lineId"]),
    );
  if (type === "Closed") return { ...tab, number: Number(data["number"]) };
  return tab;
};

const withLines = (tab: Tab, lines: Line[]): Tab => ({
  ...tab,
  lines,
  total: lines.reduce((sum, line) => sum + line.price, 0),
});

export const tabEntity: Entity<Tab> = {
  name: "tab",
  table: "tabs",
  evolve,
  columns: { total: (tab) => tab.total, open: (tab) => (tab.number === null ? 1 : 0) },
  view: (tab) => JSON.stringify(tab),
};

const countOpen = query<[], { open: number }>("SELECT COUNT(*) AS open FROM tabs WHERE open = 1");
const countGuest = query<[string, number, number]>(
  "INSERT INTO guests (guest, tabs, spent, open_at_close) VALUES (?, 1, ?, ?) ON CONFLICT (guest) DO UPDATE SET tabs = tabs + 1, spent = spent + excluded.spent, open_at_close = excluded.open_at_close",
);
const setCounter = query<[number]>(
  "INSERT INTO counters (series, value) VALUES ('tab', ?) ON CONFLICT (series) DO UPDATE SET value = excluded.value",
);
const lastNumber = query<[], { value: number }>("SELECT value FROM counters WHERE series = 'tab'");
const addPass = query<[string, string]>("INSERT INTO passes (id, tab) VALUES (?, ?)");

/** Looks at the table on purpose: it must show the same rows live and in a replay. */
const guests: Projection = {
  entity: "tab",
  project: ({ event, after }, { db }) => {
    if (event.type === "ProjectionBroken") throw new Error("projection broke");
    if (event.type !== "Closed" || !after) return;
    const tab = after as Tab;
    setCounter.run(db, tab.number ?? 0);
    countGuest.run(db, tab.guest, tab.total, countOpen.get(db)?.open ?? 0);
  },
};

const receipts: Reaction = {
  entity: "tab",
  react: ({ event }, { db }) => {
    if (event.type === "ReactionBroken") throw new Error("reaction broke");
    if (event.type === "Closed")
      addJob(db, { queue: "receipt", lane: "till", subject: event.id, payload: event.data, at: event.at });
  },
};

const draft = (id: string, type: string, data: Record<string, unknown> = {}): EventDraft => ({
  entity: "tab",
  id,
  type,
  data,
});
const answerOf = (id: string): Decision["answer"] => ({ entity: "tab", id });

const openTabOf = (id: string, { reads }: Context): Tab => {
  const tab = reads.get(tabEntity, id);
  if (!tab) throw notFound("tab", id);
  if (tab.number !== null) throw conflict("The tab is closed.", tab);
  return tab;
};

export const openTab: Command<{ id: string; guest: string }> = {
  name: "tab.open",
  permission: "tab.write",
  decide: ({ id, guest }, { reads }) => {
    const tab = reads.get(tabEntity, id);
    if (tab) throw conflict("There is a tab with this id already.", tab);
    return { events: [draft(id, "Opened", { guest })], answer: answerOf(id) };
  },
};

export const addLine: Command<{ id: string; line: Line }> = {
  name: "tab.add-line",
  permission: "tab.write",
  target: ({ id }) => ({ entity: "tab", id }),
  decide: ({ id, line }, context) => {
    const tab = openTabOf(id, context);
    if (tab.lines.some((known) => known.id === line.id)) throw conflict("The line is there already.", tab);
    return { events: [draft(id, "LineAdded", { line })], answer: answerOf(id) };
  },
};

export const moveLine: Command<{ from: string; to: string; lineId: string }> = {
  name: "tab.move-line",
  permission: "tab.write",
  decide: ({ from, to, lineId }, context) => {
    const line = openTabOf(from, context).lines.find((known) => known.id === lineId);
    openTabOf(to, context);
    if (!line) throw notFound("line", lineId);
    if (from === to) throw conflict("The line is on that tab already.");
    const events = [draft(from, "LineMoved", { lineId }), draft(to, "LineAdded", { line })];
    return { events, answer: answerOf(to) };
  },
};

export const closeTab: Command<{ id: string }> = {
  name: "tab.close",
  permission: "tab.close",
  approvable: true,
  decide: ({ id }, context) => {
    openTabOf(id, context);
    const number = (lastNumber.get(context.reads.db)?.value ?? 0) + 1;
    return {
      events: [draft(id, "Closed", { number })],
      answer: answerOf(id),
      alongside: (db) => addPass.run(db, context.commandId, id),
    };
  },
};

export const removeTab: Command<{ id: string }> = {
  name: "tab.remove",
  permission: "tab.write",
  decide: ({ id }, { reads }) => {
    if (!reads.get(tabEntity, id)) throw notFound("tab", id);
    return { events: [draft(id, "Removed")], answer: () => "null" };
  },
};

export const faults = ["decide", "evolve", "projection", "reaction", "alongside", "answer"] as const;
export type Fault = (typeof faults)[number];

/** Writes a line, then breaks where it is told to, with an error that nobody foresaw. */
export const breakTab: Command<{ id: string; line: Line; where: Fault }> = {
  name: "tab.break",
  permission: null,
  decide: ({ id, line, where }, context) => {
    openTabOf(id, context);
    if (where === "decide") throw new Error("decide broke");
    const type = { evolve: "Broken", projection: "ProjectionBroken", reaction: "ReactionBroken" }[
      String(where)
    ];
    return {
      events: [draft(id, "LineAdded", { line }), ...(type ? [draft(id, type)] : [])],
      answer: () => fail(where === "answer", "answer broke") ?? "null",
      alongside: (db) => {
        addPass.run(db, context.commandId, id);
        fail(where === "alongside", "alongside broke");
      },
    };
  },
};

const fail = (when: boolean, message: string): void => {
  if (when) throw new Error(message);
};

/** Refuses, but only after its line and its pass were written. */
export const refuseLate: Command<{ id: string; line: Line }> = {
  name: "tab.refuse-late",
  permission: null,
  decide: ({ id, line }, context) => {
    const tab = openTabOf(id, context);
    return {
      events: [draft(id, "LineAdded", { line })],
      answer: answerOf(id),
      alongside: (db) => {
        addPass.run(db, context.commandId, id);
        throw conflict("Somebody else has it.", tab);
      },
    };
  },
};

/** Says `unavailable`, which must never be stored. */
export const notNow: Command<{ id: string }> = {
  name: "tab.not-now",
  permission: null,
  decide: () => {
    throw new Refusal("unavailable", "Not now.");
  },
};

export const tabFeature: Feature = {
  name: "tab",
  entities: [tabEntity],
  projections: [guests],
  reactions: [receipts],
  tables: ["guests"],
};
