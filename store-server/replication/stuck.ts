/** What only a person can mend: the reason, and what to do. */
import type { Reply } from "./hub-client.ts";

export class Stuck extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Stuck";
  }
}

export const fenced = (hubEpoch: number, ownEpoch: number): Stuck =>
  new Stuck(
    `The hub is in epoch ${hubEpoch} of this store, this box in ${ownEpoch}: another box took over. Take this one out of service, or restore it from a newer backup.`,
  );

export const overtaken = (ackedSeq: number, lastSeq: number): Stuck =>
  new Stuck(
    `The hub holds entries up to ${ackedSeq}, this box only up to ${lastSeq}. Restore the box from its newest backup, which begins a new epoch.`,
  );

export const refusedBy = (
  reply: Extract<Reply<unknown>, { kind: "unauthorized" | "invalid" | "too_large" }>,
): Stuck =>
  reply.kind === "unauthorized"
    ? new Stuck(
        `The hub does not accept this store any more: ${reply.message} Enrol it again with a new code.`,
      )
    : new Stuck(
        `The hub refuses the journal: ${reply.message} Nothing is lost: run tillbox verify on this box, then ask for help.`,
      );
