import type { Daypart, PriceRule } from "@tillbox/shared/contract/daypart.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { useState } from "preact/hooks";
import { bySort } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import { DaypartSheet } from "./daypart-sheet.tsx";
import { daypartText } from "./menu-words.ts";
import { PriceRuleSheet } from "./price-rule-sheet.tsx";

type Open = { kind: "time"; daypart: Daypart | null } | { kind: "price"; rule: PriceRule | null };

function RuleRow({ rule, onOpen }: { rule: PriceRule; onOpen(): void }) {
  const { client, figures } = usePos();
  const { store } = client;
  const what = rule.percentOff === null ? figures.value.amount(rule.price ?? 0) : `${rule.percentOff} % off`;
  const targets = [
    ...rule.categories.map((id) => store.categories.get(id)?.name ?? id),
    ...rule.menuItems.map((id) => store.items.get(id)?.name ?? id),
  ];
  const times = rule.dayparts.map((id) => store.dayparts.get(id)?.name ?? id);
  return (
    <ListRow
      start={<Icon name="discount" size={22} />}
      title={rule.name}
      detail={`${what} · ${times.join(", ")} · ${targets.length === 0 ? "for nothing yet" : targets.join(", ")}`}
      end={
        <Pill tone={rule.active ? "good" : "plain"} size="s">
          {rule.active ? "In force" : "Off"}
        </Pill>
      }
      opens
      onSelect={onOpen}
    />
  );
}

/** Named times of the week, and the prices that hold in them. */
export function TimesPanel() {
  const { store } = usePos().client;
  const [open, setOpen] = useState<Open | null>(null);
  const dayparts = [...store.dayparts.all.value.values()].sort(bySort);
  const rules = [...store.priceRules.all.value.values()].sort(bySort);
  const close = (): void => setOpen(null);
  return (
    <div class="pos-menu-groups">
      <Card title="Times" aside={`${dayparts.length}`}>
        {dayparts.map((daypart) => (
          <ListRow
            key={daypart.id}
            start={<Icon name="clock" size={22} />}
            title={daypart.name}
            detail={daypartText(daypart)}
            opens
            onSelect={() => setOpen({ kind: "time", daypart })}
          />
        ))}
        {dayparts.length === 0 && (
          <p class="pos-calm">
            None yet. A time like Lunch, Mon to Fri, 11:30 – 14:30 limits what is sold, or changes its price.
          </p>
        )}
        <div class="pos-menu-card-foot">
          <Button icon="plus" onClick={() => setOpen({ kind: "time", daypart: null })}>
            New time
          </Button>
        </div>
      </Card>
      <Card title="Prices of these times" aside={`${rules.length}`}>
        {rules.map((rule) => (
          <RuleRow key={rule.id} rule={rule} onOpen={() => setOpen({ kind: "price", rule })} />
        ))}
        {rules.length === 0 && (
          <p class="pos-calm">None yet. Happy hour is a price that holds in a time. Add the time first.</p>
        )}
        <div class="pos-menu-card-foot">
          <Button
            icon="plus"
            disabled={dayparts.length === 0}
            onClick={() => setOpen({ kind: "price", rule: null })}
          >
            New price
          </Button>
        </div>
      </Card>
      {open?.kind === "time" && <DaypartSheet daypart={open.daypart} onClose={close} />}
      {open?.kind === "price" && <PriceRuleSheet rule={open.rule} onClose={close} />}
    </div>
  );
}
