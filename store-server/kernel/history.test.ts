import * as fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import type * as entities from "./entities.ts";
import type * as journal from "./journal.ts";
import { history, type Life, live } from "./testing/history.ts";
import { tabEntity, tabFeature } from "./testing/tab-feature.ts";
import type { Entity, Feature, Projection } from "./types.ts";

afterEach(() => {
  vi.doUnmock("./entities.ts");
  vi.doUnmock("./journal.ts");
  vi.resetModules();
});

/** Runs the property; tells whether it found a fault, and in which words. */
const search = async (lives: typeof live, features?: Feature[]): Promise<string> => {
  const options = features ? { features, strict: false } : {};
  const property = fc.asyncProperty(history, async (turns) => {
    const { faults } = await lives(turns, options);
    if (faults.length > 0) throw new Error(faults.join("; "));
  });
  const result = await fc.check(property, { numRuns: 40, endOnFailure: true });
  return result.failed ? String(result.errorInstance) : "nothing found";
};

/** The same history, lived by a kernel of which one module was tampered with. */
const tampered = async (): Promise<typeof live> => {
  vi.resetModules();
  return (await import("./testing/history.ts")).live;
};

const withEntity = (entity: Partial<Entity<never>>): Feature[] => [
  { ...tabFeature, entities: [{ ...tabEntity, ...entity }] },
];

test("whatever is sent: no gap, a sound chain, replay equals live, answers byte-identical, memory as the disk", async () => {
  const total: Life = { faults: [], answered: 0, unanswered: 0, lost: 0 };
  const features = withEntity({ viewOfStateAlone: true });
  const property = fc.asyncProperty(history, async (turns) => {
    const life = await live(turns, { features });
    expect(life.faults).toEqual([]);
    total.answered += life.answered;
    total.unanswered += life.unanswered;
    total.lost += life.lost;
  });
  await fc.assert(property, { numRuns: 60 });
  // The histories were not idle: there were answers, poison and lost transactions among them.
  expect(Math.min(total.answered, total.unanswered, total.lost)).toBeGreaterThan(20);
}, 120_000);

test("the same histories in a kernel that was loaded anew, but not tampered with, find nothing", async () => {
  expect(await search(await tampered())).toBe("nothing found");
}, 120_000);

test("control: a cache that is not forgotten after a rollback is caught", async () => {
  vi.doMock("./entities.ts", async (original) => {
    const real = await original<typeof entities>();
    const openStates: typeof real.openStates = (...given) => {
      const states = real.openStates(...given);
      const kept = new Map<string, Parameters<typeof states.put>>();
      return {
        ...states,
        get: (entity, id) => {
          const known = kept.get(`${entity.name}/${id}`);
          return known ? known[2] : states.get(entity, id);
        },
        put: (...put) => {
          kept.set(`${put[0].name}/${put[1]}`, put);
          return states.put(...put);
        },
      };
    };
    return { ...real, openStates };
  });
  expect(await search(await tampered())).toMatch(/memory and disk differ|cannot be replayed/);
}, 30_000);

test("control: a journal head that is not taken back after a rollback is caught", async () => {
  vi.doMock("./journal.ts", async (original) => {
    const real = await original<typeof journal>();
    const openJournal: typeof real.openJournal = (...given) => ({
      ...real.openJournal(...given),
      restore: () => undefined,
    });
    return { ...real, openJournal };
  });
  expect(await search(await tampered())).toMatch(/is missing|differs|wrote to the journal/);
}, 30_000);

test("control: a fold that depends on the clock is caught", async () => {
  let ticks = 0;
  const evolve = (...[state, event]: Parameters<typeof tabEntity.evolve>) => {
    const next = tabEntity.evolve(state, event);
    ticks += 1;
    return next && { ...next, guest: `${next.guest} at tick ${ticks}` };
  };
  // Whichever table the shortest history shows it in.
  expect(await search(live, withEntity({ evolve: evolve as never }))).toMatch(/(tabs|guests) .* differs/);
}, 30_000);

test("control: a projection that counts by itself, instead of in a table, is caught", async () => {
  let closed = 0;
  const project: Projection["project"] = ({ event }, { db }) => {
    if (event.type !== "Closed") return;
    closed += 1;
    db.prepare("INSERT OR REPLACE INTO counters (series, value) VALUES ('closed', ?)").run(closed);
  };
  const features = [{ ...tabFeature, projections: [{ entity: "tab", project }] }];
  expect(await search(live, features)).toMatch(/counters .* differs/);
}, 30_000);
