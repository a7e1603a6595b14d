/**
 * The books of the bistro, read from the journal alone and by hand: what was sold, what was given back, what came into which hand. It
 * shares no line with the roll-ups, drawers and Zs that it is held against.
 */
type Data = Record<string, unknown>;
export type Entry = {
  seq: number;
  type: string;
  entity: string;
  id: string;
  device: string | null;
  data: Data;
};
type Money = {
  method: string;
  amount: number;
  tip?: number;
  rounding?: number;
  tendered?: number | null;
  change?: number;
  drawerId?: string | null;
};

const num = (value: unknown): number => (typeof value === "number" ? value : 0);

/** What went from one hand into another: of cash what was given less the change, where it is known. */
const given = ({ amount, tip = 0, rounding = 0, tendered = null, change = 0 }: Money): number =>
  tendered === null ? amount + tip + rounding : tendered - change;

export type Books = {
  receipts: number;
  refunds: number;
  tips: number;
  rounding: number;
  giftCardsSold: number;
  accountsSettled: number;
  unallocated: number;
  houseAccountSales: number;
  /** By method, without what is only written up and what the house took for itself. */
  tenders: Map<string, number>;
  /** Cash by drawer, also what the house took for itself. */
  drawers: Map<string, number>;
  /** What was taken on checks that are not final. */
  open: Map<string, number>;
};

const empty = (): Books => ({
  receipts: 0,
  refunds: 0,
  tips: 0,
  rounding: 0,
  giftCardsSold: 0,
  accountsSettled: 0,
  unallocated: 0,
  houseAccountSales: 0,
  tenders: new Map(),
  drawers: new Map(),
  open: new Map(),
});
const add = (sums: Map<string, number>, key: string, amount: number): void => {
  sums.set(key, (sums.get(key) ?? 0) + amount);
};

const take = (books: Books, money: Money): void => {
  books.tips += num(money.tip);
  books.rounding += num(money.rounding);
  if (money.method === "house_account") books.houseAccountSales += given(money);
  else add(books.tenders, money.method, given(money));
  inDrawer(books, money);
};
const inDrawer = (books: Books, money: Money): void => {
  if (money.method === "cash" && typeof money.drawerId === "string")
    add(books.drawers, money.drawerId, given(money));
};

/** Cash that stands on no check: it came, became a payment of one, or went back. */
const unallocated = (books: Books, tender: Money): void => {
  books.unallocated += tender.amount;
  take(books, tender);
};

const rules: Readonly<Record<string, (books: Books, data: Data) => void>> = {
  PaymentCaptured: (books, { payment }) => take(books, payment as Money),
  OrderFinalised: (books, { total }) => {
    books.receipts += num(total);
  },
  RefundIssued: (books, { total, tenders }) => {
    books.refunds += num(total);
    for (const tender of tenders as Money[]) take(books, tender);
  },
  GiftCardIssued: (books, { amount, tender }) => {
    if (!tender) return;
    books.giftCardsSold += num(amount);
    take(books, tender as Money);
  },
  AccountSettled: (books, { amount, tender }) => {
    books.accountsSettled -= num(amount);
    take(books, tender as Money);
  },
  UnallocatedTaken: (books, { tender }) => unallocated(books, tender as Money),
  UnallocatedAllocated: (books, { tender }) => unallocated(books, tender as Money),
  UnallocatedReturned: (books, { tender }) => unallocated(books, tender as Money),
  PaidOut: (books, { tender }) => inDrawer(books, tender as Money),
  PaidIn: (books, { tender }) => inDrawer(books, tender as Money),
};
/** What moves money and has no rule here would make the books wrong without a word. */
const unknownMoney = new Set(["PaymentVoided", "TipAdded", "GiftCardToppedUp"]);

export const booksOf = (entries: readonly Entry[]): Books => {
  const books = empty();
  for (const { type, data } of entries) {
    if (unknownMoney.has(type)) throw new Error(`the books have no rule for ${type}`);
    rules[type]?.(books, data);
  }
  return books;
};

/** receipts − refunds + tips + rounding + gift cards sold + accounts settled + unallocated − house-account sales. */
export const soldOf = (books: Books): number =>
  books.receipts -
  books.refunds +
  books.tips +
  books.rounding +
  books.giftCardsSold +
  books.accountsSettled +
  books.unallocated -
  books.houseAccountSales;
export const takenOf = ({ tenders }: Books): number =>
  [...tenders.values()].reduce((sum, part) => sum + part, 0);

/** The equation of one day, written out. */
export const equationText = (books: Books): string =>
  `${books.receipts} receipts - ${books.refunds} refunds + ${books.tips} tips + ${books.rounding} rounding + ${books.giftCardsSold} gift cards sold + ${books.accountsSettled} accounts settled + ${books.unallocated} unallocated - ${books.houseAccountSales} house-account sales = ${soldOf(books)}; taken ${takenOf(books)} (${[...books.tenders].map(([method, sum]) => `${method} ${sum}`).join(", ")})`;
