/**
 * Refusals that leave a trace. A refused command writes nothing to the journal, with one exception: where being told no says something
 * that the asker may not know, that they asked is an event. The decider throws the refusal with those events; they are appended in the
 * savepoint that stores the refusal, so the same tap again leaves no second one. They spend no approval.
 */
import type { Refusal } from "@tillbox/shared/refusal.ts";
import type { EventDraft } from "./types.ts";

const traces = new WeakMap<Refusal, readonly EventDraft[]>();

/** The refusal, to be thrown. */
export const traced = (refusal: Refusal, events: readonly EventDraft[]): Refusal => {
  traces.set(refusal, events);
  return refusal;
};

export const traceOf = (refusal: Refusal): readonly EventDraft[] => traces.get(refusal) ?? [];
