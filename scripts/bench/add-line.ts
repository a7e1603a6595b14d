/**
 * One line more on a check that has a hundred, through `execute`: beside the same on an empty check, and beside the statements that it
 * issues, replayed without any logic. The whole order is folded, viewed and written each time, so this is what grows with a long evening.
 */
import { copyFileSync, rmSync, writeFileSync } from "node:fs";
import { openOrder } from "@tillbox/store-server/features/order/commands.ts";
import { addLines } from "@tillbox/store-server/features/order/lines/commands.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import { openTestKernel } from "@tillbox/store-server/testing.ts";
import { type Figure, figure, median } from "./figure.ts";
import { cpuOf, cpuOfAsync } from "./processor.ts";
import { openReplay, type Recorded, recordStatements } from "./recorder.ts";
import { copyOf, newLines, newOrder, submit, waiter } from "./workload.ts";

const longCheck = 100;
const checks = 100;

const openChecks = async (kernel: Kernel, size: number): Promise<string[]> => {
  const inputs = Array.from({ length: checks }, (_, index) => ({
    ...newOrder(index),
    items: newLines(size, index),
  }));
  await Promise.all(inputs.map((input) => submit(kernel, openOrder, input, waiter)));
  return inputs.map(({ id }) => id);
};

/** A line on each, all of them waiting; microseconds of processor for one. */
const addToAll = async (kernel: Kernel, ids: readonly string[]): Promise<number> => {
  const inputs = ids.map((id, index) => ({ id, items: newLines(1, index), send: false }));
  const spent = await cpuOfAsync(() =>
    Promise.all(
      inputs.map(async (input) => {
        const answer = await submit(kernel, addLines, input, waiter);
        if (!answer.ok) throw new Error(answer.refusal.message);
      }),
    ),
  );
  return spent / ids.length;
};

type Statements = { recorded: Recorded[]; before: string };
/** What a kernel that is warm issues for a line on each of these, and a copy of its database as it was before. */
const recordLines = async (kernel: Kernel, base: string): Promise<Statements> => {
  await addToAll(kernel, await openChecks(kernel, longCheck));
  const ids = await openChecks(kernel, longCheck);
  const before = base.replace(/base\.db$/, "add-line-before.db");
  writeFileSync(before, kernel.db.serialize());
  const stop = recordStatements(kernel.db);
  await addToAll(kernel, ids);
  return { recorded: stop(), before };
};

const replayCost = ({ recorded, before }: Statements): number => {
  const file = before.replace(/\.db$/, "-again.db");
  copyFileSync(before, file);
  const replay = openReplay(file, recorded);
  const spent = cpuOf(replay.run);
  replay.close();
  for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
  return spent / checks;
};

export const benchAddLine = async (base: string, rounds = 11): Promise<Figure[]> => {
  const kernel = openTestKernel(copyOf(base, "add-line"));
  const statements = await recordLines(kernel, base);
  const costs = { long: [] as number[], short: [] as number[], bare: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const [empty, full] = [await openChecks(kernel, 0), await openChecks(kernel, longCheck)];
    costs.short.push(await addToAll(kernel, empty));
    costs.long.push(await addToAll(kernel, full));
    costs.bare.push(replayCost(statements));
  }
  kernel.close();
  const [long, short, bare] = [median(costs.long), median(costs.short), median(costs.bare)];
  return [
    figure(`add a line to ${longCheck} (limit: to an empty check)`, long, "µs of cpu", short),
    figure(`add a line to ${longCheck} (limit: its statements without logic)`, long, "µs of cpu", bare),
  ];
};
