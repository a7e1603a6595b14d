import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import type { Client } from "../client/client.ts";
import type { Restored } from "../client/epochs.ts";
import { UnencryptedBanner } from "./connect/unencrypted-banner.tsx";

type Props = { client: Pick<Client, "outbox" | "worker" | "epochs" | "connection"> };

/** This device keeps nothing: what is tapped goes through only while the box answers. */
function StorageBanner({ client }: Props) {
  const trouble = client.outbox.trouble.value;
  return trouble && <Banner tone="bad">{trouble.message}</Banner>;
}

/** Whoever closes this page loses them. What is just on its way to the box is not worth a word. */
function MemoryBanner({ client }: Props) {
  const count = client.outbox.unkept.value;
  if (count === 0 || client.connection.value === "connected") return null;
  return (
    <Banner tone="bad">
      {count === 1 ? "1 tap waits" : `${count} taps wait`} in this page only, until the box answers. Do not
      close or reload it.
    </Banner>
  );
}

/** Taken when the person says so, and never in the middle of a tap. */
function UpdateBanner({ client }: Props) {
  const { worker } = client;
  if (!worker.hasUpdate.value) return null;
  return (
    <Banner tone="new" icon="refresh" action={<Button onClick={worker.take}>Reload</Button>}>
      A new version of this screen is here.
    </Banner>
  );
}

const toldAgain = ({ again }: Restored): string => {
  if (again === 0) return "This device had nothing to tell it again.";
  const what = again === 1 ? "its last tap" : `its last ${again} taps`;
  return `This device tells it ${what} again; what it still knew counts once.`;
};

/** What other devices did since then may be lost, so somebody has to know. Stays until it was read. */
function RestoredBanner({ client }: Props) {
  const restored = client.epochs.restored.value;
  if (!restored) return null;
  return (
    <Banner tone="attention" icon="undo" onClose={client.epochs.seen}>
      The box was restored from an earlier state. {toldAgain(restored)} Check open orders and payments.
    </Banner>
  );
}

/** What is wrong with this device, or is to be known of it, on every screen that keeps something. */
export function DeviceBanners({ client }: Props) {
  return (
    <>
      <UnencryptedBanner />
      <StorageBanner client={client} />
      <MemoryBanner client={client} />
      <RestoredBanner client={client} />
      <UpdateBanner client={client} />
    </>
  );
}
