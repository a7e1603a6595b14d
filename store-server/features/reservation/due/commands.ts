/**
 * The clock of reservations: keeps their tables when their time is near, gives up guests who do not come. What it does is a command as
 * any other, with an event that a replay reads, so no view ever depends on when somebody looks. It sleeps until the next time that is
 * due, and looks again after every commit, since that may have brought an earlier one; a box that was off catches up at its start.
 */
import { query } from "../../../kernel/database.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import type { Command } from "../../../kernel/types.ts";
import { setting } from "../../settings/rows.ts";
import { systemActor } from "../../staff/rows.ts";
import { holdReservation, missedAt, missReservation } from "../commands.ts";
import { minutesAfter } from "../reservation.ts";

type DueRow = { id: string; starts_at: string; version: number };
const next = query<[string], DueRow>(
  "SELECT id, starts_at, version FROM reservations WHERE awaits = ? ORDER BY starts_at, id LIMIT 1",
);

type Due = { at: string; row: DueRow; command: Command<{ id: string }> };

/** What comes next, and when. */
const nextDue = (kernel: Kernel): Due | null => {
  const hold = next.get(kernel.db, "hold");
  const missed = next.get(kernel.db, "no-show");
  const lead = setting(kernel, "reservation.hold_minutes");
  const gone = missed ? missedAt(kernel, missed.starts_at) : null;
  const found: Due[] = [
    ...(hold ? [{ at: minutesAfter(hold.starts_at, -lead), row: hold, command: holdReservation }] : []),
    ...(missed && gone !== null ? [{ at: gone, row: missed, command: missReservation }] : []),
  ];
  return found.toSorted((a, b) => (a.at < b.at ? -1 : 1))[0] ?? null;
};

/** Does all that is due; resolves with when to look again, null where nothing waits. */
export const doWhatIsDue = async (kernel: Kernel): Promise<string | null> => {
  for (;;) {
    const due = nextDue(kernel);
    if (!due || due.at > kernel.clock.now()) return due?.at ?? null;
    const { command, row } = due;
    const answer = await kernel.execute({
      command,
      input: { id: row.id },
      commandId: `${command.name}:${row.id}:${row.version}:${due.at}`,
      fingerprint: "",
      actor: systemActor,
    });
    // It was due, so it has changed; else this would go round for ever.
    if (!answer.ok || answer.version === 0 || answer.replay)
      throw new Error(`${command.name} did nothing to reservation ${row.id}`);
  }
};

type DueLog = { error(details: object, message: string): void };
/** Box time may be set, so it is never slept through. */
const longest_ms = 60_000;

/** Starts the clock; returns what stops it. */
export const keepReservations = (kernel: Kernel, log: DueLog): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isBusy = false;
  let isStopped = false;
  /** After a failure nothing is tried before this. */
  let notBefore = "";
  const sleep = (due: string | null): void => {
    clearTimeout(timer);
    if (isStopped || due === null) return;
    const until = due > notBefore ? due : notBefore;
    const left_ms = Date.parse(until) - Date.parse(kernel.clock.now());
    timer = setTimeout(() => void round(), Math.min(Math.max(left_ms, 1), longest_ms));
    timer.unref();
  };
  const round = async (): Promise<void> => {
    if (isBusy || isStopped) return;
    isBusy = true;
    let until: string | null;
    try {
      until = await doWhatIsDue(kernel);
    } catch (error) {
      if (!isStopped) log.error({ err: error }, "a reservation's time came and could not be kept");
      notBefore = minutesAfter(kernel.clock.now(), 1);
      until = notBefore;
    }
    isBusy = false;
    sleep(until);
  };
  const look = (): void => {
    if (!isBusy) sleep(nextDue(kernel)?.at ?? null);
  };
  const stop = kernel.onCommit(look);
  void round();
  return () => {
    isStopped = true;
    stop();
    clearTimeout(timer);
  };
};
