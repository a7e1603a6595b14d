import type { Device } from "@tillbox/shared/contract/device.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useCallback, useEffect, useState } from "preact/hooks";
import { AddDevice } from "../common/connect/add-device.tsx";
import { useFacts } from "../common/connect/facts.ts";
import { Fingerprint } from "../common/connect/fingerprint.tsx";
import { usePairingCode } from "../common/connect/pairing-codes.ts";
import { usePos } from "./pos.ts";
import { WorkingTime } from "./working-time.tsx";

/** Tells, once each, that a device was added while the code was shown; then the next one needs another code. */
function useAdded(added: (name: string) => void): void {
  const { client } = usePos();
  useEffect(() => {
    const told = new Set<string>();
    return client.on("device:update", (data) => {
      const { id, name, createdAt, updatedAt } = data as Device;
      if (createdAt !== updatedAt || told.has(id)) return;
      told.add(id);
      added(name);
    });
  }, [client, added]);
}

/** A code for the next device; only who may pair devices sees it. */
function AddDeviceSheet({ onClose }: { onClose(): void }) {
  const { client, notices } = usePos();
  const { facts, failed, again } = useFacts();
  const shown = usePairingCode(client.api);
  const { renew } = shown;
  useAdded(
    useCallback(
      (name) => {
        notices.say(`${name} was added.`, { icon: "tablet" });
        renew();
      },
      [notices, renew],
    ),
  );
  return (
    <Sheet open place="end" title="Add a device" onClose={onClose}>
      {facts && <AddDevice facts={facts} shown={shown} />}
      {!facts && failed && (
        <ErrorState
          cause="The box does not answer."
          nextStep="Check that this device is on the store's Wi-Fi."
          onRetry={again}
        />
      )}
      {!facts && !failed && <Skeleton shape="box" height="280px" />}
      {facts?.authority && (
        <div class="connect-compared">
          <SectionLabel>Fingerprint to compare</SectionLabel>
          <Fingerprint of={facts.authority.fingerprint} />
        </div>
      )}
    </Sheet>
  );
}

/** Who is signed in on which device, and how to leave. */
export function PersonSheet({ onClose }: { onClose(): void }) {
  const { client } = usePos();
  const person = client.session.person.value;
  const device = client.session.device.value;
  const role = person?.roleName;
  const [isAdding, setAdding] = useState(false);
  if (isAdding) return <AddDeviceSheet onClose={() => setAdding(false)} />;
  return (
    <Sheet
      open
      place="end"
      title={person?.name ?? ""}
      {...(role === undefined ? {} : { subtitle: role })}
      onClose={onClose}
      actions={
        <Button size="l" icon="lock" onClick={client.lock}>
          Lock
        </Button>
      }
    >
      <ListRow start={<Icon name="store" size={22} />} title={device?.storeName ?? ""} detail="Store" />
      <ListRow start={<Icon name="tablet" size={22} />} title={device?.name ?? ""} detail="This device" />
      {person && client.session.may("time.clock") && <WorkingTime userId={person.id} />}
      {client.session.may("device.manage") && (
        <Button icon="tablet" size="l" wide onClick={() => setAdding(true)}>
          Add a device
        </Button>
      )}
    </Sheet>
  );
}
