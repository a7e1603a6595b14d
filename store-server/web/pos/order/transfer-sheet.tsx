import type { Table } from "@tillbox/shared/contract/floor.ts";
import type { User } from "@tillbox/shared/contract/staff.ts";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { handOver } from "../../client/check-intents.ts";
import type { ShownOrder } from "../../client/effects.ts";
import { transferOrder } from "../../client/intents.ts";
import { useRead } from "../customers/use-read.ts";
import { SittingTables } from "../floor/sitting-tables.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { checkName } from "./check-title.ts";

/** What stands under a table that is not free. */
const taken: Readonly<Record<Table["status"], string | null>> = {
  available: null,
  occupied: "in use",
  reserved: "reserved",
  cleaning: "to be cleaned",
};
const noteOf = ({ status }: Table): { note?: string } => {
  const note = taken[status];
  return note === null ? {} : { note };
};

const byName = (a: Table, b: Table): number => a.name.localeCompare(b.name, undefined, { numeric: true });

type HandOverProps = { order: ShownOrder; isBusy: boolean; onChoose(person: User): void };

/** Whoever takes the table over. Only who may see people can name one. */
function People({ order, isBusy, onChoose }: HandOverProps) {
  const { client } = usePos();
  const may = client.session.may("staff.read");
  const { value, problem } = useRead<{ items: User[] }>(may ? "/api/users?limit=200" : null);
  if (!may) return null;
  if (problem) return <p class="pos-calm">{problem.message}</p>;
  const others = (value?.items ?? []).filter(({ id, active }) => active && id !== order.openedBy);
  if (others.length === 0) return null;
  return (
    <OptionGroup label="To another person">
      {others.map((person) => (
        <Chip key={person.id} icon="person" disabled={isBusy} onToggle={() => onChoose(person)}>
          {person.name}
        </Chip>
      ))}
    </OptionGroup>
  );
}

/** Where the guests sit now, or who looks after them: one tap moves the check. */
export function TransferSheet({ order, onClose }: { order: ShownOrder; onClose(): void }) {
  const { client, notices } = usePos();
  const { run, isBusy, problem, onApproved } = useSubmit();
  const tables = [...client.store.tables.all.value.values()].sort(byName);
  const areas = [...client.store.areas.all.value.values()].sort((a, b) => a.sort - b.sort);
  const own = order.tableId === null ? undefined : client.store.tables.all.value.get(order.tableId);
  const from = own?.name ?? null;
  const move = (table: Table): void => {
    if (isBusy) return;
    void run(transferOrder(order, table.id), () => {
      notices.say(`${checkName(order)} is at table ${table.name} now`, { icon: "move" });
      onClose();
    });
  };
  const give = (person: User): void =>
    void run(handOver(order, person.id), () => {
      notices.say(`${person.name} has check ${order.number} now`, { icon: "person" });
      onClose();
    });
  return (
    <Sheet
      open
      title="Move the check"
      subtitle={from === null ? "To which table" : `From table ${from} to`}
      onClose={onClose}
    >
      <Refused problem={problem} onApproved={onApproved} />
      {own && <SittingTables table={own} />}
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
              <Chip key={table.id} disabled={isBusy} {...noteOf(table)} onToggle={() => move(table)}>
                {table.name}
              </Chip>
            ))}
        </OptionGroup>
      ))}
      <People order={order} isBusy={isBusy} onChoose={give} />
    </Sheet>
  );
}
