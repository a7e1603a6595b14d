import type { Table } from "@tillbox/shared/contract/floor.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ShownOrder } from "../../client/effects.ts";
import { transferOrder } from "../../client/intents.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";

const byName = (a: Table, b: Table): number => a.name.localeCompare(b.name, undefined, { numeric: true });

/** Where the guests sit now: one tap moves the check. */
export function TransferSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { client, notices } = usePos();
  const { run, isBusy, problem } = useSubmit();
  const tables = [...client.store.tables.all.value.values()].sort(byName);
  const areas = [...client.store.areas.all.value.values()].sort((a, b) => a.sort - b.sort);
  const from = order.tableId === null ? null : (client.store.tables.get(order.tableId)?.name ?? null);
  const move = (table: Table): void => {
    if (isBusy) return;
    void run(transferOrder(order, table.id), () => {
      notices.say(`Check ${order.number} is at table ${table.name} now`, { icon: "move" });
      onClose();
    });
  };
  return (
    <Sheet
      open
      title="Move the check"
      subtitle={from === null ? "To which table" : `From table ${from} to`}
      onClose={onClose}
    >
      <Refused problem={problem} />
      {tables.length === 0 && (
        <EmptyState icon="floor" title="There are no tables">
          A manager adds tables to the floor plan.
        </EmptyState>
      )}
      {areas.map((area) => (
        <OptionGroup key={area.id} label={area.name}>
          {tables
            .filter((table) => table.areaId === area.id && table.id !== order.tableId)
            .map((table) => (
              <Chip
                key={table.id}
                disabled={isBusy}
                {...(table.status === "available" ? {} : { note: table.status })}
                onToggle={() => move(table)}
              >
                {table.name}
              </Chip>
            ))}
        </OptionGroup>
      ))}
    </Sheet>
  );
}
