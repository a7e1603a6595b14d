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
  width: z.int().min(20).max(2000).optional(),
  height: z.int().min(20).max(2000).optional(),
  shape: Shape.optional(),
  rotation: z.int().min(-360).max(360).optional(),
};
export const TableInput = z.strictObject({ id: Id.optional(), ...tableFields });
export const TableChange = changeOf(tableFields);
export const TableStatusInput = z.strictObject({
  commandId: Id.optional(),
  status: z.enum(["available", "reserved", "cleaning"]),
});
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
    orderIds: z.array(z.string()),
  })
  .meta({ id: "Table" });
export type Table = z.infer<typeof Table>;
