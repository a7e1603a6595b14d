import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { AppShell } from "@tillbox/shared/ui/rail.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { Toasts } from "@tillbox/shared/ui/toast.tsx";
import { useDemo } from "../common/demo.ts";
import { DeviceBanners } from "../common/device-banners.tsx";
import { type Kitchen, KitchenContext, useKitchen } from "./kitchen.ts";
import { PairingPage } from "./pairing-page.tsx";
import { Screen } from "./screen.tsx";
import { StationPage } from "./station-page.tsx";

function Waiting() {
  return (
    <div class="kitchen-waiting" role="status" aria-label="Reading the kitchen's orders">
      {[280, 210, 340, 240].map((height, index) => (
        <Skeleton key={index} shape="box" height={`${height}px`} />
      ))}
    </div>
  );
}

/** First the device, then its station, then the work. A kitchen screen hangs on the wall: nobody has to sign in. */
function Gate() {
  const { client, readiness, station } = useKitchen();
  if (client.session.device.value === null) return <PairingPage />;
  const state = readiness.value;
  if (state.step === "failed")
    return (
      <ErrorState
        cause="The kitchen's orders could not be read."
        nextStep={`${state.problem.message} It is tried again every few seconds.`}
        onRetry={() => void client.reload()}
      />
    );
  if (!client.isSettled.value || state.step === "loading") return <Waiting />;
  return station.value === undefined ? <StationPage /> : <Screen />;
}

export function App({ kitchen }: { kitchen: Kitchen }) {
  const isDemo = useDemo();
  const { notices } = kitchen;
  return (
    <KitchenContext.Provider value={kitchen}>
      <AppShell {...(isDemo ? { frame: "Demo store. Nothing here is real." } : {})}>
        <div class="kitchen-page">
          <DeviceBanners client={kitchen.client} />
          <Gate />
        </div>
        <Toasts items={notices.items.value} onDone={(id) => notices.done(id)} />
      </AppShell>
    </KitchenContext.Provider>
  );
}
