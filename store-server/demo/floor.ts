/** The floor of the demo store: three rooms of 870 by 590 units, twenty tables. There is no table 13. */
import type { Area, Table } from "@tillbox/shared/contract/floor.ts";

type Fields<T> = Omit<T, "version" | "createdAt" | "updatedAt">;
export type DemoArea = Fields<Area>;
type Live = "status" | "orderIds" | "joinedTableIds" | "heldFor" | "lockedBy";
export type DemoTable = Omit<Fields<Table>, Live> & { sort: number };

export const demoAreas: readonly DemoArea[] = [
  { id: "dining-room", name: "Dining room", sort: 10 },
  { id: "terrace", name: "Terrace", sort: 20 },
  { id: "bar-room", name: "Bar", sort: 30 },
];

type Place = { x: number; y: number; seats: number };
const table = (
  number: number,
  areaId: string,
  { x, y, seats }: Place,
  form: Pick<DemoTable, "width" | "height" | "shape"> & { rotation?: number },
  /** The neighbour before it that it can be pushed together with. */
  joins?: number,
): DemoTable => ({
  id: `table-${number}`,
  name: String(number),
  areaId,
  seats,
  x,
  y,
  rotation: 0,
  joinsWith: joins === undefined ? [] : [`table-${joins}`],
  ...form,
  sort: number * 10,
});

/** A round table by its diameter; a square or long one by its sides; a square on its corner, turned by an eighth. */
const round = (size: number) => ({ width: size, height: size, shape: "round" as const });
const rect = (width: number, height: number) => ({ width, height, shape: "rect" as const });
const corner = (size: number) => ({ ...rect(size, size), rotation: 45 });

const diningRoom: readonly DemoTable[] = [
  table(1, "dining-room", { x: 60, y: 56, seats: 2 }, round(92)),
  table(2, "dining-room", { x: 190, y: 56, seats: 2 }, round(92)),
  table(3, "dining-room", { x: 320, y: 56, seats: 2 }, round(92)),
  table(4, "dining-room", { x: 470, y: 50, seats: 4 }, rect(150, 104)),
  table(5, "dining-room", { x: 660, y: 50, seats: 4 }, rect(150, 104), 4),
  table(6, "dining-room", { x: 60, y: 214, seats: 4 }, round(110)),
  table(7, "dining-room", { x: 220, y: 214, seats: 4 }, round(110)),
  table(8, "dining-room", { x: 380, y: 214, seats: 4 }, round(110)),
  table(12, "dining-room", { x: 540, y: 208, seats: 8 }, rect(270, 118)),
  table(14, "dining-room", { x: 60, y: 392, seats: 6 }, rect(200, 104)),
  table(15, "dining-room", { x: 300, y: 392, seats: 6 }, rect(200, 104), 14),
  table(16, "dining-room", { x: 540, y: 392, seats: 2 }, rect(120, 104)),
  table(17, "dining-room", { x: 690, y: 392, seats: 2 }, rect(120, 104), 16),
];

const terrace: readonly DemoTable[] = [
  table(18, "terrace", { x: 116, y: 106, seats: 4 }, corner(120)),
  table(19, "terrace", { x: 375, y: 106, seats: 4 }, corner(120), 18),
  table(20, "terrace", { x: 634, y: 106, seats: 4 }, corner(120), 19),
  table(21, "terrace", { x: 91, y: 366, seats: 12 }, rect(688, 118)),
];

const bar: readonly DemoTable[] = [
  table(9, "bar-room", { x: 60, y: 64, seats: 10 }, rect(750, 110)),
  table(10, "bar-room", { x: 160, y: 300, seats: 5 }, round(156)),
  table(11, "bar-room", { x: 554, y: 300, seats: 5 }, round(156)),
];

export const demoTables: readonly DemoTable[] = [...diningRoom, ...terrace, ...bar];
