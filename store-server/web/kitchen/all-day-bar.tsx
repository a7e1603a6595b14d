import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { formatQuantity } from "@tillbox/shared/ui/format.ts";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { allDayCounts } from "./all-day.ts";
import { useKitchen } from "./kitchen.ts";
import type { Pages } from "./pages.ts";

function Pager({ pages: { hidden, turn } }: { pages: Pages }) {
  const { before, after } = hidden;
  // Its place is kept: were it to come and go, so would the height of this bar, and with it what fits on a page.
  return (
    <nav class="kitchen-pager" aria-label="Pages of tickets" data-idle={before + after === 0 || undefined}>
      <IconButton
        icon="back"
        mirrored
        kind="plain"
        label={`${before} older tickets`}
        disabled={before === 0}
        onClick={() => turn(-1)}
      />
      <span aria-live="polite">
        {after > 0 ? (
          <>
            <b>{after}</b> more
          </>
        ) : (
          "the last"
        )}
      </span>
      <IconButton
        icon="chevron-right"
        mirrored
        kind="plain"
        label={`${after} newer tickets`}
        disabled={after === 0}
        onClick={() => turn(1)}
      />
    </nav>
  );
}

/** How many of each dish, over all tickets; and the way to the next page. */
export function AllDay({ pages }: { pages: Pages }) {
  const { tickets, slots } = useKitchen();
  const counts = allDayCounts(tickets.value);
  if (slots.value.length === 0) return null;
  return (
    <footer class="kitchen-foot">
      <SectionLabel>All day</SectionLabel>
      <ul aria-label="All day">
        {counts.map(({ name, quantity }) => (
          <li key={name}>
            <b>{formatQuantity(Math.round(quantity * 1000))}</b>
            <bdi>{name}</bdi>
          </li>
        ))}
      </ul>
      <Pager pages={pages} />
    </footer>
  );
}
