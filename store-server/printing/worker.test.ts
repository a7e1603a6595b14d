import { afterEach, describe, expect, it } from "vitest";
import { pageText } from "./decoded-page.ts";
import type { EmulatorState } from "./emulator.ts";
import type { JobOutcome } from "./queue.ts";
import { memoryQueue } from "./testing/memory-queue.ts";
import { samplePrinter, sampleReceipt, sampleTicket } from "./testing/sample-documents.ts";
import { emulate, handClock, printerAt, start, stopAll } from "./testing/worker-harness.ts";

afterEach(stopAll);

const codeOf = (outcome: JobOutcome): string => ("error" in outcome ? outcome.error.code : outcome.status);

describe("a job", () => {
  it("is printed when it was woken, and said to be printed when the printer answered after the bytes", async () => {
    const emulator = await emulate();
    const { settle, add, outcomes } = start();
    add("job-1", printerAt(emulator));
    await expect(settle("job-1")).resolves.toEqual({ status: "printed" });
    expect(pageText(emulator.page())).toContain("Pizza Margherita");
    expect(outcomes).toEqual(["kitchen printed"]);
  });

  it("that was there before the start is printed without a wake-up", async () => {
    const emulator = await emulate();
    const hands = handClock();
    const jobs = memoryQueue(hands.clock.now);
    jobs.add({ id: "job-1", printer: printerAt(emulator), document: sampleTicket });
    const { settle } = start({ jobs, clock: hands.clock });
    await expect(settle("job-1")).resolves.toEqual({ status: "printed" });
  });

  it("that comes while another is printed is not forgotten", async () => {
    const emulator = await emulate();
    const { settle, add } = start();
    const printer = printerAt(emulator);
    add("job-1", printer);
    await emulator.until(() => emulator.connections() === 1);
    add("job-2", printer, { ...sampleTicket, tableName: "13" });
    await settle("job-2");
    expect(pageText(emulator.page())).toMatch(/Table 12[^]*Table 13/);
  });

  it("on the screen printer becomes a page", async () => {
    const { settle, add, pages } = start();
    add("job-1", samplePrinter, sampleReceipt);
    await expect(settle("job-1")).resolves.toEqual({ status: "printed" });
    expect(pages).toHaveLength(1);
    expect(pages[0]).toContain("Osteria del Porto");
  });

  it("whose page could not be kept is tried again", async () => {
    let fails = true;
    const { settle, add, advance } = start({
      savePage: () => {
        if (fails) throw new Error("disk full");
      },
    });
    add("job-1", samplePrinter);
    expect(codeOf(await settle("job-1", 1))).toBe("save_failed");
    fails = false;
    advance(2_000);
    await expect(settle("job-1")).resolves.toEqual({ status: "printed" });
  });

  it("that repeats another is marked as its copy, and one from another printer as such", async () => {
    const emulator = await emulate();
    const { jobs, settle, printing } = start();
    const printer = printerAt(emulator);
    jobs.add({ id: "job-2", printer, document: sampleTicket, copyOf: "job-1", divertedFrom: "Bar printer" });
    printing.wake();
    await settle("job-2");
    expect(pageText(emulator.page())).toMatch(/COPY[^]*Job job-1[^]*For Bar printer/);
  });

  it("with letters that the printer lacks is printed with black squares, a warning and an alert", async () => {
    const emulator = await emulate();
    const { settle, add, alerts } = start();
    add("job-1", printerAt(emulator), {
      ...sampleTicket,
      lines: [{ ...sampleTicket.lines[0]!, name: "寿司" }],
    });
    const outcome = await settle("job-1");
    expect(outcome).toMatchObject({ status: "printed", warning: { code: "letters_missing" } });
    expect(pageText(emulator.page())).toContain("■■■■");
    expect(alerts).toMatchObject([
      {
        jobId: "job-1",
        code: "letters_missing",
        message: expect.stringContaining("Kitchen printer cannot print 寿 司; black squares"),
      },
    ]);
  });

  it("that cannot be laid out fails alone, and the next one prints", async () => {
    const emulator = await emulate();
    const { settle, add } = start();
    add("job-1", printerAt(emulator), { ...sampleTicket, lines: null } as never);
    add("job-2", printerAt(emulator));
    expect(codeOf(await settle("job-1"))).toBe("cannot_lay_out");
    await expect(settle("job-2")).resolves.toEqual({ status: "printed" });
  });

  it("for an address outside the store, or a transport that is not there yet, fails at once", async () => {
    const { settle, add, alerts } = start({ allowLoopback: false });
    const emulator = await emulate();
    add("job-1", printerAt(emulator));
    add("job-2", printerAt(emulator, "usb", { transport: { type: "usb", vendorId: 1, productId: 2 } }));
    expect(codeOf(await settle("job-1"))).toBe("address_forbidden");
    expect(codeOf(await settle("job-2"))).toBe("unsupported_transport");
    expect(emulator.connections()).toBe(0);
    expect(alerts.map((alert) => alert.message)).toContain(
      "Kitchen printer has an address outside the store's own network. Give it a private address in its settings, then print again.",
    );
  });
});

