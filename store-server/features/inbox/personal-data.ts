/** Which texts of a change are about a person, and which nobody may read again, by the names that they have in all contracts. Pure. */
const personal = new Set([
  "name",
  "customerName",
  "phone",
  "email",
  "address",
  "notes",
  "note",
  "company",
  "vatId",
  "birthday",
  "reference",
]);
/** Things that speak of guests. A menu item's name is no secret. */
const ofPeople = new Set(["order", "customer", "reservation", "waitlist-entry", "account", "gift-card"]);

type Rewrite = (text: string) => string | null;

const rewritten = (value: unknown, key: string, rewrite: Rewrite): unknown => {
  if (typeof value === "string") return personal.has(key) ? rewrite(value) : value;
  if (Array.isArray(value)) return value.map((item) => rewritten(item, key, rewrite));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, rewritten(item, name, rewrite)]),
  );
};

/** `data` with every text about a person rewritten; the same data where the thing is none of people. */
export const rewritePersonal = (
  entityType: string,
  data: Record<string, unknown>,
  rewrite: Rewrite,
): Record<string, unknown> =>
  ofPeople.has(entityType) ? (rewritten(data, "", rewrite) as Record<string, unknown>) : data;

/** Enough to tell two cards apart, and no more. */
const masked = (code: string): string => `…${code.slice(-4)}`;

const redacted = (value: unknown, isCard: boolean): unknown => {
  if (Array.isArray(value)) return value.map((item) => redacted(item, isCard));
  if (typeof value !== "object" || value === null) return value;
  const paysByCard = "method" in value && value.method === "gift_card";
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      const isCode = (isCard && name === "code") || (paysByCard && name === "reference");
      return [name, isCode && typeof item === "string" ? masked(item) : redacted(item, isCard)];
    }),
  );
};

/** `data` without the codes of gift cards, which stand nowhere: whoever holds the card has it. */
export const withoutCodes = (entityType: string, data: Record<string, unknown>): Record<string, unknown> =>
  redacted(data, entityType === "gift-card") as Record<string, unknown>;
