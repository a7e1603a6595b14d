import { usePos } from "../pos.ts";

const byPlace = (a: { sort?: number; name: string }, b: { sort?: number; name: string }): number =>
  (a.sort ?? 0) - (b.sort ?? 0) || a.name.localeCompare(b.name, undefined, { numeric: true });

/** The areas in their order, the one that is shown, and its tables. */
export function useArea() {
  const { client, areaId } = usePos();
  const areas = [...client.store.areas.all.value.values()].sort(byPlace);
  const area = areas.find(({ id }) => id === areaId.value) ?? areas[0];
  const tables = [...client.tables.value.values()].filter((table) => table.areaId === area?.id).sort(byPlace);
  return { areas, area, tables, choose: (id: string) => void (areaId.value = id) };
}
