import type { Table } from "@tillbox/shared/contract/floor.ts";
import { newId } from "@tillbox/shared/id.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { Connection } from "../../connection.tsx";
import { usePos } from "../../pos.ts";
import { reasonOf } from "../../refusal.tsx";
import { useArea } from "../use-area.ts";
import { AreaPanel } from "./area-panel.tsx";
import { freePlace, nearest, nextName } from "./plan.ts";
import { PlanBoard } from "./plan-board.tsx";
import { addTable } from "./plan-intents.ts";
import { TablePanel } from "./table-panel.tsx";
import { useEdits } from "./use-edits.ts";

const usualSeats = 4;

const useAdding = (areaId: string | undefined, tables: readonly Table[], onAdded: (id: string) => void) => {
  const { client, notices } = usePos();
  return async (): Promise<void> => {
    if (areaId === undefined) return;
    const id = newId();
    const name = nextName([...client.store.tables.all.value.values()]);
    const outcome = await client.outbox.submit(
      addTable({ id, name, areaId, seats: usualSeats, ...freePlace(tables) }),
    );
    if (outcome.ok) onAdded(id);
    else notices.warn(reasonOf(outcome.problem));
  };
};

function PlanHeader({ onAdd, onArea }: { onAdd(): void; onArea(): void }) {
  const { router } = usePos();
  const { areas, area, choose } = useArea();
  const end = (
    <>
      <Button kind="primary" icon="plus" disabled={!area} onClick={onAdd}>
        Add table
      </Button>
      <Connection />
    </>
  );
  return (
    <PageHeader title="Floor plan" onBack={() => router.go({ page: "floor" })} end={end}>
      {areas.length > 1 && (
        <SegmentedControl
          label="Area"
          segments={areas.map(({ id, name }) => ({ id, label: name }))}
          value={area?.id ?? ""}
          onSelect={(id) => {
            choose(id);
            onArea();
          }}
        />
      )}
    </PageHeader>
  );
}

/** The floor plan as a manager arranges it; every change is on all devices at once. */
export function PlanPage() {
  const { client, router } = usePos();
  const { area, tables, choose } = useArea();
  const { edit, shown } = useEdits();
  const [selectedId, select] = useState<string | null>(null);
  const plan = tables.map(shown);
  const selected = plan.find(({ id }) => id === selectedId);
  const add = useAdding(area?.id, plan, select);
  const isLoading = client.store.load.value.step !== "ready";
  if (!client.session.may("table.manage"))
    return (
      <EmptyState
        icon="lock"
        title="Your role may not change the floor plan"
        action={<Button onClick={() => router.go({ page: "floor" }, "replace")}>Back to the floor</Button>}
      >
        Ask a manager to sign in and do it.
      </EmptyState>
    );
  return (
    <div class="pos-floor">
      <PlanHeader onAdd={() => void add()} onArea={() => select(null)} />
      {isLoading ? (
        <Skeleton shape="box" height="100%" />
      ) : (
        <div class="pos-floor-columns">
          <div class="ui-floor pos-plan">
            <PlanBoard
              tables={plan}
              selectedId={selectedId}
              label={area?.name ?? "Floor"}
              onSelect={select}
              onEdit={edit}
            />
          </div>
          <div class="pos-floor-side">
            {selected ? (
              <TablePanel
                table={selected}
                others={nearest(selected, tables)}
                onEdit={(fields) => edit(selected.id, fields)}
                onRemoved={() => select(null)}
              />
            ) : (
              <AreaPanel area={area} isEmpty={tables.length === 0} onChoose={choose} />
            )}
          </div>
        </div>
      )}
    </div>
  );
}
