import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { type Connect, useFacts } from "../common/connect/facts.ts";
import { carriedBy } from "../common/connect/links.ts";
import { AnotherDevice } from "./another-device.tsx";
import { PrintedSheet } from "./sheet.tsx";
import { ThisDevice } from "./this-device.tsx";

const views = [
  { id: "this", label: "This device" },
  { id: "another", label: "Another device" },
];

function Header({ facts }: { facts: Connect | null }) {
  const isEncrypted = location.protocol === "https:";
  return (
    <header class="connect-header">
      <a class="connect-mark" href="/" aria-label="Tillbox, all screens">
        tb
      </a>
      <div>
        <h1>Connect a device</h1>
        <p>
          <bdi>{facts?.storeName || "Tillbox"}</bdi>
        </p>
      </div>
      <Pill tone={isEncrypted ? "good" : "attention"} icon={isEncrypted ? "lock" : "unlink"}>
        {isEncrypted ? "Encrypted" : "Not encrypted"}
      </Pill>
    </header>
  );
}

/** How a device comes to the box and the box to a device's trust. */
export function ConnectPage() {
  const { facts, failed, skew_ms, again } = useFacts();
  const [carried] = useState(() => carriedBy(location.hash));
  const [view, setView] = useState(carried.isForAnother ? "another" : "this");
  return (
    <>
      <main class="connect">
        <Header facts={facts} />
        <SegmentedControl label="Which device" segments={views} value={view} wide onSelect={setView} />
        {facts && view === "this" && <ThisDevice facts={facts} carried={carried} skew_ms={skew_ms} />}
        {facts && view === "another" && <AnotherDevice facts={facts} />}
        {!facts && failed && (
          <ErrorState
            cause="The box does not answer."
            nextStep="Check that this device is on the shop's Wi-Fi."
            onRetry={again}
          />
        )}
        {!facts && !failed && (
          <div class="connect-loading">
            <Skeleton shape="box" height="104px" />
            <Skeleton shape="box" height="320px" />
          </div>
        )}
      </main>
      {facts && <PrintedSheet facts={facts} />}
    </>
  );
}