describe("a print whose outcome nobody knows", () => {
  it.each<[Partial<EmulatorState>, string]>([
    [{ answers: "before" }, "no_answer"],
    [{ answers: "garbage-after" }, "not_understood"],
    [{ closeAfter_bytes: 100 }, "connection_lost"],
    [{ paperOutAfter_bytes: 100 }, "paper_out"],
  ])("(%o) is never tried again by itself; people are asked to look", async (state, code) => {
    const emulator = await emulate(state);
    const { settle, add, alerts, waits, printing } = start({ timeouts: { answer_ms: 1_000, poll_ms: 50 } });
    add("job-1", printerAt(emulator));
    const outcome = await settle("job-1");
    expect(outcome).toMatchObject({ status: "unknown", error: { code } });
    await printing.idle();
    expect(waits()).toEqual([]);
    expect(emulator.connections()).toBe(1);
    expect(alerts[0]).toMatchObject({ jobId: "job-1", code });
    expect(alerts[0]?.message).toMatch(
      /^It is not known whether Kitchen printer has printed this: .*press Print again/,
    );
  });

  it("because the process died while bytes may have gone is unknown, and nothing is sent", async () => {
    const emulator = await emulate();
    const { jobs, settle, add, advance } = start();
    const printer = printerAt(emulator);
    jobs.add({ id: "job-1", printer, document: sampleTicket });
    await jobs.claimNext("kitchen", 60_000);
    await jobs.begin?.("job-1");
    advance(60_000);
    add("job-2", printer);
    expect(await settle("job-1")).toMatchObject({ status: "unknown", error: { code: "interrupted" } });
    await expect(settle("job-2")).resolves.toEqual({ status: "printed" });
    expect(emulator.page().items.filter((item) => item.type === "cut")).toHaveLength(1);
  });

  it("does not stand for a job whose process died before a byte went: that one is printed", async () => {
    const emulator = await emulate();
    const { jobs, settle, advance, printing } = start();
    jobs.add({ id: "job-1", printer: printerAt(emulator), document: sampleTicket });
    await jobs.claimNext("kitchen", 60_000);
    printing.wake();
    await printing.idle();
    expect(jobs.job("job-1").status).toBe("printing");
    advance(60_000);
    await expect(settle("job-1")).resolves.toEqual({ status: "printed" });
  });
});

describe("many printers", () => {
  /** A dead printer is called and waited for; then another gets five jobs. What is written, in its order. */
  async function historyWith(lanes: { dead: string; alive: string }, answer_ms: number): Promise<string[]> {
    const dead = await emulate({ answers: "none" });
    const alive = await emulate();
    const { jobs, add } = start({ timeouts: { answer_ms }, policy: { grace_ms: 10 } });
    add("dead", printerAt(dead, lanes.dead));
    await dead.until(() => dead.connections() === 1);
    for (let number = 1; number <= 5; number += 1) add(`alive-${number}`, printerAt(alive, lanes.alive));
    await Promise.race([jobs.settled("alive-5"), jobs.settled("dead", 1)]);
    return [...jobs.history];
  }

  it("each go their own way: one that never answers delays no other", async () => {
    const history = await historyWith({ dead: "grill", alive: "bar" }, 60_000);
    expect(history).toEqual([1, 2, 3, 4, 5].map((number) => `alive-${number} printed`));
  });

  it("would wait for the dead one if they shared a lane, so the proof above can fail", async () => {
    const history = await historyWith({ dead: "same", alive: "same" }, 250);
    expect(history).toEqual(["dead retry"]);
  });
});

