import type { Table } from "@tillbox/shared/contract/floor.ts";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { FloorPlan } from "@tillbox/shared/ui/floor-plan.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { Connection } from "../connection.tsx";
import { CounterButton } from "../order/counter-button.tsx";
import { usePos } from "../pos.ts";
import { useFloorFacts } from "./floor-facts.ts";
import { FloorSide } from "./floor-side.tsx";
import { GuestsSheet } from "./guests-sheet.tsx";
import { TableSheet } from "./table-sheet.tsx";
import { floorTable, ordersByTable } from "./table-state.ts";

const byPlace = (a: { sort?: number; name: string }, b: { sort?: number; name: string }): number =>
  (a.sort ?? 0) - (b.sort ?? 0) || a.name.localeCompare(b.name, undefined, { numeric: true });

function useArea() {
  const { client, areaId } = usePos();
  const areas = [...client.store.areas.all.value.values()].sort(byPlace);
  const area = areas.find(({ id }) => id === areaId.value) ?? areas[0];
  const tables = [...client.store.tables.all.value.values()]
    .filter((table) => table.areaId === area?.id)
    .sort(byPlace);
  return { areas, area, tables, choose: (id: string) => void (areaId.value = id) };
}

function FloorSkeleton() {
  return (
    <div class="pos-floor-columns">
      <Skeleton shape="box" height="100%" />
      <div class="pos-floor-side">
        <Skeleton shape="box" height="190px" />
        <Skeleton shape="box" height="146px" />
      </div>
    </div>
  );
}

type Open = { kind: "guests" | "table"; table: Table } | null;

function Room({
  tables,
  name,
  onOpen,
}: {
  tables: readonly Table[];
  name: string;
  onOpen(open: Open): void;
}) {
  const { client, router } = usePos();
  const facts = useFloorFacts();
  const orders = ordersByTable(client.store.orders.all.value.values());
  const select = (id: string): void => {
    const table = client.store.tables.get(id);
    const here = orders.get(id) ?? [];
    if (!table) return;
    const [only] = here;
    if (only && here.length === 1) return router.go({ page: "order", id: only.id });
    onOpen({ kind: here.length === 0 && table.status === "available" ? "guests" : "table", table });
  };
  if (tables.length === 0)
    return (
      <EmptyState icon="floor" title="No tables in this area yet">
        A manager adds tables to the floor plan; they appear here at once.
      </EmptyState>
    );
  const shown = tables.map((table) => floorTable(table, orders.get(table.id) ?? [], facts));
  return <FloorPlan label={name} tables={shown} onSelect={select} />;
}

/** The room with the state of every table, what needs a person, and the way to a new check. */
export function FloorPage() {
  const { client, figures } = usePos();
  const { areas, area, tables, choose } = useArea();
  const [open, setOpen] = useState<Open>(null);
  const isLoading = client.store.load.value.step !== "ready";
  const end = (
    <>
      <CounterButton />
      <Connection />
    </>
  );
  return (
    <div class="pos-floor">
      <PageHeader title={figures.value.dayTime(client.clock.now.value)} end={end}>
        {areas.length > 1 && (
          <SegmentedControl
            label="Area"
            segments={areas.map(({ id, name }) => ({ id, label: name }))}
            value={area?.id ?? ""}
            onSelect={choose}
          />
        )}
      </PageHeader>
      {isLoading ? (
        <FloorSkeleton />
      ) : (
        <div class="pos-floor-columns">
          <Room tables={tables} name={area?.name ?? "Floor"} onOpen={setOpen} />
          <FloorSide />
        </div>
      )}
      {open?.kind === "guests" && <GuestsSheet table={open.table} onClose={() => setOpen(null)} />}
      {open?.kind === "table" && (
        <TableSheet
          table={open.table}
          onClose={() => setOpen(null)}
          onSeat={() => setOpen({ kind: "guests", table: open.table })}
        />
      )}
    </div>
  );
}
