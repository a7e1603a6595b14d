import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

export interface Size {
  width: number;
  height: number;
}

/** The element's size in whole CSS px, kept current; `fallback` before it is laid out. */
export function useSize(ref: RefObject<Element | null>, fallback: Size): Size {
  const [size, setSize] = useState(fallback);
  const measure = () => {
    const box = ref.current?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const now = { width: Math.floor(box.width), height: Math.floor(box.height) };
    setSize((known) => (known.width === now.width && known.height === now.height ? known : now));
  };
  useLayoutEffect(measure, []);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(measure);
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return size;
}
