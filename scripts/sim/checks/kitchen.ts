/** Nothing is cooked twice and nothing is printed twice: the tickets tell the kitchen what was sent, and each sale has one receipt. */

import type { OrderState } from "@tillbox/store-server/features/order/rows.ts";
import type { JobPayload } from "@tillbox/store-server/features/printer/jobs.ts";
import { addTo, type Books, same, textOf } from "./books.ts";

type Line = OrderState["lines"][number];
const nameOf = ({ name, variantName }: Line): string =>
  variantName === null ? name : `${name}, ${variantName}`;

const documentsOf = ({ kernel }: Books): JobPayload["document"][] =>
  kernel.db
    .prepare<[], { payload: string }>(
      "SELECT payload FROM jobs WHERE copy_of IS NULL ORDER BY created_at, id",
    )
    .all()
    .map(({ payload }) => (JSON.parse(payload) as JobPayload).document);

const cook = new Set(["new", "more", "fire"]);
const ticketed = (documents: readonly JobPayload["document"][]): Map<string, number> => {
  const sums = new Map<string, number>();
  for (const document of documents)
    if (document.kind === "kitchen")
      for (const { name, quantity, change } of document.lines)
        if (cook.has(change)) addTo(sums, name, quantity);
  return sums;
};

/** Every line that ever was, as it was when it came into the world, and what was sent of it. */
const sent = ({ journal }: Books): Map<string, number> => {
  const lines = new Map<string, Line>();
  const sums = new Map<string, number>();
  const learn = (value: unknown): void => {
    for (const line of (value ?? []) as Line[]) lines.set(line.id, line);
  };
  for (const { type, data } of journal) {
    if (type === "OrderOpened" || type === "LinesAdded" || type === "LinesReceived") learn(data.lines);
    if (type !== "LinesSent") continue;
    for (const { lineId, quantityMilli } of data.lines as { lineId: string; quantityMilli: number }[]) {
      const line = lines.get(lineId);
      if (line && line.stations.length > 0) addTo(sums, nameOf(line), quantityMilli / 1000);
    }
  }
  return sums;
};

const overSent = ({ orders }: Books): string[] =>
  [...orders.values()].flatMap(({ id, lines }) =>
    lines
      .filter(({ sentMilli, quantityMilli, status }) => status !== "voided" && sentMilli > quantityMilli)
      .map((line) => `line ${line.id} of ${id}: ${line.sentMilli} sent of ${line.quantityMilli}`),
  );

const receipts = (books: Books, documents: readonly JobPayload["document"][]): string[] => {
  const printed = documents.flatMap((document) =>
    document.kind === "receipt" && !document.proforma ? [document.receiptNumber] : [],
  );
  const given = books.journal.flatMap(({ type, data }) =>
    type === "OrderFinalised" ? [(data as { receiptNumber: string }).receiptNumber] : [],
  );
  return same("receipts on paper", printed.toSorted(), given.toSorted());
};

export const kitchenFaults = (books: Books): string[] => {
  const documents = documentsOf(books);
  return [
    ...same("cooked by the tickets", textOf(ticketed(documents)), textOf(sent(books))),
    ...overSent(books),
    ...receipts(books, documents),
  ];
};
