import type { Category, MenuItem } from "@tillbox/shared/contract/menu.ts";
import { CategoryTile } from "@tillbox/shared/ui/choice.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { CategoryBar, TileGrid } from "@tillbox/shared/ui/menu-grid.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { Tile } from "@tillbox/shared/ui/tile.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";

/** From this many portions on the tile says how many are left. */
const fewFrom = 5;

const bySort = (a: { sort: number; name: string }, b: { sort: number; name: string }): number =>
  a.sort - b.sort || a.name.localeCompare(b.name);

const plain = (text: string): string =>
  text
    .normalize("NFD")
    .replaceAll(/\p{Diacritic}/gu, "")
    .toLowerCase();

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

/** Without accents and case, each word anywhere in the name. */
const matches = (item: MenuItem, query: string): boolean => {
  const name = plain(`${item.name} ${item.sku ?? ""} ${item.barcode ?? ""}`);
  return plain(query)
    .split(/\s+/)
    .every((word) => name.includes(word));
};

export const isSoldOut = ({ available, stock }: MenuItem): boolean => !available || stock === 0;

export type MenuPanelProps = {
  query: string;
  counts: ReadonlyMap<string, number>;
  onItem(item: MenuItem): void;
};

function useMenu(query: string) {
  const { client } = usePos();
  const categories = [...client.store.categories.all.value.values()].sort(bySort);
  const top = categories.filter(({ parentId }) => parentId === null);
  const [chosen, choose] = useState<string>();
  const current = top.find(({ id }) => id === chosen) ?? top[0];
  const family = current ? familyOf(current.id, categories) : new Set<string>();
  const items = [...client.store.items.all.value.values()]
    .filter((item) => (query === "" ? family.has(item.categoryId) : matches(item, query)))
    .sort(bySort);
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
export function MenuPanel({ query, counts, onItem }: MenuPanelProps) {
  const { client, figures } = usePos();
  const { top, current, choose, items } = useMenu(query.trim());
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
          {items.map((item) => (
            <Tile
              key={item.id}
              name={item.name}
              price={figures.value.amount(item.variants[0]?.price ?? item.price)}
              count={counts.get(item.id) ?? 0}
              {...(item.stock !== null && item.stock <= fewFrom ? { left: item.stock } : {})}
              soldOut={isSoldOut(item)}
              onSelect={() => onItem(item)}
            />
          ))}
        </TileGrid>
      )}
    </>
  );
}
