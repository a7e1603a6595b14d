/** The workload of the bench: a menu, and orders of three lines that are priced, taxed and authorised. */
import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { newId } from "@tillbox/shared/id.ts";
import { categories, menuItems, taxClasses } from "@tillbox/store-server/features/menu/rows.ts";
import { type OpenOrder, openOrder } from "@tillbox/store-server/features/order/commands.ts";
import { stations } from "@tillbox/store-server/features/printer/rows.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import type { Actor, Command } from "@tillbox/store-server/kernel/types.ts";
import { actorOf, openTestKernel, systemActor } from "@tillbox/store-server/testing.ts";

const itemCount = 60;

export const submit = <I>(kernel: Kernel, command: Command<I>, input: I, actor: Actor = systemActor) =>
  kernel.execute({ command, input, commandId: newId(), fingerprint: "bench", actor });

/** A bench on a menu that was refused would measure refusals. */
const made = async <I>(kernel: Kernel, command: Command<I>, input: I): Promise<void> => {
  const answer = await submit(kernel, command, input);
  if (!answer.ok) throw new Error(`${command.name} was refused: ${answer.refusal.message}`);
};

const fillMenu = async (kernel: Kernel): Promise<void> => {
  await made(kernel, categories.create, { id: "food", fields: { name: "Food" } });
  await made(kernel, stations.create, { id: "kitchen", fields: { name: "Kitchen" } });
  await made(kernel, taxClasses.create, {
    id: "vat",
    fields: { name: "VAT", rates: [{ name: "VAT", rate: "0.08" }] },
  });
  const items = Array.from({ length: itemCount }, (_, index) => ({
    id: `item-${index}`,
    fields: {
      name: `Dish number ${index}`,
      categoryId: "food",
      price: 900 + index * 25,
      taxClassId: "vat",
      stations: ["kitchen"],
    },
  }));
  await Promise.all(items.map((input) => made(kernel, menuItems.create, input)));
};

/** A database file with a menu, closed, to be copied for each run. */
export const makeBase = async (folder: string): Promise<string> => {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "base.db");
  const kernel = openTestKernel(file);
  await fillMenu(kernel);
  kernel.db.pragma("wal_checkpoint(TRUNCATE)");
  kernel.close();
  return file;
};

/** A copy of a closed database. */
export const copyOf = (base: string, name: string): string => {
  const file = base.replace(/base\.db$/, `${name}.db`);
  copyFileSync(base, file);
  return file;
};

export const newOrder = (index: number): OpenOrder => ({
  id: newId(),
  type: "takeaway",
  tableId: null,
  guests: null,
  customerName: null,
  notes: null,
  send: false,
  newCheck: false,
  items: newLines(3, index),
});

export const newLines = (count: number, index = 0): OpenOrder["items"] =>
  Array.from({ length: count }, (_, part) => ({
    id: newId(),
    menuItemId: `item-${(index * 7 + part * 13) % itemCount}`,
    quantity: 1 + (part % 2),
  }));

export const waiter = actorOf("waiter");

/** `count` orders through `execute`, `connections` waiting at a time; ids are made before, as clients make them. Returns orders a second. */
export const runOrders = async (kernel: Kernel, count: number, connections: number): Promise<number> => {
  const taps = Array.from({ length: count }, (_, index) => ({ input: newOrder(index), commandId: newId() }));
  let next = 0;
  const work = async (): Promise<void> => {
    for (let tap = taps[next++]; tap; tap = taps[next++]) {
      const answer = await kernel.execute({
        command: openOrder,
        input: tap.input,
        commandId: tap.commandId,
        fingerprint: tap.input.id,
        actor: waiter,
      });
      if (!answer.ok) throw new Error(answer.refusal.message);
    }
  };
  const started = performance.now();
  await Promise.all(Array.from({ length: connections }, work));
  return (count / (performance.now() - started)) * 1000;
};
