import type { Drawer } from "@tillbox/shared/contract/drawer.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { useState } from "preact/hooks";
import { usePos } from "../pos.ts";
import { CashHeader } from "./cash-header.tsx";
import { type MoveKind, MoveSheet } from "./move-sheet.tsx";
import { moveIcons, moveWords } from "./moves.ts";

/** Before a session: what happens without one. */
export function NoDrawer() {
  return (
    <section class="pos-parts" aria-label="Drawer">
      <CashHeader title="Drawer" now="cash" />
      <div class="pos-part-list">
        <EmptyState icon="cash" title="No drawer is open here">
          Count the float and open it. Cash is taken without one too; it then stands apart on the day's
          report.
        </EmptyState>
      </div>
    </section>
  );
}

function Moves({ drawer }: { drawer: Drawer }) {
  const { amount, time } = usePos().figures.value;
  return (
    <>
      {drawer.refused?.toReversed().map((refused) => (
        <ListRow
          key={refused.id}
          start={<Icon name="alert" size={22} />}
          title="Paid out, refused: more than is here"
          detail={[time(refused.at), refused.reason].filter(Boolean).join(" · ")}
          end={<b>{amount(refused.amount)}</b>}
        />
      ))}
      {drawer.moves.toReversed().map((move) => (
        <ListRow
          key={move.id}
          start={<Icon name={moveIcons[move.kind]} size={22} />}
          title={moveWords[move.kind]}
          detail={[time(move.at), move.reason].filter(Boolean).join(" · ")}
          {...(move.kind === "no_sale" ? {} : { end: <b>{amount(move.amount)}</b> })}
        />
      ))}
      <ListRow
        start={<Icon name="cash" size={22} />}
        title="Float"
        detail={`Opened ${time(drawer.createdAt)}`}
        end={<b>{amount(drawer.float)}</b>}
      />
    </>
  );
}

/** The open session: what went in and out besides sales, and the three things that are no sale. */
export function DrawerSide({ drawer }: { drawer: Drawer }) {
  const { client } = usePos();
  const [kind, setKind] = useState<MoveKind | null>(null);
  const isPurse = drawer.deviceId === null;
  const name = isPurse ? client.session.person.value?.name : client.session.device.value?.name;
  const isOpen = drawer.status === "open";
  return (
    <section class="pos-parts" aria-label="Drawer">
      <CashHeader title={name ?? "Drawer"} now="cash">
        <Pill tone={isOpen ? "good" : "plain"} dot={isOpen}>
          {isOpen ? "Open" : "Closed"}
        </Pill>
      </CashHeader>
      <div class="pos-part-list pos-moves">
        <Moves drawer={drawer} />
      </div>
      {isOpen && (
        <footer class="pos-move-actions">
          <Button size="l" wide icon="plus" onClick={() => setKind("paid_in")}>
            Paid in
          </Button>
          <Button size="l" wide icon="minus" onClick={() => setKind("paid_out")}>
            Paid out
          </Button>
          <Button size="l" wide icon="key" onClick={() => setKind("no_sale")}>
            No sale
          </Button>
        </footer>
      )}
      {kind && <MoveSheet drawer={drawer} kind={kind} onClose={() => setKind(null)} />}
    </section>
  );
}
