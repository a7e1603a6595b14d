import type { User } from "@tillbox/shared/contract/staff.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { sinceText } from "./time-words.ts";
import { useSave } from "./use-save.ts";
import { useAtWork } from "./use-team.ts";

/** Somebody forgot to clock in or out: a manager does it for them. */
export function ClockSection({ person }: { person: User }) {
  const { client, figures } = usePos();
  const { run, isBusy, problem } = useSave();
  const { byPerson, again } = useAtWork();
  const entry = byPerson.get(person.id);
  const mayManage = client.session.may("time.manage");
  const post = (path: string, body: object): void =>
    void run({ method: "POST", path: `/api/time-entries${path}`, body }, again);
  return (
    <section class="pos-team-section">
      <SectionLabel>Working time</SectionLabel>
      <Refused problem={problem} />
      <ListRow
        start={<Icon name="clock" size={22} />}
        title={entry ? (entry.status === "paused" ? "On a break" : "At work") : "Not at work"}
        detail={entry ? sinceText(entry, figures.value, client.clock.now.value) : "Nobody clocked them in"}
        {...(mayManage
          ? {
              end: (
                <Button
                  busy={isBusy}
                  onClick={() =>
                    entry ? post(`/${entry.id}/clock-out`, {}) : post("", { userId: person.id })
                  }
                >
                  {entry ? "Clock them out" : "Clock them in"}
                </Button>
              ),
            }
          : {})}
      />
    </section>
  );
}
