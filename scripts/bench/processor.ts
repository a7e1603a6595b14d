/** What a process's main thread got of the processor, as Linux counts it: a late answer may be the machine's doing and not the box's. */
import { readFileSync } from "node:fs";

export type ProcessorTime = {
  ran_s: number;
  /** Ready to run, while others had the processor. */
  waited_s: number;
};

/** Since the process began; zero where the system does not count it. */
export const processorTime = (pid: number): ProcessorTime => {
  try {
    const [ran = "0", waited = "0"] = readFileSync(`/proc/${pid}/schedstat`, "utf8").split(" ");
    return { ran_s: Number(ran) / 1e9, waited_s: Number(waited) / 1e9 };
  } catch {
    return { ran_s: 0, waited_s: 0 };
  }
};

/** Starts to count; the returned function tells what came since. */
export const watchProcessor = (pid: number): (() => ProcessorTime) => {
  const before = processorTime(pid);
  return () => {
    const { ran_s, waited_s } = processorTime(pid);
    return { ran_s: ran_s - before.ran_s, waited_s: waited_s - before.waited_s };
  };
};

const spent_us = (): number => {
  const { user, system } = process.cpuUsage();
  return user + system;
};
/** Microseconds of processor that this process takes for some work, all its threads: on a busy machine steadier than a clock. */
export const cpuOf = (work: () => unknown): number => {
  const before = spent_us();
  work();
  return spent_us() - before;
};
export const cpuOfAsync = async (work: () => Promise<unknown>): Promise<number> => {
  const before = spent_us();
  await work();
  return spent_us() - before;
};
