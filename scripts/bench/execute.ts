/** Durable order commands a second through `execute`, beside the replay of its own statements in the same run. */
import { openTestKernel } from "@tillbox/store-server/testing.ts";
import { type Figure, figure, median } from "./figure.ts";
import { type Recorded, recordStatements, replayStatements } from "./recorder.ts";
import { copyOf, runOrders } from "./workload.ts";

const connections = 32;

/** What `execute` issues for `orders` orders, recorded on a copy of the base. */
export const recordOrders = async (base: string, orders: number): Promise<Recorded[]> => {
  const template = openTestKernel(copyOf(base, "recorded"));
  const stop = recordStatements(template.db);
  await runOrders(template, orders, connections);
  const recorded = stop();
  template.close();
  return recorded;
};

export const benchExecute = async (
  base: string,
  recorded: readonly Recorded[],
  orders: number,
  rounds = 11,
): Promise<Figure[]> => {
  const rates: number[] = [];
  const limits: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const kernel = openTestKernel(copyOf(base, `execute-${round}`));
    rates.push(await runOrders(kernel, orders, connections));
    kernel.close();
    limits.push(orders / replayStatements(copyOf(base, `limit-${round}`), recorded));
  }
  return [figure("execute: orders of 3 lines, 32 waiting", median(rates), "orders/s", median(limits))];
};
