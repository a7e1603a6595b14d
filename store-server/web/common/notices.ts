/** Short messages about what just happened, above every screen. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { newId } from "@tillbox/shared/id.ts";
import type { ToastItem } from "@tillbox/shared/ui/toast.tsx";

export type Notices = {
  readonly items: ReadonlySignal<readonly ToastItem[]>;
  say(text: string, more?: Pick<ToastItem, "icon" | "onUndo">): void;
  /** Something failed: cause and next step. */
  warn(text: string): void;
  done(id: string): void;
};

const atMost = 3;

export const openNotices = (): Notices => {
  const items = signal<readonly ToastItem[]>([]);
  const add = (item: Omit<ToastItem, "id">): void => {
    const others = items.value.filter(({ text }) => text !== item.text);
    items.value = [...others, { ...item, id: newId() }].slice(-atMost);
  };
  return {
    items,
    say: (text, more = {}) => add({ text, ...more }),
    warn: (text) => add({ text, tone: "bad" }),
    done: (id) => {
      items.value = items.value.filter((item) => item.id !== id);
    },
  };
};
