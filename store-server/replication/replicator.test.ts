import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { until } from "../live/toy-live.ts";
import type { Replication, ReplicationOptions } from "./replicator.ts";
import { type Box, caughtUp, heldBy, journalOf, openBox, startBox, write } from "./toy-box.ts";
import { type Fault, openToyHub, type ToyHub } from "./toy-hub.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});
const openHub = async (): Promise<ToyHub> => {
  const hub = await openToyHub();
  opened.push(hub.close);
  return hub;
};
const newBox = (box: Box = openBox()): Box => {
  opened.push(box.close);
  return box;
};
const start = (box: Box, options: Partial<ReplicationOptions> = {}): Replication => {
  const replication = startBox(box, options);
  opened.push(replication.stop);
  return replication;
};
const open = async (options: Partial<ReplicationOptions> = {}) => {
  const [box, hub] = [newBox(), await openHub()];
  const replication = start(box, options);
  return { box, hub, replication, enrol: () => replication.enrol({ hubUrl: hub.url, code: "CODE-1" }) };
};

describe("a store without a hub", () => {
  it("replicates nothing and says so", async () => {
    const { box, replication } = await open();
    await write(box, 3);
    expect(replication.status()).toEqual({
      state: "off",
      hubUrl: null,
      lastSeq: 3,
      ackedSeq: 0,
      lagSeconds: 0,
    });
    expect(replication.lag()).toEqual({ lagSeq: 0, lagSeconds: 0 });
  });
});

describe("enrolling", () => {
  it("gets a token for a code, keeps it, and begins with what there is", async () => {
    const { box, hub, replication, enrol } = await open();
    await write(box, 45);
    expect(await enrol()).toMatchObject({ hubUrl: hub.url, lastSeq: 45 });
    await caughtUp(box, replication);
    expect(heldBy(hub)).toEqual(journalOf(box));
    expect(JSON.parse(box.secrets.values.get("replication") ?? "")).toEqual({
      hubUrl: hub.url,
      token: "token-1",
      organisation: "chain",
    });
  });

  it("brings the same secret whenever it enrols, before and after it starts anew, and another box another", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await replication.stop();
    const again = start(box);
    await again.enrol({ hubUrl: hub.url, code: "CODE-1" });
    await start(newBox()).enrol({ hubUrl: hub.url, code: "CODE-1" });
    const [first, second, other] = hub.secrets;
    expect(first).toMatch(/^[\w-]{43}$/);
    expect([second, box.secrets.values.get("enrolment")]).toEqual([first, first]);
    expect(other).not.toBe(first);
  });

  it("refuses an address that is none, a code that is not known, and a hub that is away", async () => {
    const { hub, replication } = await open();
    for (const hubUrl of ["hub", "ftp://hub", "http://a:b@hub", "http://hub/?x=1"])
      await expect(replication.enrol({ hubUrl, code: "CODE-1" })).rejects.toMatchObject({ code: "invalid" });
    await expect(replication.enrol({ hubUrl: hub.url, code: "WRONG" })).rejects.toMatchObject({
      code: "invalid",
      message: "The hub refuses the code: The code is not known.",
    });
    await hub.pause();
    await expect(replication.enrol({ hubUrl: hub.url, code: "CODE-1" })).rejects.toMatchObject({
      code: "unavailable",
    });
    expect(replication.status().state).toBe("off");
  });

  it("happens at start by the environment, as soon as the hub is there", async () => {
    const [box, hub] = [newBox(), await openHub()];
    await hub.pause();
    const replication = start(box, { hubUrl: hub.url, enrollCode: "CODE-1" });
    await until(() => replication.status().state === "waiting");
    expect(replication.status()).toMatchObject({
      hubUrl: hub.url,
      error: expect.stringContaining("cannot be reached"),
    });
    await hub.resume();
    await write(box, 3);
    await caughtUp(box, replication, 20_000);
    expect(heldBy(hub)).toEqual(journalOf(box));
  });

  it("at start with a wrong code waits for a person", async () => {
    const [box, hub] = [newBox(), await openHub()];
    const replication = start(box, { hubUrl: hub.url, enrollCode: "WRONG" });
    await until(() => replication.status().state === "failed");
    expect(replication.status().error).toContain("The code is not known.");
    await replication.enrol({ hubUrl: hub.url, code: "CODE-1" });
    await caughtUp(box, replication);
    expect(replication.status().error).toBeUndefined();
  });

  it("with another hub begins there from the start", async () => {
    const { box, hub, replication, enrol } = await open();
    await write(box, 5);
    await enrol();
    await caughtUp(box, replication);
    const other = await openHub();
    await replication.enrol({ hubUrl: other.url, code: "CODE-1" });
    await write(box, 5);
    await caughtUp(box, replication);
    expect(heldBy(other)).toEqual(journalOf(box));
    expect(hub.entries).toHaveLength(5);
  });
});

