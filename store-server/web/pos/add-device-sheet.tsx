import type { Device } from "@tillbox/shared/contract/device.ts";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useCallback, useEffect } from "preact/hooks";
import { AddDevice } from "../common/connect/add-device.tsx";
import { useFacts } from "../common/connect/facts.ts";
import { Fingerprint } from "../common/connect/fingerprint.tsx";
import { usePairingCode } from "../common/connect/pairing-codes.ts";
import { usePos } from "./pos.ts";

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
export function AddDeviceSheet({ onClose }: { onClose(): void }) {
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
