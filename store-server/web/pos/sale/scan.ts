/**
 * What a scanner types. A keyboard wedge is a very fast typist who ends with Enter: keys that follow one another within a few
 * milliseconds are a code, wherever the focus is; a person's typing never is. Pure.
 */
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";

export type Buffer = { text: string; at_ms: number };
export const noKeys: Buffer = { text: "", at_ms: 0 };

/** Slower scanners (Bluetooth) pause up to this long between keys; people pause longer. */
const longestPause_ms = 60;
const shortestCode = 4;
const longestCode = 64;

/** One more key: what is collected now, and the code if the key ended one. */
export const pressed = (
  before: Buffer,
  key: string,
  at_ms: number,
): { buffer: Buffer; code: string | null } => {
  const isFast = at_ms - before.at_ms <= longestPause_ms;
  if (key === "Enter" || key === "Tab") {
    const isCode = isFast && before.text.length >= shortestCode;
    return { buffer: noKeys, code: isCode ? before.text : null };
  }
  if ([...key].length !== 1) return { buffer: before, code: null };
  const text = isFast ? before.text + key : key;
  return { buffer: text.length > longestCode ? noKeys : { text, at_ms }, code: null };
};

export type Asked = { quantity: number; code: string };
const mostPieces = 999;

/** "3*40123" asks for three of them. */
export const askedOf = (typed: string): Asked => {
  const [, count = "1", code = typed] = /^(\d{1,3})\s*[*x×]\s*(.+)$/i.exec(typed.trim()) ?? [];
  const quantity = Number(count);
  return quantity >= 1 && quantity <= mostPieces
    ? { quantity, code: code.trim() }
    : { quantity: 1, code: typed.trim() };
};

const same = (a: string | null, b: string): boolean => a !== null && a.toLowerCase() === b.toLowerCase();

/** The one item with this barcode, or else with this SKU. */
export const itemOfCode = (items: Iterable<MenuItem>, code: string): MenuItem | undefined => {
  const all = [...items];
  return all.find(({ barcode }) => same(barcode, code)) ?? all.find(({ sku }) => same(sku, code));
};
