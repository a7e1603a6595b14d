import type { Table } from "@tillbox/shared/contract/floor.ts";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { FloorPlan } from "@tillbox/shared/ui/floor-plan.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { Connection } from "../connection.tsx";
import { CounterButton } from "../order/counter-button.tsx";
import { usePos } from "../pos.ts";
import { BookingsSheet } from "./bookings-sheet.tsx";
import { useFloorFacts } from "./floor-facts.ts";
import type { FloorSheet } from "./floor-sheet.ts";
import { FloorSide } from "./floor-side.tsx";
import { GuestsSheet } from "./guests-sheet.tsx";
import { BookForm, WaitForm } from "./party-form.tsx";
import { BookingSheet, WaitingSheet } from "./party-sheet.tsx";
import { TableSheet } from "./table-sheet.tsx";
import { floorTable, ordersByTable, ordersOf } from "./table-state.ts";
import { useArea } from "./use-area.ts";

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

function Room({
  tables,
  name,
  onOpen,
}: {
  tables: readonly Table[];
  name: string;
  onOpen(open: FloorSheet): void;
}) {
  const { client, router } = usePos();
  const facts = useFloorFacts();
  const orders = ordersByTable(client.orders.value.values());
  const select = (id: string): void => {
    const table = client.tables.value.get(id);
    if (!table) return;
    const here = ordersOf(table, orders);
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
  const me = client.session.person.value?.id ?? null;
  const shown = tables.map((table) => floorTable(table, ordersOf(table, orders), facts, me));
  return <FloorPlan label={name} tables={shown} onSelect={select} />;
}

function FloorSheets({ open, onOpen }: { open: FloorSheet; onOpen(open: FloorSheet | null): void }) {
  const close = (): void => onOpen(null);
  if (open.kind === "bookings") return <BookingsSheet onOpen={onOpen} onClose={close} />;
  if (open.kind === "book") return <BookForm onClose={close} />;
  if (open.kind === "wait") return <WaitForm onClose={close} />;
  if (open.kind === "booking") return <BookingSheet id={open.id} onClose={close} />;
  if (open.kind === "waiting") return <WaitingSheet id={open.id} onClose={close} />;
  const { table } = open;
  if (open.kind === "guests") return <GuestsSheet table={table} onClose={close} />;
  return (
    <TableSheet
      table={table}
      onClose={close}
      onOpen={onOpen}
      onSeat={() => onOpen({ kind: "guests", table })}
    />
  );
}

/** The room with the state of every table, what needs a person, and the way to a new check. */
export function FloorPage() {
  const { client, figures, router } = usePos();
  const { areas, area, tables, choose } = useArea();
  const [open, setOpen] = useState<FloorSheet | null>(null);
  const isLoading = client.store.load.value.step !== "ready";
  const end = (
    <>
      {client.session.may("table.manage") && (
        <span class="pos-edit-plan">
          <IconButton icon="edit" label="Edit the floor plan" onClick={() => router.go({ page: "plan" })} />
        </span>
      )}
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
          <FloorSide onOpen={setOpen} />
        </div>
      )}
      {open && <FloorSheets open={open} onOpen={setOpen} />}
    </div>
  );
}
