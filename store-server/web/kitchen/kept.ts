/** What a screen remembers of itself in the browser: its station, what it told. Storage may be denied; then it remembers until a reload. */
import { effect, type Signal, signal } from "@preact/signals";

const read = (key: string): unknown => {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
};

/** A signal whose value is kept under `key`. `isUsable` refuses what an older version of the page left there. */
export const keep = <T>(key: string, initial: T, isUsable: (value: unknown) => value is T): Signal<T> => {
  const found = read(key);
  const kept = signal<T>(isUsable(found) ? found : initial);
  let isFirst = true;
  effect(() => {
    const { value } = kept;
    if (isFirst) {
      isFirst = false;
      return;
    }
    try {
      localStorage.setItem(key, JSON.stringify(value));
    } catch {
      // Full or denied: nothing on the screen depends on it.
    }
  });
  return kept;
};

export const isRecord = (value: unknown): value is Record<string, never> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
