/** The environment of a page. */
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { openDatabase } from "./database.ts";
import type { Environment } from "./environment.ts";
import { openLocks } from "./locks.ts";
import type { KeyValue } from "./session.ts";
import { openTabs } from "./tabs.ts";
import { openWorker } from "./worker.ts";

const socketUrl = (): string => `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/sync`;

/** A browser that denies its storage throws where it is touched: then it keeps nothing, and the page goes on. */
const touched = (storage: () => Storage): KeyValue => ({
  getItem: (key) => storage().getItem(key),
  setItem: (key, value) => storage().setItem(key, value),
  removeItem: (key) => storage().removeItem(key),
});

const followed = <T>(read: () => T, at: EventTarget, ...events: string[]): ReadonlySignal<T> => {
  const now = signal(read());
  for (const event of events)
    at.addEventListener(event, () => {
      now.value = read();
    });
  return now;
};

const askToPersist = async (): Promise<boolean> => {
  try {
    return (await navigator.storage?.persist?.()) ?? false;
  } catch {
    return false;
  }
};

/** Listens only while it has something to say: a page that listens is not kept for the way back. */
const askBeforeLeaving = (isNeeded: ReadonlySignal<boolean>): void => {
  const ask = (event: BeforeUnloadEvent): void => event.preventDefault();
  effect(() => {
    if (isNeeded.value) addEventListener("beforeunload", ask);
    else removeEventListener("beforeunload", ask);
  });
};

export const openBrowser = (): Environment => ({
  local: touched(() => localStorage),
  tab: touched(() => sessionStorage),
  fetch: (input, init) => fetch(input, init),
  subtle: globalThis.crypto?.subtle ?? null,
  isOnline: followed(() => navigator.onLine, window, "online", "offline"),
  isVisible: followed(() => document.visibilityState === "visible", document, "visibilitychange"),
  openSocket: () => new WebSocket(socketUrl()),
  openDatabase,
  openLocks: (kind, database) => openLocks(`tillbox.${kind}`, database),
  openTabs,
  openWorker,
  askToPersist,
  askBeforeLeaving,
});
