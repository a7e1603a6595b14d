/**
 * Data of a page, kept fresh without a flicker: read at once, then every 15 seconds while the page is in sight, and when it comes back. What
 * was read stays on the screen while the next answer is on its way or the hub is away; `problem` says since when it is.
 */
import { useEffect, useRef, useState } from "preact/hooks";
import { asProblem, type HubProblem } from "./problem.ts";

export const every_ms = 15_000;

export type Fresh<T> = {
  data: T | null;
  /** Why the last try failed; null when it did not. */
  problem: HubProblem | null;
  /** The first answer for this key is still on its way. */
  isLoading: boolean;
  again: () => void;
};

type State<T> = { key: string; data: T | null; problem: HubProblem | null };

/** `load` is called with what it answered last for the same key, so that it may ask only for what changed. */
export const useFresh = <T>(key: string, load: (before: T | null) => Promise<T>): Fresh<T> => {
  const [state, setState] = useState<State<T>>({ key, data: null, problem: null });
  const latest = useRef({ load, state });
  latest.current = { load, state };
  const run = useRef<() => void>(() => undefined);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const read = async (): Promise<void> => {
      clearTimeout(timer);
      const { state: known } = latest.current;
      const before = known.key === key ? known.data : null;
      try {
        const data = await latest.current.load(before);
        if (!isOver) setState({ key, data, problem: null });
      } catch (error) {
        if (!isOver) setState({ key, data: before, problem: asProblem(error) });
      }
      if (!isOver) timer = setTimeout(next, every_ms);
    };
    const next = (): void => {
      if (document.visibilityState === "visible") void read();
    };
    run.current = () => void read();
    void read();
    document.addEventListener("visibilitychange", next);
    window.addEventListener("online", next);
    return () => {
      isOver = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", next);
      window.removeEventListener("online", next);
    };
  }, [key]);
  const isCurrent = state.key === key;
  return {
    data: isCurrent ? state.data : null,
    problem: isCurrent ? state.problem : null,
    isLoading: !isCurrent || (state.data === null && state.problem === null),
    again: () => run.current(),
  };
};
