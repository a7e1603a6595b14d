/** Everything that is wrong with a world at rest, as sentences; nothing, if all holds. */
import type { World } from "../world.ts";
import { readBooks } from "./books.ts";
import { cashFaults } from "./cash.ts";
import { hubFaults, rebuiltFaults } from "./copies.ts";
import { deviceFaults } from "./devices.ts";
import { effectFaults } from "./effects.ts";
import { kitchenFaults } from "./kitchen.ts";
import { ledgerFaults } from "./ledgers.ts";
import { moneyFaults } from "./money.ts";
import { tapFaults } from "./taps.ts";

export const faultsOf = async (world: World): Promise<string[]> => {
  const { box, hub, devices, taps } = world;
  const books = readBooks(box.kernel());
  return [
    ...deviceFaults(devices, box.kernel()),
    ...tapFaults(books, world),
    ...effectFaults(books, taps),
    ...cashFaults(books, taps),
    ...kitchenFaults(books),
    ...moneyFaults(books),
    ...ledgerFaults(books),
    ...rebuiltFaults(books),
    ...(await hubFaults(books, hub)),
  ];
};
