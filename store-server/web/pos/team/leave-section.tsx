import { Button } from "@tillbox/shared/ui/button.tsx";
import { useState } from "preact/hooks";
import { Refused } from "../refusal.tsx";
import { useSave } from "./use-save.ts";

type Props = { id: string; name: string; onLeft(): void };

/** Somebody leaves: asked in place, because their PIN stops working in that moment. */
export function LeaveSection({ id, name, onLeft }: Props) {
  const { run, isBusy, problem } = useSave();
  const [isAsking, setAsking] = useState(false);
  const leave = (): void =>
    void run({ method: "DELETE", path: `/api/users/${encodeURIComponent(id)}` }, onLeft);
  return (
    <section class="pos-team-section">
      {!isAsking && (
        <Button kind="danger" icon="log-out" onClick={() => setAsking(true)}>
          They do not work here any more
        </Button>
      )}
      {isAsking && (
        <>
          <p>
            <bdi>{name}</bdi> is signed out everywhere, and their PIN and password stop working. Their name
            stays on checks and reports. You can bring them back.
          </p>
          <Refused problem={problem} />
          <div class="pos-team-actions">
            <Button onClick={() => setAsking(false)}>Keep them</Button>
            <Button kind="danger" icon="log-out" busy={isBusy} onClick={leave}>
              Let them leave
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
