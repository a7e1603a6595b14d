/**
 * A random life of a box: taps sent in batches, doubled, refused, poisoned, with the disk filling up and the box restarting between.
 * `live` lives it and says, as sentences, what was broken in the end; an honest kernel leaves it nothing to say.
 */

import { Refusal } from "@tillbox/shared/refusal.ts";
import * as fc from "fast-check";
import type { BaseState, Command, Feature } from "../types.ts";
import {
  addLine,
  breakTab,
  closeTab,
  type Fault,
  faults,
  moveLine,
  openTab,
  refuseLate,
  removeTab,
  tabEntity,
} from "./tab-feature.ts";
import { faultsOf, openTabStore, type TabStore, type TabStoreOptions, temporaryFolder } from "./tab-store.ts";

type Verb = "open" | "add" | "move" | "close" | "remove" | "break" | "late";
export type Tap = {
  verb: Verb;
  tab: number;
  other: number;
  line: number;
  key: number;
  fault: Fault;
  big: boolean;
};
export type Turn = { taps: Tap[]; next: "go on" | "restart" | "fill disk" | "make space" };

const verbs = ["open", "open", "add", "add", "add", "move", "close", "remove", "break", "late"] as const;
const tap: fc.Arbitrary<Tap> = fc.record({
  verb: fc.constantFrom(...verbs),
  tab: fc.nat(3),
  other: fc.nat(3),
  line: fc.nat(20),
  key: fc.nat(60),
  fault: fc.constantFrom(...faults),
  big: fc.boolean(),
});
const afterwards = fc.constantFrom("go on", "go on", "go on", "restart", "fill disk", "make space");

export const history: fc.Arbitrary<Turn[]> = fc.array(
  fc.record({
    taps: fc.array(tap, { minLength: 1, maxLength: 12 }),
    next: afterwards,
  }),
  { minLength: 4, maxLength: 20 },
);

type Sent = { command: Command<unknown>; input: unknown; commandId: string };
type Outcome = { sent: Sent; answer: string | null };

const sentOf = ({ verb, tab, other, line, key, fault, big }: Tap): Sent => {
  const id = `tab-${tab}`;
  const added = { id: `line-${line}${big ? "-".repeat(9000) : ""}`, price: line };
  const table: Record<Verb, [unknown, unknown]> = {
    open: [openTab, { id, guest: `Guest ${other}` }],
    add: [addLine, { id, line: added }],
    move: [moveLine, { from: id, to: `tab-${other}`, lineId: added.id }],
    close: [closeTab, { id }],
    remove: [removeTab, { id }],
    break: [breakTab, { id, line: added, where: fault }],
    late: [refuseLate, { id, line: added }],
  };
  const [command, input] = table[verb];
  return { command: command as Command<unknown>, input, commandId: `key-${key}` };
};

/** The answer as the client would store it, or null where it got none that counts. */
const answerTo = async (store: TabStore, sent: Sent): Promise<Outcome> => {
  try {
    const { replay: _, ...answer } = await store.send(sent.command, sent.input, sent);
    return { sent, answer: JSON.stringify(answer) };
  } catch (error) {
    const foreseen = error instanceof Refusal || String(error).endsWith(" broke");
    if (!foreseen) throw error;
    return { sent, answer: null };
  }
};

const cacheFaults = (store: TabStore): string[] =>
  [0, 1, 2, 3].flatMap((n) => {
    const row = store.db
      .prepare<[string], { state: string }>("SELECT state FROM tabs WHERE id = ?")
      .get(`tab-${n}`);
    const state: BaseState | undefined = store.kernel.get(tabEntity, `tab-${n}`);
    const same = (state === undefined ? undefined : JSON.stringify(state)) === row?.state;
    return same ? [] : [`memory and disk differ about tab-${n}`];
  });

/** Every acknowledged tap replays its very bytes, writes nothing, and was written as one piece. */
const answerFaults = async (store: TabStore, outcomes: readonly Outcome[]): Promise<string[]> => {
  const head = store.kernel.headSeq();
  const found: string[] = [];
  for (const { sent, answer } of outcomes) {
    if (answer === null) continue;
    const again = await answerTo(store, sent);
    if (again.answer !== answer) found.push(`${sent.commandId} answered ${again.answer} after ${answer}`);
  }
  if (store.kernel.headSeq() !== head) found.push("a replay wrote to the journal");
  return found;
};

/** Entries of commands that were never acknowledged, and commands whose entries do not lie side by side. */
const journalFaults = (store: TabStore, outcomes: readonly Outcome[]): string[] => {
  const acknowledged = new Set(
    outcomes.filter(({ answer }) => answer !== null).map(({ sent }) => sent.commandId),
  );
  const rows = store.db.prepare<[], { bytes: string }>("SELECT bytes FROM journal ORDER BY seq").all();
  const commands = rows.map((row) => (JSON.parse(row.bytes) as { command: string }).command);
  const runs = commands.filter((command, index) => command !== commands[index - 1]);
  const doubled = runs.filter((command, index) => runs.indexOf(command) !== index);
  return [
    ...runs.filter((command) => !acknowledged.has(command)).map((command) => `${command} was never answered`),
    ...doubled.map((command) => `${command} was carried out twice`),
  ];
};

const fillDisk = (store: TabStore): void => {
  store.db.pragma(`max_page_count = ${Number(store.db.pragma("page_count", { simple: true }))}`);
};
const makeSpace = (store: TabStore): void => {
  store.db.pragma("max_page_count = 1000000");
};

export type Life = { faults: string[]; answered: number; unanswered: number; lost: number };

/** Lives a history on a file of its own. */
export const live = async (turns: readonly Turn[], options: TabStoreOptions = {}): Promise<Life> => {
  const folder = temporaryFolder();
  const limits = { maxBatch: 5 };
  let store = openTabStore(folder.file, { limits, ...options });
  let lost = 0;
  const outcomes: Outcome[] = [];
  const restart = (): void => {
    lost += store.reports.filter((report) => report.startsWith("a transaction was lost")).length;
    store.kernel.close();
    store = openTabStore(folder.file, { limits, ...options });
  };
  try {
    for (const turn of turns) {
      outcomes.push(...(await Promise.all(turn.taps.map((each) => answerTo(store, sentOf(each))))));
      if (turn.next === "restart") restart();
      if (turn.next === "fill disk") fillDisk(store);
      if (turn.next === "make space") makeSpace(store);
    }
    makeSpace(store);
    const features: readonly Feature[] = store.kernel.features;
    const found = [...cacheFaults(store), ...journalFaults(store, outcomes), ...faultsOf(store.db, features)];
    found.push(...(await answerFaults(store, outcomes)));
    restart();
    found.push(...cacheFaults(store), ...(await answerFaults(store, outcomes)));
    const answered = outcomes.filter(({ answer }) => answer !== null).length;
    return { faults: found, answered, unanswered: outcomes.length - answered, lost };
  } finally {
    store.kernel.close();
    folder.clean();
  }
};
