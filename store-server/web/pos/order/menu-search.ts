/** The order of the menu, and what a search finds in it. Pure. */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";

export const bySort = (a: { sort: number; name: string }, b: { sort: number; name: string }): number =>
  a.sort - b.sort || a.name.localeCompare(b.name);

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase();

/** Without accents and case, each word anywhere in the name. */
export const matches = (item: MenuItem, query: string): boolean => {
  const name = plain(`${item.name} ${item.sku ?? ""} ${item.barcode ?? ""}`);
  return plain(query)
    .split(/\s+/)
    .every((word) => name.includes(word));
};
