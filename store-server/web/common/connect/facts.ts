/** Where the box is reached and by which certificates it is known; asked of the box itself, without a sign-in. */
import type { Connect } from "@tillbox/shared/contract/connect.ts";
import { useEffect, useState } from "preact/hooks";

export type { Connect };
export type FactsState = {
  facts: Connect | null;
  failed: boolean;
  /** The box's clock less this device's, to the second. */
  skew_ms: number;
  again(): void;
};

const refresh_ms = 15_000;

export const useFacts = (): FactsState => {
  const [facts, setFacts] = useState<Connect | null>(null);
  const [failed, setFailed] = useState(false);
  const [skew_ms, setSkew] = useState(0);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let isOver = false;
    const ask = async (): Promise<void> => {
      try {
        const response = await fetch("/api/connect", { signal: AbortSignal.timeout(5000) });
        if (!response.ok) throw new Error(String(response.status));
        const answer = (await response.json()) as Connect;
        if (isOver) return;
        setFacts(answer);
        setSkew(Date.parse(response.headers.get("date") ?? "") - Date.now() || 0);
        setFailed(false);
      } catch {
        if (!isOver) setFailed(true);
      }
    };
    void ask();
    const timer = setInterval(() => void ask(), refresh_ms);
    return () => {
      isOver = true;
      clearInterval(timer);
    };
  }, [turn]);
  return { facts, failed, skew_ms, again: () => setTurn(turn + 1) };
};
