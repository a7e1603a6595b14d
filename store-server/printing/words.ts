/** The words that stand on paper for the words of the wire. */
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";

export const orderTypeWords: Record<OrderType, string> = {
  "dine-in": "Dine-in",
  takeaway: "Takeaway",
  delivery: "Delivery",
  kiosk: "Kiosk",
};

/** By payment method; another method is printed as it is. */
export const methodWords: Readonly<Record<string, string>> = {
  cash: "Cash",
  card: "Card",
  wallet: "Mobile wallet",
  gift_card: "Gift card",
  house_account: "House account",
  external: "Card terminal",
};

/** "12" → "Table 12"; a name that begins with a word stays: "Terrace 3". */
export function tableWords(name: string | null): string | null {
  if (name === null) return null;
  return /^\p{L}{2}/u.test(name) ? name : `Table ${name}`;
}

export const guestWords = (count: number): string => `${count} ${count === 1 ? "guest" : "guests"}`;
