/** What a kitchen printer was told, in words: for tests of what is cooked twice, or never. */
import type { KitchenTicket } from "@tillbox/shared/contract/printer.ts";
import { printers } from "../features/printer/rows.ts";
import type { TestStore } from "../testing.ts";

/** A printer that takes the tickets of all stations. */
export const putKitchenPrinter = (store: TestStore): Promise<unknown> =>
  store.done(printers.create, { id: "kitchen-paper", fields: { name: "Kitchen", role: "kitchen" } });

export const tickets = (store: TestStore): KitchenTicket[] =>
  (
    store.kernel.db.prepare("SELECT payload FROM jobs WHERE lane = 'kitchen-paper' ORDER BY rowid").all() as {
      payload: string;
    }[]
  ).map(({ payload }) => (JSON.parse(payload) as { document: KitchenTicket }).document);

/** "new 2 Soup", one for each line of each ticket, in order. */
export const toldTo = (store: TestStore): string[] =>
  tickets(store).flatMap(({ lines }) =>
    lines.map(({ change, quantity, name }) => `${change} ${quantity} ${name}`),
  );
