import { newId } from "@tillbox/shared/id.ts";
import { useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { usePos } from "../pos.ts";

export type Save = { method: "POST" | "PUT" | "DELETE"; path: string; body?: unknown };

/**
 * Sends one edit of the back office, and waits for its answer. It never waits in the outbox: a PIN or a password is kept nowhere. The
 * key of the tap stays as long as nobody knows what became of it, so that trying again makes nothing twice.
 */
export const useSave = () => {
  const { client } = usePos();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [open, setOpen] = useState<{ text: string; key: string } | null>(null);
  const run = async <T>(save: Save, done: (answer: T) => void): Promise<void> => {
    const text = JSON.stringify(save);
    const key = open?.text === text ? open.key : newId();
    setBusy(true);
    setProblem(null);
    try {
      const answer = await client.api.ask<T>({ ...save, key });
      setOpen(null);
      setBusy(false);
      done(answer);
    } catch (error) {
      const why = asProblem(error);
      setOpen(why.code === "offline" || why.code === "timeout" ? { text, key } : null);
      setProblem(why);
      setBusy(false);
    }
  };
  return { run, isBusy, problem, forget: () => setProblem(null) };
};
