import type { Device } from "@tillbox/shared/contract/device.ts";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { listed } from "./device-words.ts";
import { useUsersOf } from "./use-devices.ts";
import { useSave } from "./use-save.ts";

/** Who used it, because their PINs can be tried on what it holds. */
const newPins = (users: readonly string[] | null): string =>
  users === null || users.length === 0
    ? "Whoever used it lately should get a new PIN."
    : `${listed(users)} used it lately and should get ${users.length === 1 ? "a new PIN" : "new PINs"}.`;

function Consequences({ device }: { device: Device }) {
  const users = useUsersOf(device.id);
  return (
    <ul class="pos-device-consequences">
      <li>It is cut off at once, and whoever is signed in on it with it.</li>
      <li>Taps that it has not sent yet stay on it: they count only if it turns up and is paired again.</li>
      <li>{newPins(users)}</li>
    </ul>
  );
}

type Props = { device: Device; isOwn: boolean; onRevoked(): void };

/** A tablet that was lost: asked in place, with what it means. */
export function RevokeDevice({ device, isOwn, onRevoked }: Props) {
  const { notices } = usePos();
  const { run, isBusy, problem } = useSave();
  const [isAsking, setAsking] = useState(false);
  if (isOwn)
    return (
      <p class="pos-team-note">
        This is the device you are on. Revoke it from another one, when its pill shows nothing unsent.
      </p>
    );
  const revoke = (): void =>
    void run({ method: "DELETE", path: `/api/devices/${encodeURIComponent(device.id)}` }, () => {
      notices.say(`${device.name} is revoked`, { icon: "check" });
      onRevoked();
    });
  if (!isAsking)
    return (
      <section class="pos-team-section">
        <Button kind="danger" icon="ban" onClick={() => setAsking(true)}>
          It is lost or given away: revoke it
        </Button>
      </section>
    );
  return (
    <section class="pos-team-section">
      <h3 class="pos-device-question">
        Revoke <bdi>{device.name}</bdi>?
      </h3>
      <Consequences device={device} />
      <Refused problem={problem} />
      <div class="pos-team-actions">
        <Button onClick={() => setAsking(false)}>Keep it</Button>
        <Button kind="danger" icon="ban" busy={isBusy} onClick={revoke}>
          Revoke it
        </Button>
      </div>
    </section>
  );
}

/** What is left to do once a device is out. */
export function Revoked({ device }: { device: Device }) {
  const { client, router } = usePos();
  const users = useUsersOf(device.id);
  return (
    <>
      <Banner tone="attention" icon="key">
        {newPins(users)} If the device turns up, pair it again with a new code.
      </Banner>
      {client.session.may("staff.manage") && (
        <Button icon="people" onClick={() => router.go({ page: "team", part: "people" })}>
          Open People
        </Button>
      )}
    </>
  );
}
