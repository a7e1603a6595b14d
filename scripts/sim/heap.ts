/** What is due, earliest first; what is due at the same moment, in the order in which it was asked for. */
export type Due = { at: number; order: number };

const isBefore = (left: Due, right: Due): boolean =>
  left.at < right.at || (left.at === right.at && left.order < right.order);

export type Heap<T extends Due> = {
  push(item: T): void;
  /** The earliest, which leaves the heap; undefined when it is empty. */
  pop(): T | undefined;
  peek(): T | undefined;
  size(): number;
};

export const openHeap = <T extends Due>(): Heap<T> => {
  const items: T[] = [];
  const swap = (a: number, b: number): void => {
    const [one, other] = [items.at(a) as T, items.at(b) as T];
    items[a] = other;
    items[b] = one;
  };
  const rise = (from: number): void => {
    for (let at = from; at > 0; ) {
      const parent = (at - 1) >> 1;
      if (!isBefore(items.at(at) as T, items.at(parent) as T)) return;
      swap(at, parent);
      at = parent;
    }
  };
  const sink = (): void => {
    for (let at = 0; ; ) {
      const [left, right] = [2 * at + 1, 2 * at + 2];
      let least = at;
      if (left < items.length && isBefore(items.at(left) as T, items.at(least) as T)) least = left;
      if (right < items.length && isBefore(items.at(right) as T, items.at(least) as T)) least = right;
      if (least === at) return;
      swap(at, least);
      at = least;
    }
  };
  return {
    push: (item) => {
      items.push(item);
      rise(items.length - 1);
    },
    pop: () => {
      const [first] = items;
      const last = items.pop();
      if (first && last && items.length > 0) {
        items[0] = last;
        sink();
      }
      return first;
    },
    peek: () => items[0],
    size: () => items.length,
  };
};
