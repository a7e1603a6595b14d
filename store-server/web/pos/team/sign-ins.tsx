import type { Device } from "@tillbox/shared/contract/device.ts";
import type { Session } from "@tillbox/shared/contract/staff.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import type { z } from "zod";
import { useRead } from "../customers/use-read.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSave } from "./use-save.ts";

type SignIn = z.infer<typeof Session>;

/** Where somebody is signed in, and the end of it: for a tablet that was lost, or a PIN that was seen. */
export function SignIns({ userId }: { userId: string }) {
  const { client, figures } = usePos();
  const { run, isBusy, problem } = useSave();
  const { value, again } = useRead<{ items: SignIn[] }>(`/api/sessions?limit=100&userId=${userId}`);
  const devices = useRead<{ items: Device[] }>(
    client.session.may("device.read") ? "/api/devices?limit=500" : null,
  ).value;
  if (value === null || value.items.length === 0) return null;
  const placeOf = ({ deviceId, address }: SignIn): string =>
    devices?.items.find(({ id }) => id === deviceId)?.name ??
    (deviceId === null ? address : "A paired device");
  return (
    <section class="pos-team-section">
      <SectionLabel>Signed in</SectionLabel>
      <Refused problem={problem} />
      {value.items.map((session) => (
        <ListRow
          key={session.id}
          start={<Icon name="tablet" size={22} />}
          title={placeOf(session)}
          detail={`since ${figures.value.dayTime(Date.parse(session.createdAt))}`}
          end={
            session.current ? (
              "this one"
            ) : (
              <Button
                kind="danger"
                busy={isBusy}
                label={`End the sign-in on ${placeOf(session)}`}
                onClick={() => void run({ method: "DELETE", path: `/api/sessions/${session.id}` }, again)}
              >
                End it
              </Button>
            )
          }
        />
      ))}
    </section>
  );
}
