import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { Badge } from "@tillbox/shared/ui/badge.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { usePos } from "../pos.ts";
import { kindWords, settledText, tappedText, whyText } from "./inbox-words.ts";
import { useLexicon, useWhoAndWhen } from "./use-lexicon.ts";

/** The table that it is about, where it is about one. */
const placeOf = (
  { entityType, entityId, data }: InboxItem,
  tableId: string | null | undefined,
): string | null => {
  if (tableId) return tableId;
  if (entityType === "table") return entityId;
  return typeof data.tableId === "string" ? data.tableId : null;
};

/** One thing that a person looks at: what was tapped, by whom, and what became of it. */
export function InboxRow({ item, onSelect }: { item: InboxItem; onSelect(): void }) {
  const { client, figures } = usePos();
  const order = item.entityType === "order" ? client.orders.value.get(item.entityId) : undefined;
  const lexicon = useLexicon(order ?? null);
  const { words, icon, tone } = kindWords[item.kind];
  const tableId = placeOf(item, order?.tableId);
  const table = tableId === null ? undefined : lexicon.table(tableId);
  const isOpen = item.status === "open";
  const title = item.cash
    ? `${figures.value.money(isOpen ? item.cash.left : item.cash.amount)} in cash`
    : tappedText(item, lexicon);
  return (
    <button type="button" class="pos-look-row" onClick={onSelect}>
      <Badge tone={isOpen ? tone : "plain"}>
        {table ?? (order && order.number > 0 ? `#${order.number}` : <Icon name={icon} size={20} />)}
      </Badge>
      <span class="pos-look-text">
        <b>
          <bdi>{title}</bdi>
        </b>
        <small>
          <bdi>{useWhoAndWhen()(item)}</bdi>
        </small>
        <small>
          <bdi>{isOpen ? whyText(item, lexicon) : settledText(item, lexicon)}</bdi>
        </small>
      </span>
      <Pill tone={isOpen ? tone : "plain"} icon={icon} size="s">
        {words}
      </Pill>
      <Icon name="chevron-right" mirrored />
    </button>
  );
}
