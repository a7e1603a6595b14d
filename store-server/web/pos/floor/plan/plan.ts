/** The geometry of the floor editor: steps, bounds, room for one more. Pure. */
import type { Table } from "@tillbox/shared/contract/floor.ts";

export const step = 10;
const bounds = { x: [0, 4000], y: [0, 4000], width: [40, 1200], height: [40, 1200] } as const;
export type Measure = keyof typeof bounds;

/** On the grid and within what the box takes. */
export const fitted = (measure: Measure, value: number): number => {
  const [least, most] = bounds[measure];
  return Math.min(most, Math.max(least, Math.round(value / step) * step));
};

const leastRoom = { width: 870, height: 590 };
const edge = 60;

/** The room in plan units: at least the size of a screen, and always some space to grow into. */
export const roomOf = (tables: readonly Pick<Table, "x" | "y" | "width" | "height">[]) => ({
  width: Math.max(leastRoom.width, ...tables.map(({ x, width }) => x + width + edge)),
  height: Math.max(leastRoom.height, ...tables.map(({ y, height }) => y + height + edge)),
});

const gap = 20;
const standard = { width: 110, height: 110 };

/** Where a new table does not cover another one: row by row, below all of them where there is no such place. */
export const freePlace = (tables: readonly Pick<Table, "x" | "y" | "width" | "height">[]) => {
  const room = roomOf(tables);
  const covers = (x: number, y: number): boolean =>
    tables.some(
      (table) =>
        x < table.x + table.width + gap &&
        table.x < x + standard.width + gap &&
        y < table.y + table.height + gap &&
        table.y < y + standard.height + gap,
    );
  for (let y = 40; y + standard.height <= room.height; y += step)
    for (let x = 40; x + standard.width <= room.width; x += step)
      if (!covers(x, y)) return { x, y, ...standard };
  return { x: 40, y: room.height, ...standard };
};

/** One more than the highest number that names a table. */
export const nextName = (tables: readonly Pick<Table, "name">[]): string =>
  String(1 + Math.max(0, ...tables.map(({ name }) => Number(name)).filter(Number.isFinite)));

/** Each pair of neighbours once. */
export const pairsOf = <T extends Pick<Table, "id" | "joinsWith">>(tables: readonly T[]): [T, T][] =>
  tables.flatMap((one, index) =>
    tables
      .slice(index + 1)
      .flatMap((other): [T, T][] => (one.joinsWith.includes(other.id) ? [[one, other]] : [])),
  );

/** The others, the nearest first: those are the ones that it can be pushed to. */
export const nearest = <T extends Pick<Table, "id" | "x" | "y">>(table: T, tables: readonly T[]): T[] => {
  const far = ({ x, y }: T): number => Math.hypot(x - table.x, y - table.y);
  return tables.filter(({ id }) => id !== table.id).toSorted((a, b) => far(a) - far(b));
};
