import { SignInFrame } from "@tillbox/shared/ui/sign-in-frame.tsx";
import { PairingPanel } from "../common/pairing-panel.tsx";
import { usePos } from "./pos.ts";

const deviceName = (): string => {
  const isPhone = Math.min(screen.width, screen.height) < 600;
  const tail = Math.floor(performance.timeOrigin % 900) + 100;
  return `${isPhone ? "Phone" : "Tablet"} ${tail}`;
};

export function PairingPage() {
  const { client, figures } = usePos();
  const now = client.clock.now.value;
  return (
    <SignInFrame
      store="Pair this device"
      day={figures.value.longDay(now)}
      time={figures.value.time(now)}
      foot={<span>Once only. Afterwards a PIN is enough.</span>}
    >
      <PairingPanel client={client} nameOf={deviceName} />
    </SignInFrame>
  );
}
