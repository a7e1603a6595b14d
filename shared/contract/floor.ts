import { z } from "zod";
import { changeOf, entityFields, Id, Name } from "./common.ts";

export const tableStatuses = ["available", "occupied", "reserved", "cleaning"] as const;
export const tableShapes = ["rect", "round"] as const;

const areaFields = { name: Name, sort: z.int().min(0).max(100_000).optional() };
export const AreaInput = z.strictObject({ id: Id.optional(), ...areaFields });
export const AreaChange = changeOf(areaFields);
export const Area = z.object({ ...entityFields, name: z.string(), sort: z.int() }).meta({ id: "Area" });
export type Area = z.infer<typeof Area>;

/** What other floor plans call the same shapes. */
const shapeAliases: Readonly<Record<string, (typeof tableShapes)[number]>> = {
  rectangle: "rect",
  square: "rect",
  circle: "round",
  oval: "round",
};
const Shape = z.preprocess(
  (value) => (typeof value === "string" ? (shapeAliases[value] ?? value) : value),
  z.enum(tableShapes),
);
const position = z.int().min(0).max(10_000);
const tableFields = {
  name: Name,
  areaId: Id,
  seats: z.int().min(1).max(500),
  x: position.optional(),
  y: position.optional(),
  width: z.int().min(1).max(2000).optional(),
  height: z.int().min(1).max(2000).optional(),
  shape: Shape.optional(),
  rotation: z.int().min(-360).max(360).optional(),
  joinsWith: z.array(Id).max(20).optional().meta({
    description: "Tables of the same area that can be pushed together with this one; holds both ways",
  }),
};
export const TableInput = z.strictObject({ id: Id.optional(), ...tableFields });
export const TableChange = changeOf(tableFields);
export const TableStatusInput = z.strictObject({
  commandId: Id.optional(),
  status: z.enum(["available", "reserved", "cleaning"]),
});
/** The largest set of tables that can be pushed together. */
export const maxJoinedTables = 8;
export const TableJoinInput = z.strictObject({
  commandId: Id.optional(),
  tableIds: z
    .array(Id)
    .min(1)
    .max(maxJoinedTables - 1)
    .meta({ description: "The tables that are pushed together with the one in the path" }),
});
export const TableLockInput = z.strictObject({
  override: z.boolean().optional().meta({ description: "Take it from another person (table.override-lock)" }),
});
export const TableLock = z
  .object({
    userId: z.string().nullable(),
    name: z.string(),
    deviceId: z.string().nullable(),
    until: z.string(),
  })
  .meta({
    id: "TableLock",
    description: "Who works on the table now; a courtesy, it refuses nobody's order",
  });
export type TableLock = z.infer<typeof TableLock>;
/** A reservation that a table is kept for now. */
export const TableHold = z.object({ reservationId: z.string(), at: z.string(), guests: z.int() });
export type TableHold = z.infer<typeof TableHold>;
export const Table = z
  .object({
    ...entityFields,
    name: z.string(),
    areaId: z.string(),
    seats: z.int(),
    x: z.int(),
    y: z.int(),
    width: z.int(),
    height: z.int(),
    shape: z.enum(tableShapes),
    rotation: z.int(),
    status: z.enum(tableStatuses),
    orderIds: z.array(z.string()).meta({ description: "Open orders at it, or at the set it is joined in" }),
    joinsWith: z.array(z.string()),
    joinedTableIds: z
      .array(z.string())
      .meta({ description: "The set of tables it is pushed together in now, itself included; empty: none" }),
    heldFor: TableHold.nullable().meta({ description: "The next reservation that it is kept for" }),
    lockedBy: TableLock.nullable(),
  })
  .meta({ id: "Table" });
export type Table = z.infer<typeof Table>;

/** Tables that seat a party only together, in the order in which they stand. */
export const TableSet = z
  .object({ tableIds: z.array(z.string()), names: z.array(z.string()), seats: z.int() })
  .meta({ id: "TableSet" });
export type TableSet = z.infer<typeof TableSet>;
export const AvailableTables = z.object({
  items: z.array(Table),
  nextCursor: z.string().nullable(),
  joins: z.array(TableSet).meta({
    description: "Sets of free tables that reach the party size only together, the tightest first",
  }),
});
