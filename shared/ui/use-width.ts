import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useState } from "preact/hooks";

/** The element's width in whole CSS px, kept current; `fallback` before it is laid out. */
export function useWidth(ref: RefObject<Element | null>, fallback: number): number {
  const [width, setWidth] = useState(fallback);
  const measure = () => {
    const now = Math.floor(ref.current?.getBoundingClientRect().width ?? 0);
    if (now > 0) setWidth(now);
  };
  useLayoutEffect(measure, []);
  useEffect(() => {
    if (!ref.current) return;
    const observer = new ResizeObserver(measure);
    observer.observe(ref.current);
    return () => observer.disconnect();
  }, []);
  return width;
}
