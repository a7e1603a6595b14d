/** The rows by one column; equal ones keep their order. */
export function sortRows<Row>(
  rows: readonly Row[],
  by: (row: Row) => number | string,
  descending: boolean,
): Row[] {
  const compare = (a: number | string, b: number | string) =>
    typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b));
  return [...rows].sort((a, b) => (descending ? -1 : 1) * compare(by(a), by(b)));
}
