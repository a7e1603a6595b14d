import { useEffect, useState } from "preact/hooks";
import type { Report } from "./report.ts";

const again_ms = 5000;

/** Asked every few seconds. `isLost`: the box did not answer the last time; the report is the one before. */
export const useReport = (): { report: Report | null; isLost: boolean; at: number } => {
  const [state, setState] = useState({ report: null as Report | null, isLost: false, at: 0 });
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const ask = async (): Promise<void> => {
      try {
        // 503 is an answer too: it says what is down.
        const response = await fetch("/health", { cache: "no-store", signal: AbortSignal.timeout(4000) });
        const report = (await response.json()) as Report;
        if (!isOver) setState({ report, isLost: false, at: Date.now() });
      } catch {
        if (!isOver) setState((before) => ({ ...before, isLost: true }));
      }
      if (!isOver) timer = setTimeout(() => void ask(), again_ms);
    };
    void ask();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, []);
  return state;
};
