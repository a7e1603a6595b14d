/**
 * Pages that most of a shift never opens come after the first ones: the floor is drawn sooner, and they follow at once, so that they are
 * here before anybody asks, and stay when the box is out of reach. One that could not be fetched is asked for again when it is opened.
 */
import { signal } from "@preact/signals";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";

type Later<P> = { Page: ComponentType<P>; fetch(): Promise<void> };

export const later = <P extends object>(bring: () => Promise<ComponentType<P>>): Later<P> => {
  const state = signal<{ page: ComponentType<P> | null; hasFailed: boolean }>({
    page: null,
    hasFailed: false,
  });
  let underway: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    try {
      state.value = { page: await bring(), hasFailed: false };
    } catch {
      state.value = { page: null, hasFailed: true };
      underway = null;
    }
  };
  const fetch = (): Promise<void> => {
    underway ??= ask();
    return underway;
  };
  function Page(props: P) {
    const { page: Here, hasFailed } = state.value;
    useEffect(() => void fetch(), []);
    if (Here) return <Here {...props} />;
    if (hasFailed)
      return (
        <div class="pos-failed">
          <ErrorState
            cause="This page could not be fetched from the box."
            nextStep="Check that this device is on the store's Wi-Fi. If it is, reload this screen."
            onRetry={() => void fetch()}
          />
        </div>
      );
    return <Skeleton height="100%" shape="box" />;
  }
  return { Page, fetch };
};
