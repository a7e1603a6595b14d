/** What gift cards and house accounts put on the print queue, in the transaction of the change itself. */
import type { PrintDocument } from "@tillbox/shared/contract/printer.ts";
import { giftCode } from "@tillbox/shared/gift-code.ts";
import { newId } from "@tillbox/shared/id.ts";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openTestStore, type TestStore } from "../../../testing.ts";
import { adjustAccount, invoiceAccount, openAccount, settleAccount } from "../../account/commands.ts";
import { issueGiftCard, topUpGiftCard } from "../../gift-card/commands.ts";
import { printers } from "../rows.ts";
import { reprintInvoice } from "./jobs.ts";

let store: TestStore;
const printer = () =>
  store.done(printers.create, { id: "receipts", fields: { name: "Receipts", role: "receipt" } });
beforeEach(() => {
  store = openTestStore({ strict: true });
});
afterEach(() => store.kernel.close());

type Job = { document: PrintDocument; copyOf: string | null };
const jobs = (): Job[] =>
  store.kernel.db
    .prepare<[], { payload: string; copy_of: string | null }>(
      "SELECT payload, copy_of FROM jobs ORDER BY created_at, id",
    )
    .all()
    .map(({ payload, copy_of }) => ({
      ...(JSON.parse(payload) as { document: PrintDocument }),
      copyOf: copy_of,
    }));
const code = giftCode(Array.from({ length: 15 }, (_, index) => index));
const tender = { method: "cash" as const, tendered: 3000 };
const sell = (extra: object = {}) =>
  store.done(issueGiftCard, { id: "card", code, amount: 2500, tender, ...extra });

test("a sold card prints its receipt and the card, the code on the card only", async () => {
  await printer();
  await sell();
  const documents = jobs().map(({ document }) => document);
  expect(documents.map(({ kind }) => kind).sort()).toEqual(["gift-card", "slip"]);
  const slip = documents.find(({ kind }) => kind === "slip");
  const card = documents.find(({ kind }) => kind === "gift-card");
  expect(slip).toMatchObject({ number: "G1-000001", tender: { tendered: 3000, change: 500 } });
  expect(card).toMatchObject({ amount: 2500, code: code.match(/.{4}/g)?.join("-") });
  expect(JSON.stringify(slip)).not.toContain(code.slice(0, 4));
  await store.done(topUpGiftCard, { id: "card", amount: 1000, tender });
  expect(jobs().at(-1)?.document).toMatchObject({ title: "Top-up", after: { amount: 3500 } });
});

test("nothing is printed where there is no printer, where it is switched off, or a card that nobody wants on paper", async () => {
  await sell();
  expect(jobs()).toEqual([]);
  await printer();
  const other = giftCode(Array.from({ length: 15 }, () => 7));
  await sell({ id: "card-2", code: other, print: false });
  expect(jobs().map(({ document }) => document.kind)).toEqual(["slip"]);
});

test("a sale that is refused prints nothing", async () => {
  await printer();
  await store.refused(issueGiftCard, { id: "card", code, amount: 2500, tender: { ...tender, tendered: 1 } });
  expect(jobs()).toEqual([]);
});

test("a settlement prints its receipt, an invoice itself, and again as a copy", async () => {
  await printer();
  const id = "account";
  await store.done(openAccount, { id, name: "Harbour Freight Ltd", limit: 5000 });
  await store.done(adjustAccount, { id, amount: 2000, reason: "from before" });
  const invoiceId = newId();
  await store.done(invoiceAccount, { id, invoiceId });
  await store.done(settleAccount, { id, amount: 500, tender: { method: "external" } });
  await store.done(reprintInvoice, { invoiceId, jobId: newId() }, "waiter");
  const printed = jobs();
  expect(printed.map(({ document }) => (document.kind === "slip" ? document.title : document.kind))).toEqual([
    "Invoice",
    "Payment",
    "Invoice",
  ]);
  expect(printed[0]?.document).toMatchObject({ number: "A1-000001", total: { label: "Due", amount: 2000 } });
  expect(printed[1]?.document).toMatchObject({
    number: "S1-000001",
    after: { label: "Still owed", amount: 1500 },
  });
  expect(printed.map(({ copyOf }) => copyOf !== null)).toEqual([false, false, true]);
  expect(await store.refused(reprintInvoice, { invoiceId: "none", jobId: newId() })).toBe("not_found");
});
