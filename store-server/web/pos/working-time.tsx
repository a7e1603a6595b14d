import type { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { formatElapsed, minutesBetween } from "@tillbox/shared/ui/format.ts";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useEffect, useState } from "preact/hooks";
import { type ApiProblem, asProblem } from "../client/problem.ts";
import { usePos } from "./pos.ts";
import { Refused } from "./refusal.tsx";

type Move = "break-start" | "break-end" | "clock-out";
/** undefined while it is not known yet; null for somebody who is not at work. */
type Entry = TimeEntry | null | undefined;

/** The open working time of whoever is signed in, and what they can do with it. The key of a tap stays until it was answered. */
function useWorkingTime(userId: string) {
  const { client } = usePos();
  const [entry, setEntry] = useState<Entry>();
  const [problem, setProblem] = useState<ApiProblem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [key, setKey] = useState(newId);
  const attempt = async (work: () => Promise<Entry>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    try {
      setEntry(await work());
      setKey(newId());
    } catch (error) {
      const why = asProblem(error);
      setProblem(why);
      if (why.code !== "offline" && why.code !== "timeout") setKey(newId());
    }
    setBusy(false);
  };
  const load = async (): Promise<Entry> => {
    const path = `/api/time-entries?userId=${userId}&open=true&limit=1`;
    return (await client.api.get<{ items: TimeEntry[] }>(path)).items[0] ?? null;
  };
  const post = (path: string): Promise<TimeEntry> =>
    client.api.ask<TimeEntry>({ method: "POST", path: `/api/time-entries${path}`, body: {}, key });
  useEffect(() => void attempt(load), [userId]);
  return {
    entry,
    problem,
    isBusy,
    clockIn: () => void attempt(() => post("")),
    move: (move: Move) =>
      void attempt(async () => {
        const moved = await post(`/${entry?.id}/${move}`);
        return moved.status === "ended" ? null : moved;
      }),
  };
}

function since(entry: TimeEntry): { title: string; from: string } {
  const pause = entry.breaks.find(({ endedAt }) => endedAt === null);
  return pause ? { title: "On a break", from: pause.startedAt } : { title: "At work", from: entry.startedAt };
}

/** Clock in, take a break, go home. */
export function WorkingTime({ userId }: { userId: string }) {
  const { client, figures } = usePos();
  const { entry, problem, isBusy, clockIn, move } = useWorkingTime(userId);
  const now = client.clock.now.value;
  if (entry === undefined && !problem) return <Skeleton height="64px" shape="box" />;
  const state = entry ? since(entry) : { title: "Not clocked in", from: null };
  const detail = state.from
    ? `since ${figures.value.time(state.from)} · ${formatElapsed(minutesBetween(Date.parse(state.from), now))}`
    : "Working time";
  return (
    <section class="pos-time">
      <ListRow start={<Icon name="clock" size={22} />} title={state.title} detail={detail} />
      <Refused problem={problem} />
      <div class="pos-time-actions">
        {!entry && (
          <Button size="l" wide kind="primary" icon="clock" busy={isBusy} onClick={clockIn}>
            Clock in
          </Button>
        )}
        {entry && (
          <Button
            size="l"
            busy={isBusy}
            onClick={() => move(entry.status === "paused" ? "break-end" : "break-start")}
          >
            {entry.status === "paused" ? "End the break" : "Take a break"}
          </Button>
        )}
        {entry && (
          <Button size="l" busy={isBusy} onClick={() => move("clock-out")}>
            Clock out
          </Button>
        )}
      </div>
    </section>
  );
}
