import { SignInFrame } from "@tillbox/shared/ui/sign-in-frame.tsx";
import { figuresOf } from "../common/figures.ts";
import { PairingPanel } from "../common/pairing-panel.tsx";
import { useKitchen } from "./kitchen.ts";

const screenName = (): string => `Kitchen screen ${Math.floor(performance.timeOrigin % 90) + 10}`;

export function PairingPage() {
  const { client } = useKitchen();
  const figures = figuresOf(client.store);
  const now = client.clock.now.value;
  return (
    <SignInFrame
      store="Pair this kitchen screen"
      day={figures.longDay(now)}
      time={figures.time(now)}
      foot={<span>Once only. Afterwards it shows the orders by itself.</span>}
    >
      <PairingPanel client={client} nameOf={screenName} />
    </SignInFrame>
  );
}
