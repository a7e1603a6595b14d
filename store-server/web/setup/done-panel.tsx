import { Button } from "@tillbox/shared/ui/button.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import type { Api } from "../client/api.ts";
import { AddDevice } from "../common/connect/add-device.tsx";
import { useFacts } from "../common/connect/facts.ts";
import { Fingerprint } from "../common/connect/fingerprint.tsx";
import { usePairingCode } from "../common/connect/pairing-codes.ts";

/** The store is there; the first device is led in by a code for its camera, or is this one. */
export function DonePanel({ api }: { api: Api }) {
  const { facts, failed, again } = useFacts();
  const shown = usePairingCode(api);
  const here = shown.code === null ? "/pos/" : `/pos/#code=${shown.code}`;
  return (
    <section class="setup-form setup-done">
      <h2>The store is set up</h2>
      <p>Now the first device. Afterwards your PIN is enough.</p>
      {facts && <AddDevice facts={facts} shown={shown} />}
      {!facts && failed && (
        <ErrorState cause="The box does not answer." nextStep="Check the network." onRetry={again} />
      )}
      {!facts && !failed && <Skeleton shape="box" height="320px" />}
      {facts?.authority && (
        <div class="connect-compared">
          <p>The box's fingerprint. A device that shows another one has met another machine.</p>
          <Fingerprint of={facts.authority.fingerprint} />
        </div>
      )}
      <div class="setup-actions">
        <Button size="l" kind="primary" icon="floor" onClick={() => location.assign(here)}>
          Pair this one
        </Button>
      </div>
    </section>
  );
}
