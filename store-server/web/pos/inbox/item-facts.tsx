import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import type { Order } from "@tillbox/shared/contract/order.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { SectionLabel } from "@tillbox/shared/ui/card.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useFloorFacts } from "../floor/floor-facts.ts";
import { checkName, useTitleOf } from "../order/check-title.ts";
import { itemsInShort, orderBadge } from "../orders/order-list.ts";
import { usePos } from "../pos.ts";
import { fieldName, fieldValue, tappedText, typedLines, whyText } from "./inbox-words.ts";
import { useLexicon } from "./use-lexicon.ts";

/** As it was typed: each line of it, or the one thing that was tapped. */
export function WhatWasTapped({ item, order }: { item: InboxItem; order: Order | null }) {
  const lexicon = useLexicon(order);
  const lines = item.entityType === "order" ? typedLines(item, lexicon) : [];
  return (
    <section>
      <SectionLabel>What was tapped</SectionLabel>
      {lines.length === 0 ? (
        <p class="pos-look-said">
          <bdi>{tappedText(item, lexicon)}</bdi>
        </p>
      ) : (
        <ul class="pos-look-lines">
          {lines.map((line, index) => (
            <li key={index}>
              <bdi>{line}</bdi>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Why the box did not do it. */
export function Why({ item, label }: { item: InboxItem; label: string }) {
  return (
    <section>
      <SectionLabel>{label}</SectionLabel>
      <p class="pos-reason">
        <Icon name="alert" size={20} />
        <bdi>{whyText(item, useLexicon(null))}</bdi>
      </p>
    </section>
  );
}

/** How the check is now; whoever wants to see all of it opens it. */
export function CheckNow({ order, isLoading }: { order: Order | null; isLoading: boolean }) {
  const { router, figures } = usePos();
  const titleOf = useTitleOf();
  const facts = useFloorFacts();
  if (isLoading) return <Skeleton shape="box" height="120px" />;
  if (!order)
    return (
      <section>
        <SectionLabel>The check now</SectionLabel>
        <p class="pos-look-said">
          <bdi>There is no such check. It was never opened on the box.</bdi>
        </p>
      </section>
    );
  const { tone, words } = orderBadge(order, facts);
  return (
    <section>
      <SectionLabel>The check now</SectionLabel>
      <div class="pos-look-check">
        <p>
          <b>{titleOf(order)}</b>
          <small>
            <bdi>{[checkName(order), itemsInShort(order)].filter(Boolean).join(" · ")}</bdi>
          </small>
        </p>
        <Pill tone={tone} size="s">
          {words}
        </Pill>
        <b class="ltr">{figures.value.money(order.total)}</b>
        <Button icon="orders" wide onClick={() => router.go({ page: "order", id: order.id })}>
          Open the check
        </Button>
      </div>
    </section>
  );
}

/** What somebody set, and what it was set to after them. */
export function Overwritten({ item, order }: { item: InboxItem; order: Order | null }) {
  const lexicon = useLexicon(order);
  const who = item.by?.userName ?? "somebody else";
  return (
    <section>
      <SectionLabel>What it says now</SectionLabel>
      <dl class="pos-look-fields">
        {item.fields.map(({ field, lost, won }) => (
          <div key={field}>
            <dt>{fieldName(field)}</dt>
            <dd>
              <small>Was set to</small>
              <del>{fieldValue(field, lost, lexicon)}</del>
            </dd>
            <dd>
              <small>Then {who} set</small>
              <b>{fieldValue(field, won, lexicon)}</b>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
