/**
 * Closes days by itself where `day.auto_close` says so: at the cutover, and at the start of a box that slept through it. Which days wait
 * is read from the journal's parts, so a round that was missed is made up for by the next one, and one that comes twice finds nothing:
 * the command's id is made from the part that it closes. A day that somebody closes by hand in between is closed once.
 */
import { newId } from "@tillbox/shared/id.ts";
import { nextBusinessDayAt } from "@tillbox/shared/time.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { dayAt, setting } from "../../settings/rows.ts";
import { systemActor } from "../../staff/rows.ts";
import { closeDay } from "../commands.ts";
import { waitingRanges } from "../rows.ts";

/** The wall clock may be set and the cutover changed meanwhile, so it never sleeps longer. */
const longestSleep_ms = 600_000;

/** One round; resolves with the number of days that it closed. Refused once, a day waits for a person. */
export const closePastDays = async (kernel: Kernel): Promise<number> => {
  let closed = 0;
  while (setting(kernel, "day.auto_close")) {
    const [range] = waitingRanges(kernel.db);
    if (!range || range.businessDay >= dayAt(kernel, kernel.clock.now())) break;
    const answer = await kernel.execute({
      command: closeDay,
      input: { id: newId(), businessDay: range.businessDay, automatic: true },
      commandId: `day-close-${kernel.epoch}-${range.last}`,
      fingerprint: "",
      actor: systemActor,
    });
    if (!answer.ok) throw new Error(answer.refusal.message);
    closed += 1;
  }
  return closed;
};

/** How long until the next day begins, or until it is time to look again. */
export const sleepUntilNextDay = (kernel: Kernel): number => {
  const now = Date.parse(kernel.clock.now());
  const next = nextBusinessDayAt(
    now,
    setting(kernel, "store.time_zone"),
    setting(kernel, "business_day.cutover"),
  );
  return Math.min(next - now, longestSleep_ms);
};

type DayLog = { error(details: object, message: string): void };

/** Starts at once and goes on; returns what stops it. */
export const keepDays = (kernel: Kernel, log: DayLog): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;
  const round = async (): Promise<void> => {
    // Before it looks: a day that ends while it does would else be found ten minutes late.
    const sleep = sleepUntilNextDay(kernel);
    try {
      await closePastDays(kernel);
    } catch (error) {
      if (!isStopped) log.error({ err: error }, "a business day could not be closed; it is tried again");
    }
    if (isStopped) return;
    timer = setTimeout(() => void round(), sleep);
    timer.unref();
  };
  void round();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
};
