/** Counted goods, points, cards and drawers: each is the sum of what the journal says was done to it, once. */
import { counted } from "../shop.ts";
import { addTo, type Books, same, statesOf } from "./books.ts";

const sumOf = ({ journal }: Books, id: string, types: readonly string[], field: string): number =>
  journal
    .filter((event) => event.id === id && types.includes(event.type))
    .reduce((sum, { data }) => sum + Number(data[field] ?? 0), 0);

const cards = (books: Books): string[] =>
  statesOf<{ id: string; balance: number }>(books.kernel, "gift_cards").flatMap(({ id, balance }) =>
    same(
      `gift card ${id}`,
      balance,
      sumOf(books, id, ["GiftCardIssued", "GiftCardRedeemed", "GiftCardCredited"], "amount"),
    ),
  );

const pointsMoves = [
  "Earned",
  "Spent",
  "Returned",
  "Reversed",
  "Restored",
  "Adjusted",
  "Expired",
  "Forfeited",
].map((kind) => `Points${kind}`);
const points = (books: Books): string[] =>
  statesOf<{ id: string; points?: number }>(books.kernel, "customers").flatMap(({ id, points: has = 0 }) =>
    same(`points of ${id}`, has, sumOf(books, id, pointsMoves, "points")),
  );

/** One finalised sale gives points once, and its refunds take back no more than that. */
const pointsOnce = ({ journal }: Books): string[] => {
  const earned = new Map<string, number>();
  for (const { type, data } of journal) if (type === "PointsEarned") addTo(earned, String(data.orderId), 1);
  return [...earned].flatMap(([orderId, times]) =>
    times > 1 ? [`order ${orderId} gave points ${times} times`] : [],
  );
};

/** What was counted in the morning and since, less what is wanted at the tables or was cooked, is what is left. */
const stock = (books: Books): string[] => {
  const left = new Map(
    statesOf<{ id: string; leftMilli: number }>(books.kernel, "menu_stock").map(({ id, leftMilli }) => [
      id,
      leftMilli,
    ]),
  );
  return [...counted.keys()].flatMap((id) => {
    const now = left.get(id) ?? 0;
    return now < 0 ? [`${id} was sold ${-now / 1000} times more than there was`] : [];
  });
};

export const ledgerFaults = (books: Books): string[] => [
  ...cards(books),
  ...points(books),
  ...pointsOnce(books),
  ...stock(books),
];
