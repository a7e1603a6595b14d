/** The tip report as a person reads it. Pure. */
import type { TipReport } from "@tillbox/shared/contract/tip.ts";
import { formatAmount } from "@tillbox/shared/ui/format.ts";
import { writeCsv } from "../../../features/menu/csv.ts";

type Share = TipReport["items"][number];

/** The rule in a sentence. */
export const ruleText = (
  { percent, by, weights }: TipReport["rule"],
  nameOf: (role: string) => string,
): string => {
  if (Number(percent) === 0) return "Nothing is pooled: everybody keeps the tips they were given.";
  const shares = Object.entries(weights)
    .filter(([, weight]) => weight > 0)
    .map(([role, weight]) => `${nameOf(role)} ${weight}`);
  const how = by === "hours" ? "by the hours that they worked" : "in equal parts";
  const who = shares.length === 0 ? "nobody, so everybody keeps their own" : shares.join(", ");
  return `${percent} % of every tip goes into the pool of its day, divided ${how}. Shares: ${who}.`;
};

export const tipTotals = (items: readonly Share[]) => ({
  earned: items.reduce((sum, { earned }) => sum + earned, 0),
  given: items.reduce((sum, { given }) => sum + given, 0),
  received: items.reduce((sum, { received }) => sum + received, 0),
  total: items.reduce((sum, { total }) => sum + total, 0),
});

/** Amounts as a spreadsheet reads them, whatever the store's own way of writing. */
const plain = (amount: number, currency: string): string =>
  formatAmount(amount, currency, "en").replaceAll(",", "").replace("−", "-");

export const tipTable = ({ from, to, items }: Pick<TipReport, "from" | "to" | "items">): string =>
  writeCsv([
    ["Person", "From", "To", "Currency", "Tips", "Into the pool", "Out of the pool", "Gets"],
    ...items.map(({ name, currency, earned, given, received, total }) => [
      name,
      from,
      to,
      currency,
      ...[earned, given, received, total].map((amount) => plain(amount, currency)),
    ]),
  ]);
