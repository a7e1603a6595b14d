import { afterEach, describe, expect, it } from "vitest";
import { pageText } from "./decoded-page.ts";
import type { EmulatorState } from "./emulator.ts";
import type { JobOutcome } from "./queue.ts";
import { sampleTicket } from "./testing/sample-documents.ts";
import { emulate, printerAt, start, stopAll } from "./testing/worker-harness.ts";

afterEach(stopAll);

const codeOf = (outcome: JobOutcome): string => ("error" in outcome ? outcome.error.code : outcome.status);

describe("a printer that cannot print", () => {
  it.each<[Partial<EmulatorState>, string, string]>([
    [{ paper: "out" }, "paper_out", "Kitchen printer is out of paper. Load paper and press Resume."],
    [
      { cover: "open" },
      "cover_open",
      "Kitchen printer has its cover open. Close the cover and press Resume.",
    ],
    [
      { error: "cutter" },
      "cutter_jammed",
      "Kitchen printer has a jammed cutter. Open the cover, free the paper,",
    ],
  ])("%o is told to people at once and once, and the job waits", async (state, code, message) => {
    const emulator = await emulate(state);
    const { settle, add, alerts, resolved, advance } = start();
    add("job-1", printerAt(emulator));
    expect(codeOf(await settle("job-1", 1))).toBe(code);
    advance(1_000);
    await settle("job-1", 2);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ printerId: "kitchen", jobId: null, code });
    expect(alerts[0]?.message).toContain(message);
    expect(resolved).toEqual([]);
    emulator.set({ paper: "ok", cover: "closed", error: "none" });
    advance(2_000);
    await expect(settle("job-1")).resolves.toEqual({ status: "printed" });
    expect(resolved).toEqual(["kitchen"]);
    expect(emulator.page().items.filter((item) => item.type === "cut")).toHaveLength(1);
  });

  it.each<[Partial<EmulatorState>, string]>([
    [{ answers: "none" }, "no_answer"],
    [{ answers: "garbage" }, "not_understood"],
  ])("%o leaves the job as it was", async (state, code) => {
    const emulator = await emulate(state);
    const { settle, add } = start({ timeouts: { answer_ms: 1_000 } });
    add("job-1", printerAt(emulator));
    const outcome = await settle("job-1", 1);
    expect(outcome).toMatchObject({ status: "retry", error: { code } });
    expect(emulator.received_bytes()).toBe(0);
  });

  it("and refuses the call once is tried again in silence; the second time people are told", async () => {
    const emulator = await emulate();
    await emulator.refuse();
    const { settle, add, alerts, advance } = start();
    add("job-1", printerAt(emulator));
    expect(codeOf(await settle("job-1", 1))).toBe("refused");
    expect(alerts).toEqual([]);
    advance(1_000);
    await settle("job-1", 2);
    expect(alerts).toMatchObject([{ code: "refused", jobId: null }]);
  });

  it("is tried after waits that double up to a longest, and given up after a bounded number", async () => {
    const emulator = await emulate();
    await emulator.refuse();
    const { settle, add, alerts, advance, waits, printing } = start({
      policy: { tries: 5, first_ms: 1_000, longest_ms: 4_000 },
    });
    add("job-1", printerAt(emulator));
    const seen: number[] = [];
    for (let tries = 1; tries < 5; tries += 1) {
      await settle("job-1", tries);
      await printing.idle();
      seen.push(...waits());
      advance(waits()[0] ?? 0);
    }
    const outcome = await settle("job-1");
    expect(seen).toEqual([1_000, 2_000, 4_000, 4_000]);
    expect(outcome).toMatchObject({ status: "failed", error: { code: "refused" } });
    expect(alerts.at(-1)).toMatchObject({
      jobId: "job-1",
      message: expect.stringContaining(
        "Kitchen printer has not printed this after 5 tries: it refuses the connection.",
      ),
    });
    await printing.idle();
    expect(waits()).toEqual([]);
  });

  it("is tried at a random time in the second half of its wait, so that printers do not call together", async () => {
    const emulator = await emulate();
    await emulator.refuse();
    const { settle, add, waits, printing } = start({ random: () => 0 });
    add("job-1", printerAt(emulator));
    await settle("job-1", 1);
    await printing.idle();
    expect(waits()).toEqual([500]);
  });

  it("is tried at once when a person presses Resume", async () => {
    const emulator = await emulate({ paper: "out" });
    const { jobs, settle, add, printing } = start();
    add("job-1", printerAt(emulator));
    await settle("job-1", 1);
    emulator.set({ paper: "ok" });
    jobs.resume("kitchen");
    printing.wake("kitchen");
    await expect(settle("job-1")).resolves.toEqual({ status: "printed" });
  });

  it("keeps the order of its jobs: a younger one does not overtake", async () => {
    const emulator = await emulate({ paper: "out" });
    const { settle, add, advance, printing } = start();
    const printer = printerAt(emulator);
    add("job-1", printer);
    await settle("job-1", 1);
    emulator.set({ paper: "ok" });
    add("job-2", printer, { ...sampleTicket, tableName: "13" });
    await printing.idle();
    expect(emulator.received_bytes()).toBe(0);
    advance(1_000);
    await settle("job-2");
    expect(pageText(emulator.page())).toMatch(/Table 12[^]*Table 13/);
  });
});
