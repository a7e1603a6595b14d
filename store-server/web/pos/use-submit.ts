import { useState } from "preact/hooks";
import type { OrderIntent } from "../client/intents.ts";
import type { ApiProblem } from "../client/problem.ts";
import { usePos } from "./pos.ts";

/** Sends one intent from a sheet: busy while it is on its way, the reason when it is refused, `done` when it is not. */
export const useSubmit = () => {
  const { client } = usePos();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const run = async <T>(intent: OrderIntent, done: (answer: T) => void): Promise<void> => {
    setBusy(true);
    setProblem(null);
    const outcome = await client.outbox.submit<T>(intent);
    setBusy(false);
    if (outcome.ok) done(outcome.answer);
    else setProblem(outcome.problem);
  };
  return { run, isBusy, problem };
};
