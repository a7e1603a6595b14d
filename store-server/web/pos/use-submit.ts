import { useState } from "preact/hooks";
import type { OrderIntent } from "../client/intents.ts";
import { type ApiProblem, unreachable } from "../client/problem.ts";
import { usePos } from "./pos.ts";

type Again = (approval: string) => void;

/**
 * Sends one intent from a sheet: busy while it is on its way, the reason when it is refused, `done` when it is not. `run` is done as soon
 * as it waits on this device, should the box be away; `ask` is for what only the box can do, and says at once that it is away. What a
 * manager may let through is sent again with their approval: give `onApproved` to `Refused`.
 */
export const useSubmit = () => {
  const { client, notices } = usePos();
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ problem: ApiProblem; again: Again } | null>(null);
  const send = async (intent: OrderIntent, done: (answer: unknown) => void): Promise<void> => {
    const again: Again = (approval) => void send({ ...intent, approval }, done);
    setRefused(null);
    if (intent.asksOnce && client.isAway.peek()) return setRefused({ problem: unreachable(), again });
    setBusy(true);
    const outcome = await client.outbox.submit(intent);
    setBusy(false);
    // Nothing on the screen shows it before the box has answered.
    if (outcome.ok && outcome.isLater && !intent.effect) {
      const how = outcome.isKept
        ? "safe here, and waits for the box"
        : "in this page only, and waits for the box";
      notices.say(`${intent.label}: ${how}`, { icon: "clock" });
    }
    if (outcome.ok) return done(outcome.answer);
    setRefused({ problem: outcome.problem, again });
  };
  return {
    run: (intent: OrderIntent, done: () => void): Promise<void> => send(intent, () => done()),
    ask: <T>(intent: OrderIntent, done: (answer: T) => void): Promise<void> =>
      send({ ...intent, asksOnce: true }, (answer) => done(answer as T)),
    isBusy,
    problem: refused?.problem ?? null,
    onApproved: refused?.again,
  };
};
