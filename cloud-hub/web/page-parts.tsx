import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { formatTime } from "@tillbox/shared/ui/format.ts";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { Say } from "./completeness.ts";
import { ownZone, useHub } from "./hub.ts";
import { isUnreachable } from "./problem.ts";
import type { Fresh } from "./refresh.ts";

/** Up to when a total counts, as a pill; `brief` where there is little room. */
export function CompletePill({
  say,
  size = "m",
  brief = false,
}: {
  say: Say;
  size?: "s" | "m";
  brief?: boolean;
}) {
  const isQuiet = say.tone === "good" || say.tone === "plain";
  return (
    <Pill tone={say.tone} size={size} {...(isQuiet ? { dot: true } : { icon: "cloud-off" as const })}>
      {brief ? (say.short ?? say.text) : say.text}
    </Pill>
  );
}

/** Says that what is shown is old, and since when. */
function Stale({ fresh }: { fresh: Fresh<unknown> }) {
  const { client } = useHub();
  const since = useRef<number | null>(null);
  if (!fresh.problem || fresh.data === null) {
    since.current = client.now();
    return null;
  }
  const at = formatTime(since.current ?? client.now(), ownZone);
  const cause = isUnreachable(fresh.problem) ? "The hub cannot be reached." : fresh.problem.message;
  return (
    <Banner
      tone="attention"
      icon="wifi-off"
      action={
        <Button kind="quiet" icon="retry" onClick={fresh.again}>
          Try now
        </Button>
      }
    >
      {cause} You see the figures of {at}. It is tried again every 15 seconds.
    </Banner>
  );
}

function Loading() {
  return (
    <div class="hub-loading" role="status" aria-label="Reading the figures">
      <div>
        {[1, 2, 3, 4].map((index) => (
          <Skeleton key={index} shape="box" height="118px" />
        ))}
      </div>
      <Skeleton shape="box" height="300px" />
    </div>
  );
}

/** Shows the data of a page once it is there, what to do when it is not, and that it is old when the hub is away. */
export function WithData<T>({
  fresh,
  children,
}: {
  fresh: Fresh<T>;
  children: (data: T) => ComponentChildren;
}) {
  if (fresh.isLoading) return <Loading />;
  if (fresh.data === null)
    return (
      <ErrorState
        cause="The figures could not be read."
        nextStep={fresh.problem?.message ?? ""}
        onRetry={fresh.again}
      />
    );
  return (
    <>
      <Stale fresh={fresh} />
      {children(fresh.data)}
    </>
  );
}

/** Before the first sale of the first store. */
export function NoSalesYet() {
  const { client, router } = useHub();
  return (
    <EmptyState
      icon="store"
      title="No store has sent sales yet"
      action={
        <Button kind="primary" icon="plus" onClick={() => router.go({ page: "stores" })}>
          {client.may("hub.manage") ? "Add a store" : "See the stores"}
        </Button>
      }
    >
      Make an enrolment code under Stores and enter it on the store's box. Its sales arrive here by
      themselves, also those from before.
    </EmptyState>
  );
}
