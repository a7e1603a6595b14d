/** What somebody tapped, and what became of it, in the words of the till. Pure. */
import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { type Permission, permissions } from "@tillbox/shared/permissions.ts";
import type { IconName } from "@tillbox/shared/ui/icon-nodes.ts";
import type { Tone } from "@tillbox/shared/ui/tone.ts";

export type Lexicon = {
  money(minor: number): string;
  time(at: string): string;
  /** Of the menu. */
  dish(menuItemId: string): string | undefined;
  /** Of a line that stands on the check. */
  line(itemId: string): string | undefined;
  table(id: string): string | undefined;
};

const text = (value: unknown): string | null =>
  typeof value === "string" && value.trim() !== "" ? value.trim() : null;
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};

const lineText = (line: unknown, { dish }: Lexicon): string => {
  const { quantity, menuItemId, openItem, notes } = fieldsOf(line);
  const name = text(fieldsOf(openItem).name) ?? dish(text(menuItemId) ?? "") ?? "an item";
  const note = text(notes);
  return `${typeof quantity === "number" ? quantity : 1} × ${name}${note === null ? "" : ` (${note})`}`;
};

/** "2 × Tomato soup", one for each line that was typed. */
export const typedLines = ({ data }: Pick<InboxItem, "data">, lexicon: Lexicon): string[] =>
  list(data.items).map((line) => lineText(line, lexicon));

const methods: Readonly<Record<string, string>> = {
  cash: "in cash",
  card: "by card",
  gift_card: "by gift card",
  account: "on a house account",
};

const takeText = (data: Record<string, unknown>, lexicon: Lexicon): string => {
  const { amount, tip, tendered, taken } = data;
  const sum = typeof amount === "number" ? amount + (typeof tip === "number" ? tip : 0) : (taken ?? tendered);
  const how = methods[text(data.method) ?? ""] ?? "";
  return ["Take", typeof sum === "number" ? lexicon.money(sum) : "the payment", how]
    .filter(Boolean)
    .join(" ");
};

const discountText = ({ kind, value }: Record<string, unknown>, { money }: Lexicon): string => {
  if (kind === "percent") return `Give a discount of ${String(value)} %`;
  return typeof value === "number" ? `Give a discount of ${money(value)}` : "Give a discount";
};

type Say = (data: Record<string, unknown>, lexicon: Lexicon) => string;
const lineOf = (data: Record<string, unknown>, lexicon: Lexicon): string =>
  lexicon.line(text(data.itemId) ?? "") ?? "a line";
const withLines =
  (verb: string, otherwise: string): Say =>
  (data, lexicon) => {
    const lines = list(data.items).map((line) => lineText(line, lexicon));
    return lines.length === 0 ? otherwise : `${verb} ${lines.join(", ")}`;
  };

const onOrders: Readonly<Record<string, string | Say>> = {
  create: withLines("Open a check with", "Open a check"),
  sell: "Sell at the counter",
  "add-items": withLines("Add", "Add lines"),
  "change-item": (data, lexicon) => `Change ${lineOf(data, lexicon)}`,
  "void-item": (data, lexicon) => `Void ${lineOf(data, lexicon)}`,
  send: "Send to the kitchen",
  hold: "Hold a course",
  fire: "Fire a course",
  kitchen: "Move lines on in the kitchen",
  status: "Move the check on",
  transfer: (data, lexicon) => {
    const table = lexicon.table(text(data.tableId) ?? "");
    return table === undefined ? "Move the check" : `Move to table ${table}`;
  },
  split: "Split the check",
  "move-items": "Move lines to another check",
  merge: "Merge another check into it",
  discount: discountText,
  "change-discount": "Change a discount",
  "remove-discount": "Take a discount off",
  comp: "Give it away",
  reward: "Take a reward",
  pay: takeText,
  "void-payment": "Void a payment",
  "add-tip": "Add a tip",
  refund: "Refund",
  exchange: "Exchange",
  invoice: "Make an invoice",
  "set-terms": "Change the terms of the check",
  receipt: "Print the receipt again",
  proforma: "Print the check",
  "erase-guest": "Erase the guest",
  update: "Change the check",
  delete: "Cancel the check",
  cancel: "Cancel the check",
};

const nouns: Readonly<Record<string, string>> = {
  account: "the house account",
  area: "the area",
  category: "the category",
  customer: "the customer",
  drawer: "the drawer",
  "gift-card": "the gift card",
  "menu-draft": "the draft of the menu",
  "menu-item": "the item",
  order: "the check",
  reservation: "the booking",
  table: "the table",
  "time-entry": "the working time",
  "waitlist-entry": "the waiting party",
};
const verbs: Readonly<Record<string, string>> = {
  create: "Add",
  delete: "Remove",
  cancel: "Cancel",
  seat: "Seat",
  erase: "Erase",
  "erase-guest": "Erase the guest of",
  block: "Block",
  "top-up": "Top up",
  settle: "Settle",
  count: "Count",
  close: "Close",
  "paid-in": "Pay into",
  "paid-out": "Pay out of",
  "no-sale": "Open",
  "clock-out": "End",
  "break-start": "Start a break in",
  "break-end": "End a break in",
  join: "Join",
  separate: "Separate",
};

