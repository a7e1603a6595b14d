/** Guests whom the demo store knows, and what it thanks them with. */
import type { CustomerInput } from "@tillbox/shared/contract/customer.ts";

const known = 24;

type Regular = { id: string; words: CustomerInput };

const regular = (number: number): Regular => ({
  id: `guest-${number}`,
  words: {
    name: `Guest ${number}`,
    phone: `+1 555 01${String(number).padStart(2, "0")}`,
    ...(number % 3 === 0 ? { email: `guest${number}@example.com` } : {}),
    ...(number % 4 === 0 ? { consent: { marketing: true, source: "card at the counter" } } : {}),
    ...(number % 8 === 0 ? { tags: ["regular"] } : {}),
    ...(number === 12 ? { notes: "No nuts. Likes the table by the window." } : {}),
    ...(number === 20 ? { company: { name: "Guest 20 Ltd", vatId: null } } : {}),
  },
});

export const demoRegulars: readonly Regular[] = Array.from({ length: known }, (_, index) =>
  regular(index + 1),
);

/** The customer behind the name of a visit, when it is one of them. */
export const regularOf = (name: string | null): string | null =>
  demoRegulars.find(({ words }) => words.name === name)?.id ?? null;

export const demoProgram = {
  id: "points",
  name: "Basilico points",
  active: true,
  earnPoints: 1,
  earnAmount: 100,
  expiryMonths: 24,
  rewards: [
    { id: "five-off", name: "5.00 off", points: 100, kind: "amount" as const, amount: 500 },
    { id: "espresso", name: "An espresso", points: 40, kind: "item" as const, menuItemId: "espresso" },
  ],
};
