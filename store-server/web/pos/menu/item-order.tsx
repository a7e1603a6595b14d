import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useMoveUp } from "./use-move-up.ts";

/** The items of a category in the order in which waiters see them; a move counts at once. */
export function ItemOrder({ categoryId }: { categoryId: string }) {
  const { store } = usePos().client;
  const { move, isBusy, problem } = useMoveUp("/api/menu-items");
  const items = [...store.items.all.value.values()]
    .filter((item) => item.categoryId === categoryId)
    .sort(bySort);
  if (items.length < 2) return null;
  return (
    <section class="pos-menu-order">
      <SectionLabel>Order of its items</SectionLabel>
      <Refused problem={problem} />
      {items.map((item, index) => (
        <ListRow
          key={item.id}
          title={item.name}
          end={
            <IconButton
              icon="chevron-up"
              label={`Show ${item.name} earlier`}
              disabled={index === 0 || isBusy}
              onClick={() => move(items, index)}
            />
          }
        />
      ))}
    </section>
  );
}
