/**
 * The service worker as pages see it: it serves the screens without the box. A new version is fetched in the background and waits; it is
 * taken when a person says so, or by itself while nobody is signed in, and never while a tap is on its way. Without a secure context
 * there is none, and everything else works.
 */
import { computed, effect, type ReadonlySignal, signal, untracked } from "@preact/signals";
import type { Message } from "../worker/messages.ts";
import type { KeyValue } from "./session.ts";

export type Worker = {
  /** A new version of the screens is here and waits. */
  readonly hasUpdate: ReadonlySignal<boolean>;
  /** Takes it as soon as nothing is on its way, and loads the page anew. */
  take(): void;
  /** The box may have been updated. */
  look(): void;
};

export type WorkerFacts = {
  /** A tap is on its way to the disk or to the box. */
  readonly isBusy: ReadonlySignal<boolean>;
  readonly isSomebodyHere: ReadonlySignal<boolean>;
};

const modeKey = "tillbox.offline-mode";
/** What the box last said; a page that cannot ask goes by it. */
export const isOfflineModeOff = (local: Pick<KeyValue, "getItem">): boolean => {
  try {
    return local.getItem(modeKey) === "off";
  } catch {
    return false;
  }
};

/** Asks the box once whether devices may keep anything. */
export const askOfflineMode = async (): Promise<boolean> => {
  try {
    const response = await fetch("/health", { signal: AbortSignal.timeout(5_000) });
    const { offlineMode } = (await response.json()) as { offlineMode?: unknown };
    if (offlineMode === false) localStorage.setItem(modeKey, "off");
    else if (offlineMode === true) localStorage.removeItem(modeKey);
  } catch {
    // Away: what it said last holds.
  }
  return !isOfflineModeOff({ getItem: (key) => localStorage.getItem(key) });
};

const followWaiting = (
  registration: ServiceWorkerRegistration,
  waiting: (worker: ServiceWorker) => void,
): void => {
  const see = (): void => {
    // The very first one waits for nobody.
    if (registration.waiting && navigator.serviceWorker.controller) waiting(registration.waiting);
  };
  see();
  registration.addEventListener("updatefound", () => {
    registration.installing?.addEventListener("statechange", see);
  });
};

const calm_ms = 30_000;

/** Nobody has touched the screen for a while. */
const watchCalm = (): ReadonlySignal<boolean> => {
  const isCalm = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const touched = (): void => {
    isCalm.value = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      isCalm.value = true;
    }, calm_ms);
  };
  for (const name of ["pointerdown", "keydown"])
    addEventListener(name, touched, { capture: true, passive: true });
  touched();
  return isCalm;
};

export const openWorker = ({ isBusy, isSomebodyHere }: WorkerFacts): Worker => {
  const waiting = signal<ServiceWorker | null>(null);
  const isWanted = signal(false);
  let registration: ServiceWorkerRegistration | null = null;
  const takeOver = (worker: ServiceWorker): void => {
    navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), { once: true });
    worker.postMessage({ kind: "take-over" } satisfies Message);
  };
  const register = async (): Promise<void> => {
    const container = navigator.serviceWorker;
    if (!(await askOfflineMode())) {
      // The box answers this path with a worker that forgets everything and goes.
      const known = await container.getRegistration();
      await known?.update();
      return;
    }
    registration = await container.register("/sw.js", { updateViaCache: "none" });
    followWaiting(registration, (worker) => {
      waiting.value = worker;
    });
  };
  // Of the development server there is none.
  if ("serviceWorker" in navigator && import.meta.env.PROD) {
    register().catch(() => undefined);
    const isCalm = watchCalm();
    let isTaken = false;
    effect(() => {
      const worker = waiting.value;
      const isLeft = !isSomebodyHere.value && isCalm.value;
      const mayTake = worker !== null && !isBusy.value && (isWanted.value || isLeft);
      if (!mayTake || isTaken) return;
      isTaken = true;
      untracked(() => takeOver(worker));
    });
  }
  return {
    hasUpdate: computed(() => waiting.value !== null),
    take: () => {
      isWanted.value = true;
    },
    look: () => void registration?.update().catch(() => undefined),
  };
};
