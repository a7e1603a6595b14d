/** Reads that a screen needs beside what it holds live: the last answer stays in sight while the next one is on its way. */
import { useEffect, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { usePos } from "../pos.ts";

export type Reading<T> = { value: T | null; problem: ApiProblem | null; isReading: boolean; again(): void };

/** `path` null: nothing to read. `stamp`: read again when it changes. `pause_ms`: waits for the end of typing. */
export const useRead = <T>(path: string | null, stamp: unknown = 0, pause_ms = 0): Reading<T> => {
  const { client } = usePos();
  const [state, setState] = useState<{ path: string | null; value: T | null; problem: ApiProblem | null }>({
    path: null,
    value: null,
    problem: null,
  });
  const [round, setRound] = useState(0);
  useEffect(() => {
    if (path === null) return setState({ path, value: null, problem: null });
    let isWanted = true;
    const read = async (): Promise<void> => {
      try {
        const value = await client.api.get<T>(path);
        if (isWanted) setState({ path, value, problem: null });
      } catch (error) {
        if (isWanted) setState((before) => ({ ...before, path, problem: asProblem(error) }));
      }
    };
    const timer = setTimeout(() => void read(), pause_ms);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [path, stamp, round]);
  const again = (): void => setRound((count) => count + 1);
  return { value: state.value, problem: state.problem, isReading: state.path !== path, again };
};
