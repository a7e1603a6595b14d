/** What the box says of single fields, in the words of the people at the till: no names of fields, no minor units. Pure. */
import type { ApiProblem } from "../client/problem.ts";

const nouns: Readonly<Record<string, string>> = {
  address: "The address",
  amount: "The amount",
  at: "The time",
  code: "The code",
  company: "The company",
  course: "The course",
  customerId: "The customer",
  dueDays: "The time to pay",
  durationMinutes: "The length of the stay",
  earnAmount: "The amount for points",
  email: "The mail address",
  expiresOn: "The last day",
  float: "The float",
  guests: "The number of guests",
  itemId: "The line",
  limit: "The limit",
  menuItemId: "The item",
  modifiers: "The choice of options",
  name: "The name",
  note: "The note",
  notes: "The note",
  optionId: "The option",
  phone: "The telephone number",
  points: "The number of points",
  quantity: "The quantity",
  reason: "The reason",
  reference: "The card or account",
  seat: "The seat",
  splitAmount: "The part",
  tableId: "The table",
  tableIds: "The tables",
  taxNumber: "The tax number",
  tendered: "The cash",
  tip: "The tip",
  userId: "The person",
  value: "The discount",
  variantId: "The size",
  vatId: "The VAT number",
};

/** Their figures are minor units. */
const sums = new Set(["amount", "tendered", "tip", "limit", "float", "splitAmount", "earnAmount"]);

const goesOn = /^(must|is|are|goes|makes|names|cannot|has|needs|should|belong)\b/;

const wordOf = (path: string): string => path.split(".").findLast((part) => Object.hasOwn(nouns, part)) ?? "";

const sentence = (text: string): string => {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.?!]$/.test(whole) ? whole : `${whole}.`;
};

/** "tendered: is less than the difference of 1188" is "The cash is less than the difference of $11.88." */
export const fieldWords = (
  { path, message }: { path: string; message: string },
  money: (minor: number) => string = String,
): string => {
  const word = wordOf(path);
  const said = sums.has(word) ? message.replaceAll(/\d+/g, (figure) => money(Number(figure))) : message;
  if (!goesOn.test(said)) return sentence(said);
  return sentence(`${nouns[word] ?? "What was entered"} ${said}`);
};

/** All that the box has against single fields; null where it says something else. */
export const inWords = (
  { details }: Pick<ApiProblem, "details">,
  money?: (minor: number) => string,
): string | null => {
  const { errors = [] } = details;
  if (errors.length === 0) return null;
  return [...new Set(errors.map((error) => fieldWords(error, money)))].join(" ");
};
