/** Drawer sessions on the wire: a float, the cash that comes and goes, a blind count, what is over or short. */
import { z } from "zod";
import { Amount, BusinessDay, entityFields, Id, Minor, Reason } from "./common.ts";

export const DrawerOpenInput = z
  .strictObject({
    id: Id.optional(),
    commandId: Id.optional(),
    float: Amount.meta({ description: "Cash that is in the drawer when the session begins" }),
    deviceId: Id.optional().meta({
      description: "The drawer of this device; without both, of the one that asks",
    }),
    userId: Id.optional().meta({ description: "The purse of this person, whatever device they use" }),
  })
  .refine((input) => input.deviceId === undefined || input.userId === undefined, {
    message: "a session belongs to a device or to a person, not to both",
    path: ["userId"],
  });
export type DrawerOpenInput = z.infer<typeof DrawerOpenInput>;

export const CashMoveInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  amount: Amount.min(1, "must be more than zero"),
  reason: Reason,
});
export const NoSaleInput = z.strictObject({
  id: Id.optional(),
  commandId: Id.optional(),
  reason: Reason.optional(),
});

export const Denomination = z
  .strictObject({ value: Amount.min(1, "must be more than zero"), count: z.int().min(0).max(1_000_000) })
  .meta({ id: "Denomination", description: "How many notes or coins of one value, in minor units" });
export type Denomination = z.infer<typeof Denomination>;

const countFields = {
  denominations: z.array(Denomination).max(60).optional(),
  total: Amount.optional(),
};
const valuesDiffer = ({ denominations }: { denominations?: Denomination[] | undefined }): boolean =>
  new Set(denominations?.map(({ value }) => value)).size === (denominations?.length ?? 0);
const twice = { message: "names a value twice", path: ["denominations"] };
export const CountInput = z
  .strictObject({ id: Id.optional(), commandId: Id.optional(), ...countFields })
  .refine((count) => (count.denominations === undefined) !== (count.total === undefined), {
    message: "give either denominations or total",
    path: ["denominations"],
  })
  .refine(valuesDiffer, twice);
export type CountInput = z.infer<typeof CountInput>;
export const DrawerCloseInput = z
  .strictObject({ commandId: Id.optional(), note: Reason.optional() })
  .optional();

const DrawerMove = z.object({
  id: z.string(),
  kind: z.enum(["paid_in", "paid_out", "no_sale"]),
  amount: Minor,
  reason: z.string().nullable(),
  by: z.string().nullable(),
  at: z.string(),
});
export type DrawerMove = z.infer<typeof DrawerMove>;
const RefusedPaidOut = z
  .object({
    id: z.string(),
    amount: Minor,
    reason: z.string().nullable(),
    by: z.string().nullable(),
    at: z.string(),
  })
  .meta({
    id: "RefusedPaidOut",
    description: "Cash that somebody wanted to take out, and the drawer had less",
  });
export type RefusedPaidOut = z.infer<typeof RefusedPaidOut>;
const blind = "Null while the session is open, unless you have drawer.expected: a count is blind";
const DrawerCount = z.object({
  id: z.string(),
  denominations: z.array(Denomination),
  counted: Minor,
  expected: Minor.nullable().meta({ description: blind }),
  overShort: Minor.nullable().meta({
    description: `Counted minus expected: more than zero is over, less is short. ${blind}`,
  }),
  by: z.string().nullable(),
  at: z.string(),
});
export type DrawerCount = z.infer<typeof DrawerCount>;

export const Drawer = z
  .object({
    ...entityFields,
    deviceId: z.string().nullable(),
    userId: z.string().nullable(),
    status: z.enum(["open", "closed"]),
    float: Minor,
    businessDay: BusinessDay,
    openedBy: z.string().nullable(),
    moves: z.array(DrawerMove),
    refused: z.array(RefusedPaidOut).optional().meta({
      description: "Only for whoever has drawer.expected: paid-outs beyond what should be in the drawer",
    }),
    counts: z
      .array(DrawerCount)
      .meta({ description: "Every count, the last one last; none is ever taken back" }),
    counted: Minor.nullable(),
    expected: Minor.nullable().meta({ description: blind }),
    overShort: Minor.nullable(),
    closedAt: z.string().nullable(),
    closedBy: z.string().nullable(),
    note: z.string().nullable(),
  })
  .meta({ id: "Drawer" });
export type Drawer = z.infer<typeof Drawer>;

export const DrawerExpected = z.object({ id: z.string(), expected: Minor }).meta({ id: "DrawerExpected" });
