import { Button } from "@tillbox/shared/ui/button.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSave } from "../team/use-save.ts";

type Props = { what: string; path: string; onRemoved(): void };

/** Takes something off the menu for good; what was sold of it stays in the books. Asked in place. */
export function RemoveRecord({ what, path, onRemoved }: Props) {
  const { notices } = usePos();
  const { run, isBusy, problem } = useSave();
  const [isAsking, setAsking] = useState(false);
  const remove = (): void =>
    void run({ method: "DELETE", path }, () => {
      notices.say(`${what} is removed`, { icon: "check" });
      onRemoved();
    });
  return (
    <section class="pos-menu-remove">
      <Refused problem={problem} />
      {!isAsking && (
        <Button kind="danger" icon="trash" onClick={() => setAsking(true)}>
          {`Remove ${what}`}
        </Button>
      )}
      {isAsking && (
        <>
          <p>What was sold of it stays in the books and in reports.</p>
          <div class="pos-menu-draft-actions">
            <Button onClick={() => setAsking(false)}>Keep it</Button>
            <Button kind="danger" icon="trash" busy={isBusy} onClick={remove}>
              Yes, remove it
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
