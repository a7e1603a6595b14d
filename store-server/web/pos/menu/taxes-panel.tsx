import type { TaxClass } from "@tillbox/shared/contract/menu.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { classlessText, itemsText, taxText } from "./menu-words.ts";
import { TaxSheet } from "./tax-sheet.tsx";

/** How things are taxed; every item has one class, or none. */
export function TaxesPanel() {
  const { store } = usePos().client;
  const [open, setOpen] = useState<TaxClass | "new" | null>(null);
  const all = [...store.taxClasses.all.value.values()].sort((a, b) => a.name.localeCompare(b.name));
  const items = [...store.items.all.value.values()];
  const countOf = (id: string | null): number => items.filter(({ taxClassId }) => taxClassId === id).length;
  const untaxed = countOf(null);
  const classless = classlessText(store.setting("tax.rate", "0"), store.setting("tax.inclusive", false));
  return (
    <div class="pos-menu-groups">
      <div class="pos-menu-bar">
        {untaxed > 0 && (
          <p class="pos-menu-hint">{`${itemsText(untaxed)} without a tax class: ${classless}.`}</p>
        )}
        <Button icon="plus" kind="primary" onClick={() => setOpen("new")}>
          New tax class
        </Button>
      </div>
      {all.length === 0 && (
        <EmptyState icon="discount" title="No tax classes yet">
          Add one for each way in which your items are taxed, like Food and Drinks.
        </EmptyState>
      )}
      {all.length > 0 && (
        <Card title="Tax classes" aside={`${all.length}`}>
          {all.map((tax) => (
            <ListRow
              key={tax.id}
              title={tax.name}
              detail={taxText(tax)}
              end={itemsText(countOf(tax.id))}
              opens
              onSelect={() => setOpen(tax)}
            />
          ))}
        </Card>
      )}
      {open !== null && (
        <TaxSheet
          key={open === "new" ? "new" : open.id}
          tax={open === "new" ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  );
}
