import { useState } from "preact/hooks";
import type { OrderIntent } from "../client/intents.ts";
import type { ApiProblem } from "../client/problem.ts";
import { usePos } from "./pos.ts";

type Again = (approval: string) => void;

/**
 * Sends one intent from a sheet: busy while it is on its way, the reason when it is refused, `done` when it is not. What a manager may
 * let through is sent again with their approval: give `onApproved` to `Refused`.
 */
export const useSubmit = () => {
  const { client } = usePos();
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ problem: ApiProblem; again: Again } | null>(null);
  const run = async <T>(intent: OrderIntent, done: (answer: T) => void): Promise<void> => {
    setBusy(true);
    setRefused(null);
    const outcome = await client.outbox.submit<T>(intent);
    setBusy(false);
    if (outcome.ok) return done(outcome.answer);
    const again: Again = (approval) => void run({ ...intent, approval }, done);
    setRefused({ problem: outcome.problem, again });
  };
  return { run, isBusy, problem: refused?.problem ?? null, onApproved: refused?.again };
};
