import type { Device } from "@tillbox/shared/contract/device.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { AddDeviceSheet } from "../add-device-sheet.tsx";
import { usePos } from "../pos.ts";
import { DeviceSheet } from "./device-sheet.tsx";
import { clockWords, groupsOf, seenWords, typeIcons, typeWords } from "./device-words.ts";
import { PapersToLookAt } from "./papers-to-look-at.tsx";
import { ReadFailed } from "./read-failed.tsx";
import { useDevices, useWhen } from "./use-devices.ts";

function Facts({ device }: { device: Device }) {
  const isOwn = usePos().client.session.device.value?.deviceId === device.id;
  const clock = device.revoked ? null : clockWords(device);
  return (
    <span class="pos-device-facts">
      {clock !== null && (
        <Pill tone="attention" icon="clock" size="s">
          {clock}
        </Pill>
      )}
      {isOwn && (
        <Pill tone="new" size="s">
          This device
        </Pill>
      )}
    </span>
  );
}

type ListProps = { title: string; devices: readonly Device[]; onOpen(device: Device): void };

function DeviceList({ title, devices, onOpen }: ListProps) {
  const when = useWhen();
  if (devices.length === 0) return null;
  return (
    <Card title={title} aside={`${devices.length}`}>
      <div class="pos-devices">
        {devices.map((device) => (
          <ListRow
            key={device.id}
            start={<Icon name={typeIcons[device.type]} size={24} />}
            title={device.name}
            detail={[
              typeWords[device.type],
              device.connected && !device.revoked && device.person?.name,
              seenWords(device, when),
            ]
              .filter(Boolean)
              .join(" · ")}
            end={<Facts device={device} />}
            opens
            onSelect={() => onOpen(device)}
          />
        ))}
      </div>
    </Card>
  );
}

function NoOther() {
  return (
    <EmptyState icon="tablet" title="No other device is paired">
      Press Add a device, and scan the code with the new tablet's camera.
    </EmptyState>
  );
}

/** Everything that is paired with the box: what is here, who works on it, and the end of a tablet that was lost. */
export function DevicesPanel() {
  const { client } = usePos();
  const { items, problem, again } = useDevices();
  const [openId, setOpen] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const ownId = client.session.device.value?.deviceId ?? null;
  if (items === null)
    return problem ? (
      <ReadFailed what="The devices" problem={problem} onRetry={again} />
    ) : (
      <Skeleton shape="box" height="320px" />
    );
  const groups = groupsOf(items, ownId);
  const open = items.find(({ id }) => id === openId);
  const show = (device: Device): void => setOpen(device.id);
  return (
    <div class="pos-team-list">
      {client.session.may("device.manage") && (
        <div class="pos-team-bar">
          <p class="pos-team-note">A tablet that is lost or given away is revoked here.</p>
          <Button kind="primary" icon="plus" onClick={() => setAdding(true)}>
            Add a device
          </Button>
        </div>
      )}
      <PapersToLookAt />
      <DeviceList title="Here now" devices={groups.connected} onOpen={show} />
      <DeviceList title="Away" devices={groups.away} onOpen={show} />
      {items.every(({ id, revoked }) => id === ownId || revoked) && <NoOther />}
      <DeviceList title="Revoked" devices={groups.revoked} onOpen={show} />
      {open && <DeviceSheet key={open.id} device={open} onClose={() => setOpen(null)} onChanged={again} />}
      {isAdding && <AddDeviceSheet onClose={() => setAdding(false)} />}
    </div>
  );
}
