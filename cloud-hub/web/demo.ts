/** Whether the hub is a demo; it says so without a sign-in. */
import { signal } from "@preact/signals";
import { useEffect } from "preact/hooks";

const isDemo = signal(false);
let asked: Promise<void> | null = null;

const ask = async (): Promise<void> => {
  try {
    const response = await fetch("/health", { signal: AbortSignal.timeout(5000) });
    isDemo.value = ((await response.json()) as { demo?: unknown }).demo === true;
  } catch {
    asked = null;
  }
};

export const useDemo = (): boolean => {
  useEffect(() => {
    asked ??= ask();
  }, []);
  return isDemo.value;
};
