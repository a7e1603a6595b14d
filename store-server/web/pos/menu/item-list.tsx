import type { Category, MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { isSoldOut } from "../order/item-choice.ts";
import { bySort, matches } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";

/** From this many portions on the figure asks for attention. */
const fewFrom = 5;

function Left({ item }: { item: MenuItem }) {
  if (!item.available && item.stock !== 0)
    return (
      <Pill tone="bad" icon="ban">
        Off
      </Pill>
    );
  if (isSoldOut(item))
    return (
      <Pill tone="bad" icon="ban">
        Sold out
      </Pill>
    );
  if (item.stock === null) return null;
  const unit = item.unit === "each" ? "" : ` ${item.unit}`;
  return <Pill tone={item.stock <= fewFrom ? "attention" : "plain"}>{`${item.stock}${unit} left`}</Pill>;
}

const detailOf = (item: MenuItem, sizes: (price: number) => string): string =>
  [
    item.variants.map(({ name, price }) => `${name} ${sizes(price)}`).join(", "),
    (item.parts ?? []).length > 0 ? `Combo of ${item.parts?.map(({ name }) => name).join(", ")}` : "",
    item.modifierGroups.map(({ name }) => name).join(", "),
  ]
    .filter((text) => text !== "")
    .join(" · ");

function Items({ items, onOpen }: { items: readonly MenuItem[]; onOpen(item: MenuItem): void }) {
  const { amount } = usePos().figures.value;
  return (
    <>
      {items.map((item) => {
        const detail = detailOf(item, amount);
        return (
          <ListRow
            key={item.id}
            title={item.name}
            {...(detail === "" ? {} : { detail })}
            end={
              <span class="pos-menu-figures">
                <Left item={item} />
                <b>{amount(item.price)}</b>
              </span>
            }
            opens
            onSelect={() => onOpen(item)}
          />
        );
      })}
    </>
  );
}

/** "Drinks, Wine" for a category inside another one. */
const titleOf = (category: Category, all: ReadonlyMap<string, Category>): string => {
  const above = category.parentId === null ? undefined : all.get(category.parentId);
  return above ? `${titleOf(above, all)}, ${category.name}` : category.name;
};

/** Everything that is sold, by category, in the menu's order. */
export function ItemList({ search, onOpen }: { search: string; onOpen(item: MenuItem): void }) {
  const { store } = usePos().client;
  const categories = store.categories.all.value;
  const items = [...store.items.all.value.values()]
    .filter((item) => search.trim() === "" || matches(item, search.trim()))
    .sort(bySort);
  const groups = [...categories.values()]
    .sort(bySort)
    .map((category) => ({ category, items: items.filter(({ categoryId }) => categoryId === category.id) }))
    .filter((group) => group.items.length > 0);
  if (store.load.value.step !== "ready")
    return (
      <div class="pos-stack">
        {Array.from({ length: 8 }, (_, index) => (
          <Skeleton key={index} shape="box" height="64px" />
        ))}
      </div>
    );
  if (groups.length === 0)
    return search.trim() === "" ? (
      <EmptyState icon="menu" title="No items yet">
        Add the first one, or bring a whole menu under Import and export.
      </EmptyState>
    ) : (
      <EmptyState icon="search" title="Nothing matches">
        Try fewer letters.
      </EmptyState>
    );
  return (
    <div class="pos-menu-groups">
      {groups.map(({ category, items: inside }) => (
        <Card key={category.id} title={titleOf(category, categories)} aside={`${inside.length}`}>
          <Items items={inside} onOpen={onOpen} />
        </Card>
      ))}
    </div>
  );
}
