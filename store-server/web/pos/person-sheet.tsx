import { Button } from "@tillbox/shared/ui/button.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { AddDeviceSheet } from "./add-device-sheet.tsx";
import { usePos } from "./pos.ts";
import { WorkingTime } from "./working-time.tsx";

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
