import type { DayReport, XReport } from "@tillbox/shared/contract/day.ts";
import { useEffect, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../../client/problem.ts";
import { usePos } from "../pos.ts";

export type Day = { x: XReport; earlier: readonly DayReport[] };
const shownReports = 14;

/** The day so far, the oldest that nobody closed first, and the last Zs. Read again when a payment was taken or a day was closed. */
export const useDay = () => {
  const { client } = usePos();
  const [day, setDay] = useState<Day | null>(null);
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const isReady = client.store.load.value.step === "ready";
  const read = async (): Promise<void> => {
    try {
      const today = await client.api.get<XReport>("/api/day-reports/x");
      const [waiting] = today.waitingDays;
      const x =
        waiting === undefined
          ? today
          : await client.api.get<XReport>(`/api/day-reports/x?businessDay=${waiting}`);
      const { items } = await client.api.get<{ items: DayReport[] }>(
        `/api/day-reports?limit=${shownReports}`,
      );
      setDay({ x, earlier: items });
      setProblem(null);
    } catch (error) {
      setProblem(asProblem(error));
    }
  };
  useEffect(() => {
    if (!isReady) return;
    void read();
    let waits: ReturnType<typeof setTimeout> | undefined;
    const soon = (): void => {
      clearTimeout(waits);
      waits = setTimeout(() => void read(), 400);
    };
    const events = ["payment:update", "day:update", "drawer:update"] as const;
    const stops = events.map((event) => client.on(event, soon));
    return () => {
      clearTimeout(waits);
      for (const stop of stops) stop();
    };
  }, [isReady]);
  return { day, problem, read: () => void read() };
};
