import type { Table } from "@tillbox/shared/contract/floor.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Chip } from "@tillbox/shared/ui/chip.tsx";
import { OptionGroup } from "@tillbox/shared/ui/option-group.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useSubmit } from "../use-submit.ts";
import { neighboursOf } from "./neighbours.ts";
import { tableNames } from "./parties.ts";
import { pushApart, pushTogether } from "./party-intents.ts";

/** The tables of a party that sits already: one more when they grow, apart again when they do not need it. */
export function SittingTables({ table }: { table: Table }) {
  const { client } = usePos();
  const { run, isBusy, problem } = useSubmit();
  const tables = client.store.tables.all.value;
  const set = table.joinedTableIds.filter((id) => id !== table.id);
  const near = neighboursOf(table, set, tables);
  if (set.length === 0 && near.length === 0) return null;
  const label = set.length > 0 ? `Stands with ${tableNames(set, tables)}` : "They need more room";
  return (
    <OptionGroup label={label} {...(near.length > 0 ? { rule: "tap a free table" } : {})}>
      {near.map(({ id, name, seats }) => (
        <Chip
          key={id}
          icon="link"
          note={`${seats} seats`}
          disabled={isBusy}
          onToggle={() => void run(pushTogether(table, [id]), () => undefined)}
        >
          {name}
        </Chip>
      ))}
      {set.length > 0 && (
        <Button icon="unlink" busy={isBusy} onClick={() => void run(pushApart(table), () => undefined)}>
          Push apart
        </Button>
      )}
      <Refused problem={problem} />
    </OptionGroup>
  );
}
