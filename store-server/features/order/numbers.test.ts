/** Legal numbers: given at the end, by the event that holds them, and without a gap, whatever is refused, fails or dies between. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Command } from "../../kernel/types.ts";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { openOrder } from "./commands.ts";
import { writeInvoice } from "./invoices/commands.ts";
import { payOrder } from "./money/commands.ts";
import { refundOrder } from "./refunds/commands.ts";
import { moveOrder } from "./workflow/commands.ts";

let folder: string;
let store: TestStore;
const { open } = peopleOf(() => store);
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tillbox-numbers-"));
  store = openTestStore({ path: join(folder, "box.db") });
  await furnish(store);
});
afterEach(() => {
  store.kernel.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The command as it is, but for an answer that breaks after everything was written: its savepoint is rolled back. */
const breaking = <I>(command: Command<I>): Command<I> => ({
  ...command,
  decide: (input, context) => ({
    ...command.decide(input, context),
    answer: () => {
      throw new Error("broken on purpose");
    },
  }),
});
const numbers = (sql: string): string[] => store.kernel.db.prepare<[], string>(sql).pluck().all().sort();
const receipts = () =>
  numbers(
    "SELECT json_extract(state, '$.receiptNumber') FROM orders WHERE json_extract(state, '$.receiptNumber') IS NOT NULL",
  );
const seriesOf = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}1-${String(index + 1).padStart(6, "0")}`);

const pay = (order: Order, command = payOrder) =>
  store.submit(command, { id: order.id, paymentId: newId(), payment: { method: "cash" } }, "waiter");
const refund = (order: Order, amount: number, command = refundOrder) =>
  store.submit(command, { id: order.id, refundId: newId(), refund: { amount, reason: "cold" } }, "manager");
const invoice = (order: Order, command = writeInvoice) =>
  store.submit(
    command,
    { id: order.id, invoiceId: newId(), invoice: { company: "Hafen GmbH", address: ["Kai 1"] } },
    "manager",
  );
const settled = (all: Promise<unknown>[]) => Promise.allSettled(all);

test("opening a table burns a receipt number: it burns none, nor does cancelling or paying a part", async () => {
  for (let round = 0; round < 5; round += 1) {
    const order: Order = await store.done(
      openOrder,
      opening([line("soup")], { tableId: "t1", newCheck: true }),
      "waiter",
    );
    const part = { id: order.id, paymentId: newId(), payment: { method: "cash" as const, amount: 100 } };
    if (round % 2 === 0) await store.submit(payOrder, part, "waiter");
    else await store.submit(moveOrder, { id: order.id, status: "cancelled", reason: "left" }, "manager");
  }
  await pay(await open([line("soup")]));
  expect(receipts()).toEqual(seriesOf("R", 1));
});

test("receipts, refunds and invoices stay gap-free when many come at once, many are refused and some break", async () => {
  const orders = await Promise.all(Array.from({ length: 40 }, () => open([line("soup", 2)])));
  await settled(
    orders.flatMap((order, index) => [
      ...(index % 4 === 0 ? [pay(order, breaking(payOrder))] : []),
      pay(order),
      // The second payment of a paid order is refused.
      pay(order),
    ]),
  );
  expect(receipts()).toEqual(seriesOf("R", 40));
  await settled(
    orders.flatMap((order, index) => [
      ...(index % 5 === 0 ? [invoice(order, breaking(writeInvoice))] : []),
      invoice(order),
      invoice(order),
      ...(index % 3 === 0 ? [refund(order, 10, breaking(refundOrder))] : []),
      refund(order, 1_000),
      // There are 7.00 left: refused.
      refund(order, 1_000),
    ]),
  );
  expect(numbers("SELECT number FROM refunds")).toEqual(seriesOf("F", 40));
  expect(numbers("SELECT number FROM invoices")).toEqual(seriesOf("I", 40));
});

test("a box that dies in the middle goes on with the next number", async () => {
  const [first, second] = [await open([line("soup")]), await open([line("soup")])] as const;
  await pay(first);
  await settled([pay(second, breaking(payOrder))]);
  store.kernel.close();
  store = openTestStore({ path: join(folder, "box.db") });
  await pay(second);
  expect(receipts()).toEqual(seriesOf("R", 2));
});
