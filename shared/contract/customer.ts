/** Customers: people and companies that a store knows by name. Everything about the person is sealed inside; see docs/personal-data.md. */
import { z } from "zod";
import { isPhone } from "../phone.ts";
import { BusinessDay, changeOf, entityFields, Id, ListQuery, Minor, Name, Reason, Text } from "./common.ts";

const Line = z.string().trim().min(1, "must not be empty").max(120, "is longer than 120 characters");
const Phone = z
  .string()
  .trim()
  .max(40)
  .refine(isPhone, "must be a telephone number of at least four digits")
  .meta({ description: "As it is said; search compares digits, with or without the country" });

export const AddressInput = z.strictObject({
  street: Line.nullable().default(null),
  extra: Line.nullable().default(null),
  postalCode: Line.nullable().default(null),
  city: Line.nullable().default(null),
  country: Line.nullable().default(null),
});
const CompanyInput = z.strictObject({ name: Name, vatId: Line.nullable().default(null) });
const TaxExemptionInput = z.strictObject({
  certificate: Line.meta({ description: "Number of the certificate that exempts from tax" }),
  validUntil: BusinessDay.nullable().default(null),
});
const ConsentInput = z.strictObject({
  marketing: z.boolean(),
  source: Line.meta({ description: 'How it was given: "card at the counter", "web form"' }),
});

const customerFields = {
  name: Name,
  phone: Phone.optional(),
  email: z.email("must be a mail address").max(200).optional(),
  birthday: z.iso.date("must be a date, YYYY-MM-DD").optional(),
  address: AddressInput.optional(),
  company: CompanyInput.optional(),
  taxExemption: TaxExemptionInput.optional(),
  notes: Text.optional(),
  tags: z.array(z.string().trim().min(1).max(40)).max(20).optional(),
  consent: ConsentInput.optional(),
};
export const CustomerInput = z
  .strictObject({ id: Id.optional(), commandId: Id.optional(), ...customerFields })
  .meta({ id: "CustomerInput" });
export type CustomerInput = z.infer<typeof CustomerInput>;
export const CustomerChange = changeOf(customerFields)
  .extend({ commandId: Id.optional() })
  .meta({ id: "CustomerChange" });
export type CustomerChange = z.infer<typeof CustomerChange>;

export const CustomerQuery = ListQuery.extend({
  search: z.string().trim().min(1).max(80).optional().meta({
    description: "Beginnings of names, a part of the mail address, or digits of the telephone number",
  }),
});
export type CustomerQuery = z.infer<typeof CustomerQuery>;

export const EraseInput = z.strictObject({ commandId: Id.optional(), reason: Reason.optional() });

export const Customer = z
  .object({
    ...entityFields,
    name: z.string().nullable().meta({ description: "null once the person was erased" }),
    phone: z.string().nullable(),
    email: z.string().nullable(),
    birthday: z.string().nullable(),
    address: z
      .object({
        street: z.string().nullable(),
        extra: z.string().nullable(),
        postalCode: z.string().nullable(),
        city: z.string().nullable(),
        country: z.string().nullable(),
      })
      .nullable(),
    company: z.object({ name: z.string().nullable(), vatId: z.string().nullable() }).nullable(),
    taxExemption: z
      .object({ certificate: z.string().nullable(), validUntil: z.string().nullable() })
      .nullable(),
    notes: z.string().nullable(),
    tags: z.array(z.string()),
    consent: z
      .object({ marketing: z.boolean(), source: z.string(), at: z.string() })
      .nullable()
      .meta({ description: "Whether news may be sent, since when, and how it was agreed" }),
    points: z.int().meta({ description: "Balance of the loyalty ledger" }),
    pointsExpireAt: z.string().nullable().meta({ description: "When they lapse unless more are earned" }),
    figures: z.object({
      orders: z.int().meta({ description: "Orders that were paid" }),
      spent: Minor.meta({ description: "Their totals, refunds taken off" }),
      refunded: Minor,
      firstOrderAt: z.string().nullable(),
      lastOrderAt: z.string().nullable(),
    }),
    erasedAt: z.string().nullable(),
  })
  .meta({ id: "Customer" });
export type Customer = z.infer<typeof Customer>;

export const CustomerExport = z
  .object({
    exportedAt: z.string(),
    store: z.string(),
    customer: Customer,
    orders: z.array(z.unknown()),
    reservations: z.array(z.unknown()),
    waitlist: z.array(z.unknown()),
    accounts: z.array(z.unknown()),
    giftCards: z.array(z.unknown()),
    inbox: z.array(z.unknown()).meta({ description: "Changes of devices that were not done" }),
    history: z.array(z.object({ at: z.string(), entity: z.string(), type: z.string(), data: z.unknown() })),
  })
  .meta({ id: "CustomerExport" });
