/**
 * The rail's pages, and calm movement on it. Where places close or open, every ticket glides from where it was to where it is, so that the
 * eye can follow; new ones only ever join at the end. When nobody has touched the screen for a while it goes back to the oldest tickets.
 */
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

/** Tickets that lie before and after what is in sight. */
export type Hidden = { before: number; after: number };
export type Pages = {
  rail: RefObject<HTMLDivElement | null>;
  hidden: Hidden;
  measure: () => void;
  /** One page on (1) or back (-1). */
  turn: (by: 1 | -1) => void;
  first: () => void;
  /** Height of a ticket on the screen in px, unrounded: half a pixel more would push its neighbour into the next column. */
  heightOf: (key: string) => number;
};

type Place = { x: number; y: number };

const glide_ms = 180;
const back_ms = 30_000;
const noneHidden: Hidden = { before: 0, after: 0 };

const slotsIn = (rail: HTMLElement | null): HTMLElement[] => [
  ...(rail?.querySelectorAll<HTMLElement>("[data-slot]") ?? []),
];

/* Offsets are places in the layout: a glide that is under way does not move them. */
const countHidden = (rail: HTMLElement): Hidden => {
  const isMirrored = getComputedStyle(rail).direction === "rtl";
  let [left, right] = [0, 0];
  for (const slot of slotsIn(rail)) {
    const middle = slot.offsetLeft + slot.offsetWidth / 2 - rail.scrollLeft;
    if (middle < 0) left += 1;
    if (middle > rail.clientWidth) right += 1;
  }
  return isMirrored ? { before: right, after: left } : { before: left, after: right };
};

const wantsLessMotion = (): boolean => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** Places within the rail, whatever it is scrolled to. */
const placesIn = (rail: HTMLElement): Map<string, Place> =>
  new Map(
    slotsIn(rail).map((slot) => [slot.dataset["slot"] ?? "", { x: slot.offsetLeft, y: slot.offsetTop }]),
  );

/** Lets every ticket that moved come from where it was. */
const useGlide = (rail: RefObject<HTMLElement | null>): void => {
  const places = useRef(new Map<string, Place>());
  useLayoutEffect(() => {
    const element = rail.current;
    if (!element) return;
    const now = placesIn(element);
    if (!wantsLessMotion()) {
      for (const slot of slotsIn(element)) {
        const [was, is] = [
          places.current.get(slot.dataset["slot"] ?? ""),
          now.get(slot.dataset["slot"] ?? ""),
        ];
        if (!was || !is || (was.x === is.x && was.y === is.y)) continue;
        slot.animate(
          [{ transform: `translate(${was.x - is.x}px, ${was.y - is.y}px)` }, { transform: "none" }],
          { duration: glide_ms, easing: "cubic-bezier(0.2, 0.7, 0.2, 1)" },
        );
      }
    }
    places.current = now;
  });
};

/** Calls back when nobody has touched or typed for `back_ms`. */
const useIdle = (onIdle: () => void): void => {
  useEffect(() => {
    let timer = setTimeout(onIdle, back_ms);
    const wake = (): void => {
      clearTimeout(timer);
      timer = setTimeout(onIdle, back_ms);
    };
    const events = ["pointerdown", "keydown", "wheel", "touchmove"] as const;
    for (const name of events) document.addEventListener(name, wake, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const name of events) document.removeEventListener(name, wake);
    };
  }, []);
};

/** Looks at the rail again whenever its owner is drawn, which it is when tickets come, go or change. */
export const usePages = (): Pages => {
  const rail = useRef<HTMLDivElement>(null);
  const [hidden, setHidden] = useState(noneHidden);
  const measure = (): void => {
    if (!rail.current) return;
    const found = countHidden(rail.current);
    setHidden((known) => (known.before === found.before && known.after === found.after ? known : found));
  };
  useGlide(rail);
  useLayoutEffect(measure);
  useEffect(() => {
    const observer = new ResizeObserver(measure);
    if (rail.current) observer.observe(rail.current);
    return () => observer.disconnect();
  }, []);
  const behavior = (): ScrollBehavior => (wantsLessMotion() ? "instant" : "smooth");
  const first = (): void => rail.current?.scrollTo({ left: 0, behavior: behavior() });
  useIdle(first);
  return {
    rail,
    hidden,
    measure,
    first,
    turn: (by) => {
      const element = rail.current;
      if (!element) return;
      const sign = getComputedStyle(element).direction === "rtl" ? -by : by;
      const { paddingInlineStart, columnGap } = getComputedStyle(element);
      const width =
        element.clientWidth - 2 * Number.parseFloat(paddingInlineStart) + Number.parseFloat(columnGap);
      element.scrollBy({ left: sign * width, behavior: behavior() });
    },
    heightOf: (key) =>
      slotsIn(rail.current)
        .find((slot) => slot.dataset["slot"] === key)
        ?.getBoundingClientRect().height ?? 0,
  };
};
