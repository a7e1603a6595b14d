/**
 * The Z of a day of 3,000 orders, through `execute`, in a box that was just started: beside a bare SUM over the day's sales in the journal,
 * which must come to the same. A Z reads what was counted with each sale, so it reads few rows however long the day was.
 */
import { copyFileSync } from "node:fs";
import { newId } from "@tillbox/shared/id.ts";
import { closeDay } from "@tillbox/store-server/features/day/commands.ts";
import { type OpenOrder, openOrder } from "@tillbox/store-server/features/order/commands.ts";
import { payOrder } from "@tillbox/store-server/features/order/money/commands.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import { openTestKernel } from "@tillbox/store-server/testing.ts";
import type { Database } from "better-sqlite3";
import { type Figure, figure, median } from "./figure.ts";
import { cpuOf, cpuOfAsync } from "./processor.ts";
import { copyOf, newOrder, submit, waiter } from "./workload.ts";

const sales = 3000;

/** A closed database with the day's sales in it. */
const sellAll = async (base: string): Promise<string> => {
  const file = copyOf(base, "day");
  const kernel = openTestKernel(file);
  for (let index = 0; index < sales; index += 100)
    await Promise.all(
      Array.from({ length: 100 }, async (_, each) => {
        const order: OpenOrder = { ...newOrder(index + each), type: each % 2 === 0 ? "dine-in" : "takeaway" };
        await submit(kernel, openOrder, order, waiter);
        const payment = { method: each % 3 === 0 ? ("external" as const) : ("cash" as const), tip: each };
        const paid = await submit(kernel, payOrder, { id: order.id, paymentId: newId(), payment }, waiter);
        if (!paid.ok) throw new Error(paid.refusal.message);
      }),
    );
  kernel.db.pragma("wal_checkpoint(TRUNCATE)");
  kernel.close();
  return file;
};

/** Counts the rows that statements hand over, until the returned function is called. */
const countRows = (db: Database): (() => number) => {
  type Reading = Record<"get" | "all", (...parameters: unknown[]) => unknown>;
  const prototype = Object.getPrototypeOf(db.prepare("SELECT 1")) as Reading;
  const { get, all } = prototype;
  let rows = 0;
  const counted = (read: Reading["get"]): Reading["get"] =>
    function count(this: unknown, ...parameters: unknown[]) {
      const found = read.apply(this, parameters);
      rows += Array.isArray(found) ? found.length : Number(found !== undefined);
      return found;
    };
  prototype.get = counted(get);
  prototype.all = counted(all);
  return () => {
    Object.assign(prototype, { get, all });
    return rows;
  };
};

type Closed = { receipts: number; gross: number };
const close = async (kernel: Kernel): Promise<Closed> => {
  const answer = await submit(kernel, closeDay, { id: newId(), businessDay: null, automatic: false });
  if (!answer.ok) throw new Error(answer.refusal.message);
  return (JSON.parse(answer.body ?? "") as { sales: Closed }).sales;
};
const sumOfSales = (db: Database): Closed =>
  db
    .prepare<[], Closed>(
      "SELECT COUNT(*) AS receipts, SUM(json_extract(bytes, '$.data.total')) AS gross FROM journal WHERE entity = 'order' AND json_extract(bytes, '$.type') = 'OrderFinalised'",
    )
    .get() as Closed;

const rowsOfZ = async (file: string): Promise<number> => {
  const kernel = openTestKernel(file);
  const stop = countRows(kernel.db);
  await close(kernel);
  const rows = stop();
  kernel.close();
  return rows;
};

export const benchDayReport = async (base: string, rounds = 9): Promise<Figure[]> => {
  const day = await sellAll(base);
  const copy = (name: string): string => {
    const file = day.replace(/day\.db$/, `day-${name}.db`);
    copyFileSync(day, file);
    return file;
  };
  const costs = { z: [] as number[], sum: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    const kernel = openTestKernel(copy(String(round)));
    const said: Closed[] = [];
    costs.sum.push(cpuOf(() => said.push(sumOfSales(kernel.db))));
    costs.z.push(await cpuOfAsync(async () => said.push(await close(kernel))));
    kernel.close();
    const [sum, z] = said;
    if (z?.receipts !== sales || z.gross !== sum?.gross)
      throw new Error(`the Z says ${z?.receipts} sales of ${z?.gross}, the journal ${sum?.gross}`);
  }
  const name = `Z of a day of ${sales} orders`;
  return [
    figure(
      `${name} (limit: a bare SUM over its sales)`,
      median(costs.z) / 1000,
      "ms of cpu",
      median(costs.sum) / 1000,
    ),
    figure(`${name} (limit: one for each sale)`, await rowsOfZ(copy("rows")), "rows fetched", sales),
  ];
};