describe("stopping", () => {
  it("finishes what is on its way to the paper and takes nothing more", async () => {
    const emulator = await emulate();
    const { jobs, add, printing } = start();
    const printer = printerAt(emulator);
    add("job-1", printer);
    add("job-2", printer);
    await emulator.until(() => emulator.received_bytes() > 0);
    await printing.stop();
    expect(jobs.job("job-1").status).toBe("printed");
    expect(jobs.job("job-2").status).toBe("queued");
    printing.wake();
    await printing.idle();
    expect(jobs.job("job-2").status).toBe("queued");
  });

  it("breaks off a wait before the first byte: the job stays and is not spent, whatever its tries", async () => {
    const emulator = await emulate({ answers: "none" });
    const { jobs, add, printing, alerts } = start({ policy: { grace_ms: 10, tries: 1 } });
    add("job-1", printerAt(emulator));
    await emulator.until(() => emulator.connections() === 1);
    await printing.stop();
    expect(jobs.job("job-1").outcomes).toMatchObject([{ status: "retry", error: { code: "stopped" } }]);
    expect(alerts).toEqual([]);
  });

  it("breaks off a wait after the bytes: the outcome is unknown", async () => {
    const emulator = await emulate({ answers: "before" });
    const { jobs, add, printing } = start({ policy: { grace_ms: 10 } });
    add("job-1", printerAt(emulator));
    await emulator.until(() => emulator.received_bytes() > 0);
    await printing.stop();
    expect(jobs.job("job-1").outcomes).toMatchObject([{ status: "unknown", error: { code: "interrupted" } }]);
  });

  it("leaves no timer behind", async () => {
    const emulator = await emulate({ paper: "out" });
    const { settle, add, printing, waits } = start();
    add("job-1", printerAt(emulator));
    await settle("job-1", 1);
    await printing.stop();
    expect(waits()).toEqual([]);
  });
});

describe("a wake-up", () => {
  it("after every commit, the queue's own ones too, neither spins nor claims what is not due", async () => {
    const emulator = await emulate({ paper: "out" });
    const hands = handClock();
    const jobs = memoryQueue(hands.clock.now);
    const claim = jobs.claimNext;
    let claims = 0;
    let wake = (): void => {};
    jobs.claimNext = async (printerId, lease_ms) => {
      claims += 1;
      const job = await claim(printerId, lease_ms);
      wake();
      return job;
    };
    const { add, settle, printing } = start({ jobs, clock: hands.clock });
    wake = () => printing.wake();
    add("job-1", printerAt(emulator));
    await settle("job-1", 1);
    for (let commit = 0; commit < 100; commit += 1) printing.wake();
    await printing.idle();
    expect(claims).toBe(1);
    expect(hands.waits()).toEqual([1_000]);
  });

  it("reads the queue once a turn, however many commits the turn had", async () => {
    const jobs = memoryQueue(() => 0);
    let reads = 0;
    jobs.printersWithWork = () => {
      reads += 1;
      return [];
    };
    const { printing } = start({ jobs });
    for (let commit = 0; commit < 100; commit += 1) printing.wake();
    expect(reads).toBe(0);
    await printing.idle();
    expect(reads).toBe(1);
  });
});

describe("a queue that fails", () => {
  it("is logged and asked again a second later, not at once", async () => {
    const emulator = await emulate();
    const hands = handClock();
    const jobs = memoryQueue(hands.clock.now);
    const claim = jobs.claimNext;
    let broken = true;
    jobs.claimNext = async (printerId, lease_ms) => {
      if (broken) throw new Error("disk I/O error");
      return claim(printerId, lease_ms);
    };
    const { add, settle, log, printing } = start({ jobs, clock: hands.clock });
    add("job-1", printerAt(emulator));
    await printing.idle();
    expect(log.filter((entry) => entry.level === "error")).toHaveLength(1);
    expect(hands.waits()).toEqual([1_000]);
    broken = false;
    hands.advance(1_000);
    await expect(settle("job-1")).resolves.toEqual({ status: "printed" });
  });

  it("whose list cannot be read makes a wake-up harmless", async () => {
    const jobs = memoryQueue(() => 0);
    jobs.printersWithWork = () => {
      throw new Error("disk I/O error");
    };
    const { log, printing } = start({ jobs });
    await printing.idle();
    printing.wake();
    await printing.idle();
    expect(log.map((entry) => entry.level)).toEqual(["error", "error"]);
  });

  it("that names a time in the past does not make a lane spin", async () => {
    const hands = handClock();
    const jobs = memoryQueue(hands.clock.now);
    jobs.printersWithWork = () => ["kitchen"];
    jobs.nextDueAt = () => "2020-01-01T00:00:00.000Z";
    const { printing } = start({ jobs, clock: hands.clock });
    printing.wake("kitchen");
    await printing.idle();
    expect(hands.waits()).toEqual([1_000]);
  });
});
