/** A customer in words: who they are in one line, what they are to the store. */
import type { Customer } from "@tillbox/shared/contract/customer.ts";
import { isPhone } from "@tillbox/shared/phone.ts";
import type { Figures } from "../../common/figures.ts";

export const nameOf = ({ name }: Pick<Customer, "name">): string => name ?? "Erased person";

export const contactOf = ({ phone, email, company }: Customer): string =>
  [phone, email, company?.name].filter(Boolean).join(" · ") || "No number, no mail";

export const pointsText = (points: number): string => `${points} ${points === 1 ? "point" : "points"}`;

export const dayOf = (at: string, figures: Figures): string =>
  figures.day(figures.businessDay(Date.parse(at)));

export const visitsOf = ({ figures: life }: Customer, figures: Figures): string => {
  if (life.orders === 0 || life.lastOrderAt === null) return "First visit";
  const visits = `${life.orders} ${life.orders === 1 ? "visit" : "visits"}`;
  return `${visits} · ${figures.money(life.spent)} · last ${dayOf(life.lastOrderAt, figures)}`;
};

/** What was typed into the search, as the beginning of a new customer. */
export const beginningOf = (search: string): { name: string; phone: string } =>
  isPhone(search) ? { name: "", phone: search.trim() } : { name: search.trim(), phone: "" };
