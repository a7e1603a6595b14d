import type { Category } from "@tillbox/shared/contract/menu.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { useState } from "preact/hooks";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { CategorySheet } from "./category-sheet.tsx";
import { treeOf } from "./category-tree.ts";
import { itemsText, orderTypeWords } from "./menu-words.ts";
import { useMoveUp } from "./use-move-up.ts";

const useLimitsText = () => {
  const { store } = usePos().client;
  return ({ orderTypes = [], dayparts = [] }: Category): string =>
    [
      orderTypes.map((type) => orderTypeWords[type]).join(", "),
      dayparts.map((id) => store.dayparts.get(id)?.name ?? id).join(", "),
    ]
      .filter((text) => text !== "")
      .map((text) => `only ${text}`)
      .join(", ");
};

/** The categories of the menu, one inside another, in the order in which waiters see them. */
export function CategoriesPanel() {
  const { store } = usePos().client;
  const [open, setOpen] = useState<Category | "new" | null>(null);
  const limitsText = useLimitsText();
  const { move, isBusy, problem } = useMoveUp("/api/categories");
  const all = [...store.categories.all.value.values()].sort(bySort);
  const items = [...store.items.all.value.values()];
  const rows = treeOf(all);
  const countOf = (id: string): number => items.filter(({ categoryId }) => categoryId === id).length;
  const close = (): void => setOpen(null);
  return (
    <div class="pos-menu-groups">
      <div class="pos-menu-bar">
        <Button icon="plus" kind="primary" onClick={() => setOpen("new")}>
          New category
        </Button>
      </div>
      <Refused problem={problem} />
      {rows.length === 0 && (
        <EmptyState icon="menu" title="No categories yet">
          Add the first one, like Starters. Every item stands in a category.
        </EmptyState>
      )}
      {rows.length > 0 && (
        <Card title="Categories" aside={`${rows.length}`}>
          {rows.map(({ category, depth, siblings, index }) => (
            <div key={category.id} class="pos-group-row" style={{ paddingInlineStart: `${depth * 28}px` }}>
              <ListRow
                start={<i class="pos-menu-swatch" style={{ background: category.color ?? "transparent" }} />}
                title={category.name}
                detail={[itemsText(countOf(category.id)), limitsText(category)]
                  .filter((text) => text !== "")
                  .join(" · ")}
                opens
                onSelect={() => setOpen(category)}
              />
              <IconButton
                icon="chevron-up"
                label={`Show ${category.name} earlier`}
                disabled={index === 0 || isBusy}
                onClick={() => move(siblings, index)}
              />
            </div>
          ))}
        </Card>
      )}
      {open !== null && (
        <CategorySheet
          key={open === "new" ? "new" : open.id}
          category={open === "new" ? null : open}
          all={all}
          onClose={close}
        />
      )}
    </div>
  );
}