type TappedItem = Pick<InboxItem, "kind" | "fields" | "entityType" | "action" | "data">;

/** "Add 2 × Tomato soup, 1 × Ribeye 300 g". */
export const tappedText = (item: TappedItem, lexicon: Lexicon): string => {
  if (item.kind !== "overwritten") return actionText(item, lexicon);
  const set = item.fields.map(
    ({ field, lost }) => `${fieldName(field).toLowerCase()} to ${fieldValue(field, lost, lexicon)}`,
  );
  return `Set ${set.join(", ")}`;
};

const actionText = (item: Pick<InboxItem, "entityType" | "action" | "data">, lexicon: Lexicon): string => {
  const { entityType, action, data } = item;
  const said = entityType === "order" && Object.hasOwn(onOrders, action) ? onOrders[action] : undefined;
  if (said !== undefined) return typeof said === "string" ? said : said(data, lexicon);
  const name = text(data.name) ?? text(data.customerName);
  const what = `${verbs[action] ?? "Change"} ${nouns[entityType] ?? "this"}`;
  return name === null ? what : `${what} ${name}`;
};

const fieldNames: Readonly<Record<string, string>> = {
  at: "Time",
  available: "On the menu",
  course: "Course",
  customerId: "Customer",
  customerName: "Name",
  description: "Description",
  durationMinutes: "Length of the stay",
  email: "Mail address",
  guests: "Guests",
  name: "Name",
  note: "Note",
  notes: "Note",
  phone: "Telephone",
  price: "Price",
  quantity: "Quantity",
  seat: "Seat",
  status: "State",
  stock: "Left",
  tableId: "Table",
  tableIds: "Tables",
};
const sums = new Set(["price", "amount", "limit", "cost"]);
const times = new Set(["at", "until", "startsAt", "endsAt"]);

/** "customerName" is a name; what nobody named is said as words: "Minimum stay". */
export const fieldName = (field: string): string => {
  const last = field.split(".").at(-1) ?? field;
  if (Object.hasOwn(fieldNames, last)) return fieldNames[last] ?? last;
  const words = last.replaceAll(/([A-Z])/g, " $1").toLowerCase();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
};

/** A value as a person reads it: money, a time, a table's name, never a figure of the wire. */
export const fieldValue = (field: string, value: unknown, lexicon: Lexicon): string => {
  const last = field.split(".").at(-1) ?? field;
  if (value === null || value === undefined || value === "") return "nothing";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "number") return sums.has(last) ? lexicon.money(value) : String(value);
  if (Array.isArray(value))
    return value.map((each) => fieldValue(field, each, lexicon)).join(", ") || "nothing";
  if (typeof value !== "string") return "other choices";
  if (times.has(last)) return lexicon.time(value);
  return last === "tableId" || last === "tableIds" ? (lexicon.table(value) ?? value) : value;
};

const needed = /needs the permission ([a-z-]+(?:\.[a-z-]+)+)/;
const isKnown = (name: string): name is Permission => Object.hasOwn(permissions, name);

/** The box names a permission; a person reads what it is for. */
const forbiddenText = (detail: string): string => {
  const name = needed.exec(detail)?.[1] ?? "";
  if (!isKnown(name)) return detail;
  const what = permissions[name];
  return `The role may not do this: ${what.charAt(0).toLowerCase()}${what.slice(1)}.`;
};

/** Why it was not done; of what was set again, by whom and to what. */
export const whyText = (item: InboxItem, lexicon: Lexicon): string => {
  if (item.code === "forbidden") return forbiddenText(item.detail);
  if (item.kind !== "overwritten") return item.detail;
  const who = item.by?.userName ?? "Somebody else";
  const set = item.fields.map(
    ({ field, won }) => `${fieldName(field).toLowerCase()} to ${fieldValue(field, won, lexicon)}`,
  );
  return `${who} set ${set.join(", ")} after that.`;
};

type Kind = { words: string; icon: IconName; tone: Tone };
export const kindWords: Readonly<Record<InboxItem["kind"], Kind>> = {
  refused: { words: "Not done", icon: "alert", tone: "bad" },
  overwritten: { words: "Changed again", icon: "undo", tone: "attention" },
  "unallocated-cash": { words: "Cash without a check", icon: "cash", tone: "attention" },
};

const settledWords: Readonly<Record<InboxItem["status"], string>> = {
  open: "Open",
  reapplied: "Done after all",
  dismissed: "Left out",
  allocated: "Booked",
  returned: "Given back",
};
/** "Left out by Manager 2 at 19:24: guests had left". */
export const settledText = (
  { status, settled }: Pick<InboxItem, "status" | "settled">,
  lexicon: Lexicon,
): string => {
  if (settled === null) return settledWords[status];
  const by = settled.byName === null ? "" : ` by ${settled.byName}`;
  const why = settled.reason === null ? "" : `: ${settled.reason}`;
  return `${settledWords[status]}${by} at ${lexicon.time(settled.at)}${why}`;
};
