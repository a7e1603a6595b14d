import type { HubStore } from "@tillbox/shared/contract/hub.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { type Column, DataTable } from "@tillbox/shared/ui/data-table.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { formatCount } from "@tillbox/shared/ui/format.ts";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { useState } from "preact/hooks";
import { currentDay } from "../business-day.ts";
import { momentText, sayHeard, sayStore } from "../completeness.ts";
import { ownZone, readStores, useHub } from "../hub.ts";
import { CompletePill, WithData } from "../page-parts.tsx";
import { useFresh } from "../refresh.ts";
import { EnrolSheet } from "./enrol-sheet.tsx";

const columnsFor = (today: string, now_ms: number): Column<HubStore>[] => [
  {
    id: "name",
    header: "Store",
    cell: (store) => (
      <span class="hub-store">
        <bdi>{store.name}</bdi>
        <small>
          {store.currency} · {store.timeZone.replaceAll("_", " ")}
        </small>
        <span class="hub-phone-only">
          <CompletePill size="s" say={sayStore(store, today, now_ms)} />
        </span>
      </span>
    ),
    sortBy: (store) => store.name,
  },
  {
    id: "complete",
    header: "Complete to",
    cell: (store) => (
      <span class="hub-pills">
        <CompletePill size="s" say={sayStore(store, today, now_ms)} />
        {store.unreadable > 0 && (
          <Pill size="s" tone="bad" icon="alert">
            {store.unreadable} unreadable
          </Pill>
        )}
      </span>
    ),
    sortBy: (store) => store.lastEntryAt ?? "",
  },
  {
    id: "contact",
    header: "Last heard",
    cell: (store) =>
      store.lastContactAt === null
        ? "never"
        : momentText(Date.parse(store.lastContactAt), store.timeZone, now_ms),
    sortBy: (store) => store.lastContactAt ?? "",
  },
  {
    id: "entries",
    header: "Entries",
    numeric: true,
    cell: (store) => formatCount(store.ackedSeq),
    sortBy: (store) => store.ackedSeq,
  },
];

function Stores({ stores, onAdd }: { stores: readonly HubStore[]; onAdd: (() => void) | null }) {
  const { client } = useHub();
  if (stores.length === 0)
    return (
      <EmptyState
        icon="store"
        title="No store yet"
        {...(onAdd
          ? {
              action: (
                <Button kind="primary" icon="plus" onClick={onAdd}>
                  Add a store
                </Button>
              ),
            }
          : {})}
      >
        {onAdd
          ? "Make an enrolment code and enter it on the store's box. All its sales come here by themselves."
          : "Ask an owner to make an enrolment code. Entered on the store's box, all its sales come here by themselves."}
      </EmptyState>
    );
  return (
    <Card>
      <div class="hub-table" data-table="stores">
        <DataTable
          caption="Stores"
          columns={columnsFor(currentDay(stores, client.now(), ownZone), client.now())}
          rows={stores}
          rowKey={(store) => store.id}
          initialSort={{ column: "name", descending: false }}
        />
      </div>
    </Card>
  );
}

/** Which stores belong to the chain, and how far the hub knows each. */
export function StoresPage() {
  const { client } = useHub();
  const [isAdding, setAdding] = useState(false);
  const fresh = useFresh<HubStore[]>("stores", () => readStores(client));
  const { data } = fresh;
  const add = client.may("hub.manage") ? () => setAdding(true) : null;
  const end = (
    <>
      {add && data && data.length > 0 && (
        <Button kind="primary" icon="plus" onClick={add}>
          Add a store
        </Button>
      )}
      <span class="hub-phone-only">
        <IconButton icon="log-out" label="Sign out" kind="plain" onClick={client.signOut} />
      </span>
    </>
  );
  return (
    <div class="hub-page">
      <PageHeader title="Stores" end={end}>
        {data && data.length > 0 && <CompletePill say={sayHeard(data, client.now())} />}
      </PageHeader>
      <WithData fresh={fresh}>{(stores) => <Stores stores={stores} onAdd={add} />}</WithData>
      <EnrolSheet open={isAdding} stores={data ?? []} onClose={() => setAdding(false)} />
    </div>
  );
}
