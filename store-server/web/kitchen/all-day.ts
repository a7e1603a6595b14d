/** How many of each dish are to be cooked on all tickets together. Pure. */
import type { KitchenTicket } from "./tickets.ts";

export type DishCount = { name: string; quantity: number };

/** The most wanted first. */
export const allDayCounts = (tickets: readonly KitchenTicket[]): DishCount[] => {
  const milli = new Map<string, number>();
  for (const { lines } of tickets)
    for (const { name, quantity, state } of lines)
      if (state === "open") milli.set(name, (milli.get(name) ?? 0) + Math.round(quantity * 1000));
  return [...milli]
    .map(([name, count]) => ({ name, quantity: count / 1000 }))
    .sort((a, b) => b.quantity - a.quantity || a.name.localeCompare(b.name));
};