describe("replication", () => {
  it("carries each commit soon after it, in batches within the limits", async () => {
    const { box, hub, replication, enrol } = await open({ config: { batchEntries: 7 } });
    await enrol();
    await write(box, 30);
    await caughtUp(box, replication);
    await write(box, 1);
    await caughtUp(box, replication);
    expect(heldBy(hub)).toEqual(journalOf(box));
    const counts = hub.seen.flatMap(({ count }) => (count === undefined ? [] : [count]));
    expect(Math.max(...counts)).toBe(7);
    expect(replication.status()).toEqual({
      state: "idle",
      hubUrl: hub.url,
      lastSeq: 31,
      ackedSeq: 31,
      lagSeconds: 0,
    });
  });

  it("keeps to the bytes of a batch too, but sends at least one entry", async () => {
    const { box, hub, replication, enrol } = await open({ config: { batch_bytes: 700 } });
    await box.run("create", "large", { filler: "x".repeat(5000) });
    await write(box, 6);
    await enrol();
    await caughtUp(box, replication);
    expect(heldBy(hub)).toEqual(journalOf(box));
    expect(hub.seen.filter(({ count }) => count !== undefined).length).toBeGreaterThan(2);
  });

  it("goes on where it was after a restart, also when the cursor on disk is old", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 30);
    await caughtUp(box, replication);
    await replication.stop();
    box.kernel.db.prepare("UPDATE cursors SET seq = 3").run();
    await write(box, 10);
    hub.seen.length = 0;
    const again = start(box);
    await caughtUp(box, again);
    expect(heldBy(hub)).toEqual(journalOf(box));
    expect(hub.seen.find(({ fromSeq }) => fromSeq !== undefined)?.fromSeq).toBe(31);
  });

  it("goes back when the hub was taken back by a restore of its own", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 50);
    await caughtUp(box, replication);
    hub.entries.length = 12;
    await write(box, 1);
    await until(() => hub.entries.length === 51);
    expect(heldBy(hub)).toEqual(journalOf(box));
  });

  it("sends smaller batches to a hub that finds them too large", async () => {
    const { box, hub, replication, enrol } = await open();
    hub.maxEntries = 3;
    await write(box, 20);
    await enrol();
    await caughtUp(box, replication);
    expect(heldBy(hub)).toEqual(journalOf(box));
  });

  it("says how far it is behind, in entries and seconds", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await hub.pause();
    await write(box, 4);
    await until(() => replication.status().state === "waiting" && replication.lag().lagSeconds > 0);
    expect(replication.lag().lagSeq).toBe(4);
    expect(box.log.said).toContain("the hub is away; the journal waits");
    await hub.resume();
    await caughtUp(box, replication);
    expect(replication.lag()).toEqual({ lagSeq: 0, lagSeconds: 0 });
    expect(box.log.said).toContain("the hub is back");
  });

  it("waits longer and longer for a hub that is away, up to a cap, and commits wake nothing meanwhile", async () => {
    const [box, hub] = [newBox(), await openHub()];
    const asked: number[] = [];
    const replication = start(box, {
      config: { backOff_ms: 20, backOffCap_ms: 80 },
      fetch: (...request) => {
        asked.push(performance.now());
        return fetch(...request);
      },
    });
    await replication.enrol({ hubUrl: hub.url, code: "CODE-1" });
    await caughtUp(box, replication);
    await hub.pause();
    asked.length = 0;
    const writing = setInterval(() => void write(box, 1), 2);
    await until(() => asked.length >= 7);
    clearInterval(writing);
    const waits = asked.slice(1).map((at, index) => at - (asked[index] ?? 0));
    // Two batches may be on the way at a time, so every second distance is a wait.
    const long = waits.filter((wait) => wait > 8);
    expect(long.length).toBeGreaterThanOrEqual(2);
    expect(Math.max(...long)).toBeGreaterThan(20);
  });

  it("stops at once while the hub does not answer", async () => {
    const { box, hub, replication, enrol } = await open({
      config: { timeout_ms: 60_000, backOff_ms: 60_000, backOffCap_ms: 60_000 },
    });
    await enrol();
    hub.fault = () => "answer late";
    await write(box, 3);
    await until(() => hub.seen.some(({ count }) => count === 3));
    const stopped = replication.stop().then(() => "stopped");
    expect(await Promise.race([stopped, wait(10_000, "it waits for the hub")])).toBe("stopped");
  });
});

describe("what only a person can mend", () => {
  it.each([
    ["a token that was revoked", (hub: ToyHub) => hub.tokens.clear(), "Enrol it again with a new code."],
    [
      "a hub that holds another history",
      (hub: ToyHub) => {
        const last = hub.entries.at(-1);
        if (last) last.hash = "0".repeat(64);
      },
      "The hub refuses the journal: The chain does not join.",
    ],
    ["a box that was replaced", (hub: ToyHub) => void (hub.epoch = 2), "another box took over"],
  ])("stops it with a clear state: %s", async (_name, spoil, reason) => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 5);
    await caughtUp(box, replication);
    spoil(hub);
    await write(box, 1);
    await until(() => replication.status().state === "failed");
    expect(replication.status().error).toContain(reason);
    expect(box.log.said).toContain("replication needs a person");
    hub.seen.length = 0;
    await write(box, 5);
    expect(hub.seen).toEqual([]);
  });

  it("is not a batch that was spoiled on the way", async () => {
    const { box, hub, replication, enrol } = await open();
    const faults: Fault[] = ["spoiled", "spoiled"];
    hub.fault = () => faults.shift() ?? "none";
    await write(box, 5);
    await enrol();
    await caughtUp(box, replication);
    expect(heldBy(hub)).toEqual(journalOf(box));
  });

  it("is a hub that holds more than the box", async () => {
    const { box, hub, replication, enrol } = await open();
    await enrol();
    await write(box, 5);
    await caughtUp(box, replication);
    await replication.stop();
    const last = hub.entries.at(-1);
    if (last) hub.entries.push({ ...last, seq: 6 });
    const again = start(box);
    await until(() => again.status().state === "failed");
    expect(again.status().error).toContain("The hub holds entries up to 6, this box only up to 5.");
  });
});
