/** The shop of the simulation: one small store, made once as a closed database file, copied for every seed, opened again after restarts. */
import { accessSync, constants, copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@tillbox/shared/id.ts";
import { areas, tables } from "@tillbox/store-server/features/floor/rows.ts";
import { categories, menuItems, taxClasses } from "@tillbox/store-server/features/menu/rows.ts";
import { printers, stations } from "@tillbox/store-server/features/printer/rows.ts";
import { changeSetting } from "@tillbox/store-server/features/settings/rows.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import type { Command } from "@tillbox/store-server/kernel/types.ts";
import { openTestKernel, systemActor } from "@tillbox/store-server/testing.ts";
import type { Random } from "../crash/random.ts";

export type Item = { id: string; optionIds: string[]; variantIds: string[] };

export const items: readonly Item[] = [
  { id: "soup", optionIds: [], variantIds: [] },
  { id: "steak", optionIds: ["rare", "done", "pepper"], variantIds: [] },
  { id: "wine", optionIds: [], variantIds: ["glass", "bottle"] },
  { id: "bread", optionIds: [], variantIds: [] },
];
export const tableIds: readonly string[] = ["t1", "t2", "t3", "t4"];

const start = Date.parse("2026-11-20T01:00:00.000Z");

const submit = async <I>(kernel: Kernel, command: Command<I>, input: I): Promise<void> => {
  const answer = await kernel.execute({
    command,
    input,
    commandId: newId(),
    fingerprint: "shop",
    actor: systemActor,
  });
  if (!answer.ok) throw new Error(`${command.name} was refused: ${answer.refusal.message}`);
};

const menuOf = (): { id: string; fields: Record<string, unknown> }[] => {
  const modifierGroups = [
    {
      id: "how",
      name: "How",
      min: 0,
      max: 2,
      options: [
        { id: "rare", name: "rare", price: 0 },
        { id: "done", name: "well done", price: 0 },
        { id: "pepper", name: "pepper", price: 133 },
      ],
    },
  ];
  const variants = [
    { id: "glass", name: "glass", price: 645 },
    { id: "bottle", name: "bottle", price: 2999 },
  ];
  return [
    { id: "soup", fields: { price: 777, taxClassId: "reduced", stations: ["kitchen"] } },
    { id: "steak", fields: { price: 3333, taxClassId: "reduced", stations: ["kitchen"], modifierGroups } },
    { id: "wine", fields: { price: 645, taxClassId: "full", stations: ["bar"], variants } },
    { id: "bread", fields: { price: 101, taxClassId: null, stations: [] } },
  ];
};

const fill = async (kernel: Kernel): Promise<void> => {
  const sold = menuOf().map(({ id, fields }) => ({
    id,
    fields: { name: id, categoryId: "food", ...fields },
  }));
  for (const id of ["kitchen", "bar"]) {
    await submit(kernel, stations.create, { id, fields: { name: id } });
    await submit(kernel, printers.create, {
      id,
      fields: { name: id, transport: { type: "screen" }, role: "kitchen", stations: [id], width: 80 },
    });
  }
  const rates = (rate: string) => [{ name: "VAT", rate }];
  const split = [
    { name: "State", rate: "0.0625" },
    { name: "City", rate: "0.0175" },
  ];
  await submit(kernel, taxClasses.create, {
    id: "full",
    fields: { name: "Full", inclusive: true, rates: rates("0.19") },
  });
  await submit(kernel, taxClasses.create, {
    id: "reduced",
    fields: { name: "Reduced", inclusive: false, rates: split },
  });
  await submit(kernel, categories.create, { id: "food", fields: { name: "Food" } });
  for (const item of sold) await submit(kernel, menuItems.create, item);
  await submit(kernel, areas.create, { id: "room", fields: { name: "Room" } });
  for (const id of tableIds)
    await submit(kernel, tables.create, { id, fields: { name: id, areaId: "room", seats: 4 } });
};

export type Shop = {
  /** A fresh copy of the shop for this seed, with settings that the seed chooses. */
  open(seed: number, random: Random): Promise<OpenShop>;
  remove(): void;
};
export type OpenShop = {
  kernel(): Kernel;
  /** Closes the kernel and opens it again on the same file; what waits is cut off. */
  restart(): void;
  /** Moves the wall clock on. */
  pass(time_ms: number): void;
  close(): void;
};

const settingsOf = (random: Random): [string, unknown][] => [
  ["rounding.cash", random.pick([1, 5, 10])],
  ["rounding.tax", random.pick(["group", "line"])],
  ["service.rate", random.pick(["0", "0.125"])],
  ["service.tax_class", random.pick([null, "full"])],
  ["table.cleaning", random.chance(0.5)],
  ["discount.limit", random.pick(["0", "15"])],
];

/** Memory where the system has a folder of it: nothing here is about the disk, and a thousand seeds are many syncs. */
const quickFolder = (): string => {
  try {
    accessSync("/dev/shm", constants.W_OK);
    return "/dev/shm";
  } catch {
    return tmpdir();
  }
};

export const openShop = async (): Promise<Shop> => {
  const folder = mkdtempSync(join(quickFolder(), "tillbox-sim-"));
  const base = join(folder, "base.db");
  const made = openTestKernel(base, { wall: () => start });
  await fill(made);
  made.db.pragma("wal_checkpoint(TRUNCATE)");
  made.close();
  const open = async (seed: number, random: Random): Promise<OpenShop> => {
    const file = join(folder, `seed-${seed}.db`);
    copyFileSync(base, file);
    let now = start + random.between(0, 20 * 3_600_000);
    const openKernel = (): Kernel => openTestKernel(file, { wall: () => now, strict: true });
    let kernel = openKernel();
    for (const [key, value] of settingsOf(random)) await submit(kernel, changeSetting, { key, value });
    return {
      kernel: () => kernel,
      restart: () => {
        kernel.close();
        kernel = openKernel();
      },
      pass: (time_ms) => {
        now += time_ms;
      },
      close: () => {
        kernel.close();
        for (const end of ["", "-wal", "-shm", ".lock"]) rmSync(file + end, { force: true });
      },
    };
  };
  return { open, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
