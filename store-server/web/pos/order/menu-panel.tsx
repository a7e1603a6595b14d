import type { Category } from "@tillbox/shared/contract/menu.ts";
import type { OrderType } from "@tillbox/shared/contract/order-words.ts";
import { CategoryTile } from "@tillbox/shared/ui/choice.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { CategoryBar, TileGrid } from "@tillbox/shared/ui/menu-grid.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { Tile } from "@tillbox/shared/ui/tile.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { isSoldOut } from "./item-choice.ts";
import { type ItemNow, useMenuNow } from "./menu-now.ts";
import { bySort, matches } from "./menu-search.ts";

/** From this many portions on the tile says how many are left. */
const fewFrom = 5;

/** The category and all below it. */
const familyOf = (id: string, categories: readonly Category[]): Set<string> => {
  const family = new Set([id]);
  for (let grown = true; grown; ) {
    const more = categories.filter(
      (one) => one.parentId !== null && family.has(one.parentId) && !family.has(one.id),
    );
    grown = more.length > 0;
    for (const one of more) family.add(one.id);
  }
  return family;
};

export type MenuPanelProps = {
  type: OrderType;
  query: string;
  counts: ReadonlyMap<string, number>;
  /** With the prices of now. */
  onItem(now: ItemNow): void;
};

function useMenu(query: string, type: OrderType) {
  const { client } = usePos();
  const now = useMenuNow(type);
  const categories = [...client.store.categories.all.value.values()].sort(bySort);
  const top = categories.filter(({ parentId }) => parentId === null);
  const [chosen, choose] = useState<string>();
  const current = top.find(({ id }) => id === chosen) ?? top[0];
  const family = current ? familyOf(current.id, categories) : new Set<string>();
  const items = [...client.store.items.all.value.values()]
    .filter((item) => (query === "" ? family.has(item.categoryId) : matches(item, query)))
    .sort(bySort)
    .map(now)
    .filter(({ isOffered }) => isOffered);
  return { top, current, choose, items };
}

function MenuSkeleton() {
  return (
    <div class="pos-menu-skeleton">
      {Array.from({ length: 12 }, (_, index) => (
        <Skeleton key={index} shape="box" height="100%" />
      ))}
    </div>
  );
}

/** Categories and tiles, or what the search finds in all of them. */
export function MenuPanel({ type, query, counts, onItem }: MenuPanelProps) {
  const { client, figures } = usePos();
  const { top, current, choose, items } = useMenu(query.trim(), type);
  if (client.store.load.value.step !== "ready") return <MenuSkeleton />;
  const isSearching = query.trim() !== "";
  return (
    <>
      <CategoryBar label="Categories">
        {top.map(({ id, name, color }) => (
          <CategoryTile
            key={id}
            name={name}
            {...(color ? { color } : {})}
            on={!isSearching && id === current?.id}
            onSelect={() => choose(id)}
          />
        ))}
      </CategoryBar>
      {items.length === 0 ? (
        <EmptyState
          icon={isSearching ? "search" : "menu"}
          title={isSearching ? "Nothing matches" : "Nothing here yet"}
        >
          {isSearching ? "Try fewer letters." : "A manager adds items to the menu; they appear here at once."}
        </EmptyState>
      ) : (
        <TileGrid label={isSearching ? "Found" : (current?.name ?? "Menu")}>
          {items.map((now) => (
            <Tile
              key={now.item.id}
              name={now.item.name}
              price={figures.value.amount(now.item.variants[0]?.price ?? now.item.price)}
              count={counts.get(now.item.id) ?? 0}
              {...(now.item.stock !== null && now.item.stock <= fewFrom ? { left: now.item.stock } : {})}
              soldOut={isSoldOut(now.item)}
              onSelect={() => onItem(now)}
            />
          ))}
        </TileGrid>
      )}
    </>
  );
}
