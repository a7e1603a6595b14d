import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { Sheet } from "@tillbox/shared/ui/sheet.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useEffect, useState } from "preact/hooks";
import { readAll } from "../client/load.ts";
import { type ApiProblem, asProblem } from "../client/problem.ts";
import { useKitchen } from "./kitchen.ts";

type Menu = { items: readonly MenuItem[] | null; problem: ApiProblem | null };

/** What this station cooks, read when the sheet is opened; every answer of a tap takes its place in it. */
function useMenu(isOpen: boolean) {
  const { client, station, notices } = useKitchen();
  const [menu, setMenu] = useState<Menu>({ items: null, problem: null });
  const [busyId, setBusy] = useState<string | null>(null);
  const read = async (): Promise<void> => {
    setMenu((before) => ({ ...before, problem: null }));
    try {
      setMenu({ items: await readAll<MenuItem>(client.api, "/api/menu-items"), problem: null });
    } catch (error) {
      setMenu({ items: null, problem: asProblem(error) });
    }
  };
  useEffect(() => {
    if (isOpen) void read();
  }, [isOpen]);
  const setAvailable = async (item: MenuItem, available: boolean): Promise<void> => {
    setBusy(item.id);
    const path = `/api/menu-items/${encodeURIComponent(item.id)}`;
    const label = `${item.name} ${available ? "back on" : "off"}`;
    const outcome = await client.outbox.submit<MenuItem>({
      label,
      chain: item.id,
      method: "PUT",
      path,
      // Back on with nothing counted: somebody found more of it.
      body: available && item.stock === 0 ? { available, stock: null } : { available },
    });
    setBusy(null);
    if (!outcome.ok) return notices.warn(outcome.problem.message);
    const answer = outcome.answer ?? { ...item, available };
    setMenu(({ items, problem }) => ({
      items: items?.map((each) => (each.id === answer.id ? answer : each)) ?? null,
      problem,
    }));
  };
  const own = menu.items?.filter(
    ({ stations }) =>
      station.value === null || station.value === undefined || stations.includes(station.value),
  );
  return { items: own ?? null, problem: menu.problem, read, setAvailable, busyId };
}

type RowProps = { item: MenuItem; isBusy: boolean; onSet(available: boolean): void };

function Row({ item, isBusy, onSet }: RowProps) {
  const left = item.stock === null || item.stock === 0 ? "" : `${item.stock} left`;
  return (
    <li data-off={item.available ? undefined : ""}>
      <span>
        {item.name}
        {left !== "" && <small>{left}</small>}
        {!item.available && <small>sold out</small>}
      </span>
      <Button
        kind={item.available ? "danger" : "plain"}
        icon={item.available ? "ban" : "undo"}
        busy={isBusy}
        onClick={() => onSet(!item.available)}
      >
        {item.available ? "86" : "Back on"}
      </Button>
    </li>
  );
}

/** Off the menu in one tap, for a cook who has both hands full: every tablet knows within the second. */
export function SoldOutSheet({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { items, problem, read, setAvailable, busyId } = useMenu(open);
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = (items ?? [])
    .filter(({ name }) => name.toLowerCase().includes(wanted))
    .toSorted((a, b) => Number(a.available) - Number(b.available));
  return (
    <Sheet open={open} title="Sold out" subtitle="What is off shows first" place="end" onClose={onClose}>
      <div class="kitchen-sold-out">
        <SearchField label="Dish" value={search} onInput={setSearch} />
        {problem && (
          <ErrorState
            cause="The menu could not be read."
            nextStep={problem.message}
            onRetry={() => void read()}
          />
        )}
        {!problem && items === null && <Skeleton shape="box" height="320px" />}
        {items !== null && shown.length === 0 && (
          <EmptyState icon="search" title="No such dish at this station">
            Try fewer letters, or choose all stations in the settings of this screen.
          </EmptyState>
        )}
        <ul>
          {shown.map((item) => (
            <Row
              key={item.id}
              item={item}
              isBusy={busyId === item.id}
              onSet={(available) => void setAvailable(item, available)}
            />
          ))}
        </ul>
      </div>
    </Sheet>
  );
}
