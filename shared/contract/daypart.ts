/** Named times of the week, and prices that hold in them. */
import { z } from "zod";
import { Amount, changeOf, entityFields, Id, Name, PercentText } from "./common.ts";
import { weekdays } from "./menu-words.ts";
import { orderTypes } from "./order-words.ts";

const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like "17:30"');
const sort = z.int().min(0).max(100_000).optional();

const daypartFields = {
  name: Name,
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .max(7)
    .meta({ description: "Days on which it begins; one that goes over midnight ends on the day after" }),
  from: WallTime.meta({ description: "Local time of the store" }),
  to: WallTime.meta({ description: "Not later than `from`: over midnight. Equal: the whole day" }),
  sort,
};
export const DaypartInput = z.strictObject({ id: Id.optional(), ...daypartFields });
export const DaypartChange = changeOf(daypartFields);
export const Daypart = z.object({ ...entityFields, ...daypartFields, sort: z.int() }).meta({ id: "Daypart" });
export type Daypart = z.infer<typeof Daypart>;

const priceRuleFields = {
  name: Name,
  dayparts: z.array(Id).min(1).max(20),
  menuItems: z.array(Id).max(500).optional(),
  categories: z.array(Id).max(100).optional().meta({ description: "With all categories inside them" }),
  orderTypes: z.array(z.enum(orderTypes)).max(4).optional().meta({ description: "None: all" }),
  percentOff: PercentText.nullable().optional(),
  price: Amount.nullable()
    .optional()
    .meta({ description: "In place of the item's price; a variant keeps its own" }),
  active: z.boolean().optional(),
  sort,
};
export const PriceRuleInput = z.strictObject({ id: Id.optional(), ...priceRuleFields });
export const PriceRuleChange = changeOf(priceRuleFields);
export const PriceRule = z
  .object({
    ...entityFields,
    name: z.string(),
    dayparts: z.array(z.string()),
    menuItems: z.array(z.string()),
    categories: z.array(z.string()),
    orderTypes: z.array(z.enum(orderTypes)),
    percentOff: z.string().nullable(),
    price: z.int().nullable(),
    active: z.boolean(),
    sort: z.int(),
  })
  .meta({ id: "PriceRule" });
export type PriceRule = z.infer<typeof PriceRule>;
