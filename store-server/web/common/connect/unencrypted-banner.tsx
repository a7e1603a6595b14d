import { signal } from "@preact/signals";
import type { Connect } from "@tillbox/shared/contract/connect.ts";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { useEffect } from "preact/hooks";

/** Plain HTTP from another machine: the browser itself calls it insecure. The box's own screen is safe without. */
const isPlain = !globalThis.isSecureContext;
const facts = signal<Connect | null>(null);
const isHidden = signal(false);

const ask = async (): Promise<void> => {
  try {
    const response = await fetch("/api/connect", { signal: AbortSignal.timeout(5000) });
    if (response.ok) facts.value = (await response.json()) as Connect;
  } catch {
    // Asked again with the next page.
  }
};

/** As long as this device comes unencrypted though it need not; hidden for this visit when the person says so. */
export function UnencryptedBanner() {
  useEffect(() => {
    if (isPlain && facts.value === null) void ask();
  }, []);
  const known = facts.value;
  const isOff = known?.authority === null;
  if (!isPlain || !known || isOff || isHidden.value) return null;
  const close = (): void => {
    isHidden.value = true;
  };
  if (known.httpsPort === null)
    return (
      <Banner tone="attention" icon="unlink" onClose={close}>
        This connection is not encrypted, and the box offers none that is. {known.reason}
      </Banner>
    );
  return (
    <Banner
      tone="attention"
      icon="unlink"
      onClose={close}
      action={<Button onClick={() => location.assign("/connect/")}>Connect safely</Button>}
    >
      This connection is not encrypted: it works, but not while the box is out of reach.
    </Banner>
  );
}
