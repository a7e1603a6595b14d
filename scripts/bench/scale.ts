/** 100,000 orders in the database: how long the everyday questions take, and what memory the box holds before and after. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { newId } from "@tillbox/shared/id.ts";
import { openOrder } from "@tillbox/store-server/features/order/commands.ts";
import { payOrder } from "@tillbox/store-server/features/order/money/commands.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import { actorOf, openTestKernel } from "@tillbox/store-server/testing.ts";
import { type Box, startProcess } from "./box.ts";
import { type Figure, figure, median } from "./figure.ts";
import { startBenchBox } from "./http.ts";
import { copyOf, newOrder } from "./workload.ts";

const cashier = actorOf("cashier");
const openAtTheEnd = 100;

const trade = async (kernel: Kernel, orders: number): Promise<string> => {
  let next = 0;
  let last = "";
  const work = async (): Promise<void> => {
    for (let index = next++; index < orders; index = next++) {
      const input = newOrder(index);
      last = input.id;
      await kernel.execute({
        command: openOrder,
        input,
        commandId: newId(),
        fingerprint: "",
        actor: cashier,
      });
      if (index >= orders - openAtTheEnd) continue;
      await kernel.execute({
        command: payOrder,
        input: { id: input.id, paymentId: newId(), payment: { method: "cash" } },
        commandId: newId(),
        fingerprint: "",
        actor: cashier,
      });
    }
  };
  await Promise.all(Array.from({ length: 128 }, work));
  return last;
};

/** Resident memory of a process in megabytes. */
const residentMegabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1024;

const timeOf = async (box: Box, path: string): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < 40; round += 1) {
    const started = performance.now();
    const answer = await fetch(`${box.url}${path}`, { headers: { authorization: `Bearer ${box.token}` } });
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    times.push(performance.now() - started);
  }
  return median(times);
};

export const benchScale = async (folder: string, base: string, orders = 100_000): Promise<Figure[]> => {
  const empty = await startBenchBox(folder, base, "rest");
  const figures = [
    figure("start-up: empty box until it serves", empty.ready_ms, "ms"),
    figure("memory at rest", residentMegabytes(empty.pid), "MB"),
  ];
  await empty.stop();
  const demo = await startProcess(join(folder, "demo"), { DEMO: "1" });
  figures.push(figure("memory of a demo that has just hashed its people", residentMegabytes(demo.pid), "MB"));
  await demo.stop();
  const file = copyOf(base, "scale");
  const kernel = openTestKernel(file);
  const last = await trade(kernel, orders);
  kernel.db.pragma("wal_checkpoint(TRUNCATE)");
  kernel.close();
  const box = await startBenchBox(folder, join(folder, "scale.db"), "scale");
  figures.push(figure(`start-up: ${orders} orders until it serves`, box.ready_ms, "ms"));
  for (const path of [
    "/api/orders/active",
    `/api/orders/${last}`,
    "/api/analytics/sales",
    "/api/analytics/popularity",
  ]) {
    figures.push(figure(`${path.replace(last, ":id")} with ${orders} orders`, await timeOf(box, path), "ms"));
  }
  figures.push(figure(`memory after ${orders} orders`, residentMegabytes(box.pid), "MB"));
  await box.stop();
  return figures;
};
