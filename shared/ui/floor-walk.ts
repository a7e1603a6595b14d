/** What walking needs to know of a table. */
export interface Place {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

const directions: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

function middle(table: Place): readonly [number, number] {
  return [table.x + table.width / 2, table.y + table.height / 2];
}

/** The nearest table in the direction of an arrow key; sideways distance counts double. */
export function neighbour<P extends Place>(tables: readonly P[], from: P, key: string): P | undefined {
  const direction = directions[key];
  if (!direction) return undefined;
  const [fx, fy] = middle(from);
  let best: P | undefined;
  let bestCost = Number.POSITIVE_INFINITY;
  for (const table of tables) {
    const [x, y] = middle(table);
    const ahead = (x - fx) * direction[0] + (y - fy) * direction[1];
    const aside = Math.abs((x - fx) * direction[1]) + Math.abs((y - fy) * direction[0]);
    const cost = ahead + aside * 2;
    if (table.id === from.id || ahead <= 0 || cost >= bestCost) continue;
    best = table;
    bestCost = cost;
  }
  return best;
}
