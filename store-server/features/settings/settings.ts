/** The business settings: each key with its type, its default and what it means. Pure. */
import { Id, PercentText, RateText } from "@tillbox/shared/contract/common.ts";
import { orderTypes } from "@tillbox/shared/contract/order-words.ts";
import { z } from "zod";

const TimeZone = z.string().max(64).refine(isTimeZone, "is no time zone of the IANA database");
const Cutover = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like "04:00"');
const Reasons = z.array(z.string().trim().min(1).max(60)).max(30);
const line = z.string().max(500).nullable();

export const definitions = {
  "store.name": {
    schema: z.string().trim().min(1).max(120),
    initial: "Tillbox",
    meaning: "Name of the store",
  },
  "store.time_zone": { schema: TimeZone, initial: "UTC", meaning: "IANA time zone of the store" },
  "store.locale": { schema: z.string().max(35), initial: "en", meaning: "BCP 47 locale of the store" },
  "currency.code": {
    schema: z.string().regex(/^[A-Z]{3}$/, "must be an ISO 4217 code"),
    initial: "USD",
    meaning: "Currency of all amounts",
  },
  "currency.symbol": { schema: z.string().min(1).max(8), initial: "$", meaning: "Sign shown beside totals" },
  "tax.rate": { schema: RateText, initial: "0", meaning: "Rate of items without a tax class" },
  "tax.inclusive": {
    schema: z.boolean(),
    initial: false,
    meaning: "Whether prices of items without a tax class include tax",
  },
  "service.rate": { schema: RateText, initial: "0", meaning: "Service charge on the discounted lines" },
  "service.order_types": {
    schema: z.array(z.enum(orderTypes)).max(4),
    initial: ["dine-in"],
    meaning: "Order types that carry the service charge",
  },
  "service.tax_class": {
    schema: Id.nullable(),
    initial: null,
    meaning: "Tax class of the service charge; none: untaxed",
  },
  "rounding.tax": {
    schema: z.enum(["group", "line"]),
    initial: "group",
    meaning: "Tax is rounded once a rate group, or for each line",
  },
  "rounding.cash": {
    schema: z.int().min(1).max(1000),
    initial: 1,
    meaning: "Smallest cash step in minor units",
  },
  "order.delay_threshold": {
    schema: z.int().min(1).max(600),
    initial: 15,
    meaning: "Minutes after which an order is late",
  },
  "order.void_reasons": {
    schema: Reasons,
    initial: ["Changed their mind", "Entered wrongly", "Not as expected", "Took too long"],
    meaning: "Reasons that screens offer for taking a line back",
  },
  "order.discount_reasons": {
    schema: Reasons,
    initial: ["Regular guest", "Staff", "Promotion", "Complaint"],
    meaning: "Reasons that screens offer for a discount",
  },
  "order.comp_reasons": {
    schema: Reasons,
    initial: ["On the house", "Kitchen's mistake", "Service's mistake", "Staff meal"],
    meaning: "Reasons that screens offer for giving something away",
  },
  "kitchen.held_lines": {
    schema: z.enum(["shown", "hidden"]),
    initial: "shown",
    meaning: "Whether the kitchen sees held lines, marked as held, or only once they are fired",
  },
  "order.complete_on_payment": {
    schema: z.union([z.boolean(), z.array(z.enum(orderTypes)).max(4)]),
    initial: ["dine-in"],
    meaning: "Order types that are completed by full payment; true for all, false for none",
  },
  "kiosk.timeout": {
    schema: z.int().min(10).max(3600),
    initial: 300,
    meaning: "Seconds until a kiosk starts over",
  },
  "printer.auto_print": { schema: z.boolean(), initial: true, meaning: "Print the receipt at full payment" },
  "business_day.cutover": {
    schema: Cutover,
    initial: "04:00",
    meaning: "Local time at which a business day begins",
  },
  "day.auto_close": {
    schema: z.boolean(),
    initial: false,
    meaning: "The box closes each business day by itself when the next one begins",
  },
  "discount.limit": {
    schema: PercentText.refine((text) => Number(text) <= 100, "must be at most 100"),
    initial: "0",
    meaning: "Largest discount in per cent without a manager",
  },
  "offline.grant_hours": {
    schema: z.int().min(0).max(168),
    initial: 72,
    meaning:
      "Hours for which a device may send what a person tapped on it after their sign-in ended; 0 for none",
  },
  "table.cleaning": {
    schema: z.boolean(),
    initial: false,
    meaning: "A table needs cleaning after its last order",
  },
  "account.due_days": {
    schema: z.int().min(0).max(365),
    initial: 14,
    meaning: "Days in which an invoice of a house account is to be paid",
  },
  "gift_card.validity_months": {
    schema: z.int().min(0).max(600),
    initial: 36,
    meaning: "Months for which money on a gift card is good; 0: it never ends",
  },
  "gift_card.max_balance": {
    schema: z.int().min(1).max(10_000_000_000),
    initial: 100_000,
    meaning: "The most that may be on one gift card, in minor units",
  },
  "gift_card.tips": {
    schema: z.boolean(),
    initial: false,
    meaning: "Whether a tip may be paid with a gift card",
  },
  "reservation.duration_minutes": {
    schema: z.int().min(15).max(720),
    initial: 90,
    meaning: "Minutes that a party sits, until the store has measured it",
  },
  "reservation.hold_minutes": {
    schema: z.int().min(0).max(720),
    initial: 30,
    meaning: "Minutes before its time from which a reservation keeps its tables",
  },
  "reservation.no_show_minutes": {
    schema: z.int().min(0).max(720),
    initial: 30,
    meaning: "Minutes after its time at which guests who did not come are given up; 0: only by hand",
  },
  "table.lock_seconds": {
    schema: z.int().min(10).max(600),
    initial: 45,
    meaning: "Seconds for which a device shows that it works on a table, unless it says so again",
  },
  "socket_io.enabled": {
    schema: z.boolean(),
    initial: true,
    meaning: "Whether Socket.IO clients may connect; switched off, those that are connected leave",
  },
  "barcode.embedded": {
    schema: z
      .array(
        z.strictObject({
          prefix: z.string().regex(/^2\d$/, "must be 20 to 29"),
          holds: z.enum(["weight", "price"]),
        }),
      )
      .max(10),
    initial: [] as { prefix: string; holds: "weight" | "price" }[],
    meaning:
      "First two digits of EAN-13 labels of the shop's own scale, and whether they hold grams or a price",
  },
  "tips.pool_percent": {
    schema: PercentText.refine((text) => Number(text) <= 100, "must be at most 100"),
    initial: "0",
    meaning: "Part of every tip that is pooled, in per cent",
  },
  "tips.pool_by": {
    schema: z.enum(["equal", "hours"]),
    initial: "equal",
    meaning: "The pool is divided equally, or by the hours worked",
  },
  "tips.pool_weights": {
    schema: z.record(z.string().min(1).max(64), z.int().min(0).max(100)),
    initial: { waiter: 1, cashier: 1 },
    meaning: "Weight of each role in the pool; a role without one takes no part",
  },
  "receipt.header": { schema: line, initial: null, meaning: "Lines under the store's name on receipts" },
  "receipt.footer": { schema: line, initial: null, meaning: "Lines at the end of receipts" },
} as const satisfies Record<string, { schema: z.ZodType; initial: unknown; meaning: string }>;

export type SettingKey = keyof typeof definitions;
export type SettingValue<K extends SettingKey> = z.output<(typeof definitions)[K]["schema"]>;
export const settingKeys = Object.keys(definitions) as SettingKey[];
export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(definitions, key);

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone.length > 0;
  } catch {
    return false;
  }
}
