/**
 * Whether the box's memory stays flat under load. What counts is what it holds on to: heap and buffers right after a collection of garbage, which
 * is the least of a stretch of samples. The first part of a run warms the box up and is not counted; the least of the last third is held against
 * the least of the third before. Resident memory is told beside it, because the engine keeps freed memory for a while.
 */
import { callWith } from "./devices.ts";

export type Sample = { at_s: number; rss_mb: number; held_mb: number };
export type Memory = {
  rss_mb: { first: number; most: number; last: number };
  /** At the least, in the first third, the second and the last. */
  held_mb: readonly [number, number, number];
  /** By how much more is held in the last third than in the one before. */
  growth_mb: number;
  took_s: number;
};

const every_ms = 500;
const bytes = 1024 * 1024;

const least = (samples: readonly Sample[]): number => Math.min(...samples.map(({ held_mb }) => held_mb));

export const readMemory = (samples: readonly Sample[]): Memory => {
  const rss = samples.map(({ rss_mb }) => rss_mb);
  const took_s = samples.at(-1)?.at_s ?? 0;
  const third = (number: number): Sample[] =>
    samples.filter(({ at_s }) => at_s >= (took_s * (number - 1)) / 3 && at_s <= (took_s * number) / 3);
  const held_mb = [least(third(1)), least(third(2)), least(third(3))] as const;
  return {
    rss_mb: { first: rss[0] ?? 0, most: Math.max(...rss), last: rss.at(-1) ?? 0 },
    held_mb,
    growth_mb: held_mb[2] - held_mb[1],
    took_s,
  };
};

type Told = { rss: number; heapUsed: number; external: number };
const takeSample = async (url: string, at_s: number): Promise<Sample> => {
  const { rss, heapUsed, external } = await callWith(url, {})<Told>("GET", "/health/memory");
  return { at_s, rss_mb: rss / bytes, held_mb: (heapUsed + external) / bytes };
};

/** Samples until it is stopped; the stop tells all samples. */
export const watchMemory = (url: string): (() => Promise<Sample[]>) => {
  const began = performance.now();
  const samples: Sample[] = [];
  const failures: unknown[] = [];
  const take = async (): Promise<void> => {
    samples.push(await takeSample(url, (performance.now() - began) / 1000));
  };
  let last = take();
  const timer = setInterval(() => {
    last = last.then(take).catch((error: unknown) => void failures.push(error));
  }, every_ms);
  return async () => {
    clearInterval(timer);
    await last.then(take);
    if (failures.length > 0) throw failures[0];
    return samples;
  };
};
