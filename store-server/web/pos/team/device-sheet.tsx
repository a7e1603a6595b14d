import type { Device } from "@tillbox/shared/contract/device.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { TextField } from "@tillbox/shared/ui/field.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { useState } from "preact/hooks";
import { fieldProblems, unplaced } from "../field-problems.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { clockWords, seenWords, typeIcons, typeWords } from "./device-words.ts";
import { RevokeDevice, Revoked } from "./revoke-device.tsx";
import { useWhen } from "./use-devices.ts";
import { useSave } from "./use-save.ts";

const pathOf = (id: string): string => `/api/devices/${encodeURIComponent(id)}`;

function Facts({ device }: { device: Device }) {
  const when = useWhen();
  const clock = device.revoked ? null : clockWords(device);
  return (
    <div>
      <ListRow
        start={<Icon name={typeIcons[device.type]} size={22} />}
        title={seenWords(device, when)}
        detail={`${typeWords[device.type]}, paired ${when(device.createdAt)}`}
      />
      {device.person && !device.revoked && (
        <ListRow
          start={<Icon name="person" size={22} />}
          title={device.person.name}
          detail="Signed in on it"
        />
      )}
      {clock !== null && (
        <ListRow
          start={<Icon name="clock" size={22} />}
          title={clock}
          detail="Set the time in its settings. Orders are not touched by it."
        />
      )}
    </div>
  );
}

type Props = { device: Device; onClose(): void; onChanged(): void };

function useName({ device, onClose, onChanged }: Props) {
  const { notices } = usePos();
  const { run, isBusy, problem } = useSave();
  const [name, setName] = useState(device.name);
  const wanted = name.trim();
  const save = (): void => {
    if (wanted === device.name) return onClose();
    void run({ method: "PUT", path: pathOf(device.id), body: { name: wanted } }, () => {
      notices.say(`${device.name} is called ${wanted} now`, { icon: "check" });
      onChanged();
      onClose();
    });
  };
  return { name, setName, save, isBusy, problem, isEmpty: wanted === "" };
}

/** One device: how it stands, its name, and the end of it. */
export function DeviceSheet(props: Props) {
  const { device, onClose, onChanged } = props;
  const { client } = usePos();
  const edit = useName(props);
  const mayManage = client.session.may("device.manage");
  const isOwn = client.session.device.value?.deviceId === device.id;
  const mayName = mayManage && !device.revoked;
  return (
    <Sheet
      open
      place="end"
      title={device.name}
      subtitle={isOwn ? "This device" : typeWords[device.type]}
      onClose={onClose}
      actions={
        mayName && (
          <>
            <Button size="l" onClick={onClose}>
              Cancel
            </Button>
            <Button
              size="l"
              kind="primary"
              icon="check"
              busy={edit.isBusy}
              disabled={edit.isEmpty}
              onClick={edit.save}
            >
              Save
            </Button>
          </>
        )
      }
    >
      <div class="pos-team-editor">
        <Facts device={device} />
        <Refused problem={unplaced(edit.problem, (path) => path === "name")} />
        {mayName && (
          <TextField
            label="Name"
            value={edit.name}
            maxLength={120}
            error={fieldProblems(edit.problem).get("name")}
            onInput={edit.setName}
          />
        )}
        {device.revoked && <Revoked device={device} />}
        {mayName && <RevokeDevice device={device} isOwn={isOwn} onRevoked={onChanged} />}
      </div>
    </Sheet>
  );
}
