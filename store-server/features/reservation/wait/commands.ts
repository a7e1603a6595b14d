/** The waitlist: who joins the line, who is called, who leaves. */
import type { WaitChange, WaitInput, WaitStatus } from "@tillbox/shared/contract/reservation.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import type { Command, Decision, EventDraft, Reads } from "../../../kernel/types.ts";
import { changedWords, guestWords } from "../commands.ts";
import { waitlist, waitView } from "../entities/rows.ts";
import { checkWaitMove, type WaitState, waitEvent, waits } from "./entry.ts";
import { estimateWait } from "./rows.ts";

const entity = "waitlist-entry";
const target = ({ id }: { id: string }) => ({ entity, id });
const answers = (id: string, events: EventDraft[]): Decision => ({ events, answer: { entity, id } });

export const findWait = (reads: Reads, id: string): WaitState => {
  const found = reads.get(waitlist, id);
  if (!found) throw notFound("waitlist entry", id);
  return found;
};

export const joinWaitlist: Command<WaitInput & { id: string }> = {
  name: "waitlist.join",
  permission: "reservation.manage",
  decide: (input, { reads, at }) => {
    const { id, guests } = input;
    const taken = reads.get(waitlist, id);
    if (taken) throw conflict("There is a waitlist entry with this id already.", waitView(taken));
    const quotedMinutes = input.quotedMinutes ?? estimateWait(reads, guests, at).waitMinutes;
    const data = { guests, ...guestWords(reads, id, input), quotedMinutes };
    return answers(id, [waitEvent(id, "WaitlistJoined", data)]);
  },
};

export const changeWait: Command<WaitChange & { id: string }> = {
  name: "waitlist.change",
  permission: "reservation.manage",
  target,
  decide: ({ id, ...change }, { reads }) => {
    const state = findWait(reads, id);
    const { guests, quotedMinutes } = change;
    if (guests !== undefined && guests !== state.guests && !waits(state))
      throw conflict("They do not wait any more.", waitView(state));
    const changed = {
      ...changedWords(reads, state, change),
      ...(guests === undefined || guests === state.guests ? {} : { guests }),
      ...(quotedMinutes === undefined || quotedMinutes === state.quotedMinutes ? {} : { quotedMinutes }),
    };
    return answers(id, Object.keys(changed).length === 0 ? [] : [waitEvent(id, "WaitlistChanged", changed)]);
  },
};

const moved = (id: string, to: WaitStatus, reason: string | null): EventDraft => {
  if (to === "notified") return waitEvent(id, "WaitlistNotified", {});
  return to === "left" ? waitEvent(id, "WaitlistLeft", { reason }) : waitEvent(id, "WaitlistReturned", {});
};

/** Called to their table, gone, or back in the line. */
export const moveWait: Command<{ id: string; status: WaitStatus; reason: string | null }> = {
  name: "waitlist.status",
  permission: "reservation.manage",
  target,
  decide: ({ id, status, reason }, { reads }) => {
    const state = findWait(reads, id);
    if (state.status === status) return answers(id, []);
    checkWaitMove(state, status);
    return answers(id, [moved(id, status, reason)]);
  },
};
