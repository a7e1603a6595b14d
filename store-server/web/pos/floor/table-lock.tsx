import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { useEffect, useRef, useState } from "preact/hooks";
import { usePos } from "../pos.ts";

/** Well within the time after which the box takes it for given up. */
const renew_ms = 15_000;

/**
 * Says to the others that this person works on the table, as long as its check is on the screen, and shows who else does. A courtesy: it
 * stops nobody, so it is asked for outside of the outbox, and no answer is no matter.
 */
export function TableLock({ tableId }: { tableId: string }) {
  const { client } = usePos();
  const [takesOver, takeOver] = useState(false);
  const table = client.store.tables.all.value.get(tableId);
  const me = client.session.person.value?.id ?? null;
  const leaving = useRef<Promise<unknown>>(Promise.resolve());
  const path = `/api/tables/${encodeURIComponent(tableId)}/lock`;
  useEffect(() => {
    let isHere = true;
    const take = async (): Promise<void> => {
      // Otherwise the leave of before could end what is taken now.
      await leaving.current;
      if (!isHere) return;
      try {
        const answer = await client.api.ask({
          method: "POST",
          path,
          body: takesOver ? { override: true } : {},
        });
        if (isHere) client.store.applyChange("table", answer, false);
      } catch {
        // Somebody else has it, or the box is away: the floor shows either.
      }
    };
    void take();
    const timer = setInterval(() => void take(), renew_ms);
    return () => {
      isHere = false;
      clearInterval(timer);
      leaving.current = client.api.ask({ method: "DELETE", path }).catch(() => undefined);
    };
  }, [path, takesOver, me]);
  const lock = table?.lockedBy;
  if (!lock || lock.userId === me || Date.parse(lock.until) <= client.clock.now.value) return null;
  return (
    <Banner
      tone="attention"
      icon="person"
      action={
        client.session.may("table.override-lock") && <Button onClick={() => takeOver(true)}>Take over</Button>
      }
    >
      {lock.name} works on this table now. What you both add counts.
    </Banner>
  );
}
