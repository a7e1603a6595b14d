import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import type { ItemProps } from "./inbox-sheet.tsx";
import { settledText } from "./inbox-words.ts";
import { CheckNow, Overwritten, WhatWasTapped, Why } from "./item-facts.tsx";
import { useLexicon } from "./use-lexicon.ts";

/** Somebody has decided: before this person looked, or while they did. */
export function SettledItem({ item, order, isLoading, title, subtitle, onClose }: ItemProps) {
  const lexicon = useLexicon(order);
  return (
    <Sheet
      open
      place="end"
      title={title}
      subtitle={subtitle}
      onClose={onClose}
      actions={
        <Button size="l" onClick={onClose}>
          Close
        </Button>
      }
    >
      <div class="pos-look">
        <Banner tone="good">{settledText(item, lexicon)}</Banner>
        <WhatWasTapped item={item} order={order} />
        {item.kind === "overwritten" ? (
          <Overwritten item={item} order={order} />
        ) : (
          <Why item={item} label="Why not" />
        )}
        {item.entityType === "order" && <CheckNow order={order} isLoading={isLoading} />}
      </div>
    </Sheet>
  );
}
