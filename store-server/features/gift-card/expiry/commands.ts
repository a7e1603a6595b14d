/**
 * Writes off what is left on cards whose last day is over: at the start of the box and within the hour after a day begins, so that it
 * is an event of that day, whoever looks or not. Paying with such a card is refused before that already. Nothing is written while
 * there is nothing to write off.
 */
import { newId } from "@tillbox/shared/id.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { systemActor } from "../../staff/rows.ts";
import { expireGiftCards, expiryStep, lapsedCards } from "../commands.ts";

const hour_ms = 3_600_000;

/** One round; resolves with the number of cards that were written off. */
export const writeOff = async (kernel: Kernel): Promise<number> => {
  const found = lapsedCards(kernel, kernel.clock.now()).length;
  if (found === 0) return 0;
  const command = {
    command: expireGiftCards,
    input: {},
    commandId: newId(),
    fingerprint: "",
    actor: systemActor,
  };
  const answer = await kernel.execute(command);
  if (!answer.ok) throw new Error(answer.refusal.message);
  return found < expiryStep ? found : found + (await writeOff(kernel));
};

type ExpiryLog = { error(details: object, message: string): void };

/** Starts the hourly round; returns what stops it. */
export const keepExpiry = (kernel: Kernel, log: ExpiryLog): (() => void) => {
  let isStopped = false;
  const round = (): void => {
    writeOff(kernel).catch((error: unknown) => {
      if (!isStopped)
        log.error({ err: error }, "gift cards that ran out were not written off; it is tried again");
    });
  };
  const timer = setInterval(round, hour_ms);
  timer.unref();
  round();
  return () => {
    isStopped = true;
    clearInterval(timer);
  };
};
