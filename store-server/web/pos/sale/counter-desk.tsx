import "./sale.css";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { CheckLayout } from "@tillbox/shared/ui/check-layout.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { Connection } from "../connection.tsx";
import { isSoldOut } from "../order/item-choice.ts";
import { ItemSheet } from "../order/item-sheet.tsx";
import { type Choice, countByItem, needsSheet, plainChoice } from "../order/lines.ts";
import { MenuPanel } from "../order/menu-panel.tsx";
import { matches } from "../order/menu-search.ts";
import { usePos } from "../pos.ts";
import type { BasketLine } from "./basket.ts";
import { askedOf, itemOfCode } from "./scan.ts";
import type { BasketDesk } from "./use-basket.ts";
import { useScanner } from "./use-scanner.ts";

type OpenItem = { item: MenuItem; note: string | null; start: Choice; lineId: string | null };

type Props = {
  desk: BasketDesk;
  title: string;
  onBack?: () => void;
  label: string;
  /** Beside the search: what else can be done here. */
  end?: ComponentChildren;
  header: ComponentChildren;
  summary: { text: string; amount: string };
  lines(onSelect: (line: BasketLine) => void, selectedId: string | null): ComponentChildren;
  footer: ComponentChildren;
};

/** What is typed or scanned becomes a line; what has to be chosen or weighed is asked for first. */
function usePicking(desk: BasketDesk, open: (item: OpenItem) => void) {
  const { client, notices } = usePos();
  const pick = (item: MenuItem, quantity = 1): void => {
    const { item: priced, ruleName, isOffered } = desk.now(item);
    if (!isOffered) return notices.warn(`${item.name} is not sold at this time.`);
    if (isSoldOut(item)) return notices.warn(`${item.name} is sold out.`);
    const start = { ...plainChoice(null, null), quantityMilli: quantity * 1000 };
    const isWeighed = item.unit !== "each";
    if (!needsSheet(priced)) return desk.add(item, start);
    open({
      item: priced,
      note: ruleName,
      start: isWeighed ? { ...start, quantityMilli: 0 } : start,
      lineId: null,
    });
  };
  /** Whether something was found. */
  const look = (typed: string): boolean => {
    const { quantity, code } = askedOf(typed);
    const all = [...client.store.items.all.value.values()];
    const named = all.filter((item) => matches(item, code));
    const item = itemOfCode(all, code) ?? (named.length === 1 ? named[0] : undefined);
    if (item) pick(item, quantity);
    return item !== undefined;
  };
  return { pick, look };
}

function Picked({ desk, open, onClose }: { desk: BasketDesk; open: OpenItem; onClose(): void }) {
  const { item, note, start, lineId } = open;
  return (
    <ItemSheet
      key={lineId ?? item.id}
      item={item}
      note={note}
      start={start}
      guests={null}
      verb={lineId === null ? "Add" : "Change"}
      isGoods
      onDone={(choice) => {
        onClose();
        if (lineId === null) desk.add(item, choice);
        else desk.change(lineId, choice);
      }}
      onDrop={
        lineId === null
          ? null
          : () => {
              onClose();
              desk.drop(lineId);
            }
      }
      onClose={onClose}
    />
  );
}

/** The counter of a shop: scan, search or tap on one side, the basket on the other. */
export function CounterDesk(props: Props) {
  const { desk, title, onBack, label, end, header, summary, lines, footer } = props;
  const { notices } = usePos();
  const [query, setQuery] = useState("");
  const [isUp, setUp] = useState(false);
  const [open, setOpen] = useState<OpenItem | null>(null);
  const { pick, look } = usePicking(desk, setOpen);
  const find = (typed: string): void => {
    if (typed.trim() === "") return;
    if (look(typed)) setQuery("");
    else notices.warn(`Nothing on the menu has the code ${typed.trim()}. Search for its name.`);
  };
  useScanner(find);
  const select = ({ id, item, choice }: BasketLine): void => {
    const { item: priced, ruleName } = desk.now(item);
    setOpen({ item: priced, note: ruleName, start: choice, lineId: id });
  };
  return (
    <>
      <CheckLayout
        label={label}
        open={isUp}
        onOpen={setUp}
        summary={summary}
        header={header}
        lines={lines(select, open?.lineId ?? null)}
        footer={footer}
      >
        <PageHeader
          title={title}
          {...(onBack ? { onBack } : {})}
          search={
            <form
              onSubmit={(event) => {
                event.preventDefault();
                find(query);
              }}
            >
              <SearchField label="Scan, code or name" value={query} onInput={setQuery} />
            </form>
          }
          end={
            <>
              {end}
              <Connection />
            </>
          }
        />
        <MenuPanel
          type={desk.type}
          query={askedOf(query).code}
          counts={countByItem(desk.order.items)}
          onItem={({ item }) => pick(item, askedOf(query).quantity)}
        />
      </CheckLayout>
      {open && <Picked desk={desk} open={open} onClose={() => setOpen(null)} />}
    </>
  );
}
