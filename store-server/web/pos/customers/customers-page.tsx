import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useState } from "preact/hooks";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useNews } from "../use-news.ts";
import { CustomerDetail } from "./customer-detail.tsx";
import { EditCustomer } from "./edit-customer.tsx";
import { CustomerRow, type Found, useFound } from "./find-customer.tsx";
import { ProgramSheet } from "./program-sheet.tsx";

function Nothing({ isSearching }: { isSearching: boolean }) {
  if (isSearching)
    return (
      <EmptyState icon="search" title="Nobody matches">
        Try fewer letters, or only the last digits of the number.
      </EmptyState>
    );
  return (
    <EmptyState icon="people" title="No customers yet">
      Add whoever wants points, an invoice, or to be known again.
    </EmptyState>
  );
}

type ListProps = { found: Found | null; isSearching: boolean; onSelect(id: string): void };

function List({ found, isSearching, onSelect }: ListProps) {
  if (found === null)
    return (
      <div class="pos-stack">
        {Array.from({ length: 6 }, (_, index) => (
          <Skeleton key={index} shape="box" height="64px" />
        ))}
      </div>
    );
  if (found.items.length === 0) return <Nothing isSearching={isSearching} />;
  return (
    <Card>
      {found.items.map((customer) => (
        <CustomerRow key={customer.id} customer={customer} onSelect={() => onSelect(customer.id)} />
      ))}
    </Card>
  );
}

function AddButton({ onClick }: { onClick(): void }) {
  return (
    <>
      <span class="pos-wide-only">
        <Button kind="primary" icon="plus" onClick={onClick}>
          New customer
        </Button>
      </span>
      <span class="pos-narrow-only">
        <IconButton icon="plus" kind="plain" label="New customer" onClick={onClick} />
      </span>
    </>
  );
}

/** Everybody whom the store knows: found on one side, shown on the other; on a phone one after the other. */
export function CustomersPage({ id }: { id: string | null }) {
  const { client, router } = usePos();
  const [search, setSearch] = useState("");
  const [stamp, setStamp] = useState(0);
  const [isAdding, setAdding] = useState(false);
  const [isProgram, setProgram] = useState(false);
  const news = useNews("customers", "customer:update");
  const { value, problem } = useFound(search, true, stamp + news);
  const show = (wanted: string): void => router.go({ page: "customers", id: wanted });
  const changed = (): void => setStamp((count) => count + 1);
  return (
    <div class="pos-customers">
      <PageHeader
        title="Customers"
        {...(id === null ? {} : { onBack: () => router.go({ page: "customers", id: null }) })}
        search={<SearchField label="Telephone or name" value={search} onInput={setSearch} />}
        end={
          <>
            {client.session.may("loyalty.manage") && (
              <span class={id === null ? undefined : "pos-wide-only"}>
                <IconButton
                  icon="gift"
                  kind="plain"
                  label="Points program"
                  onClick={() => setProgram(true)}
                />
              </span>
            )}
            {client.session.may("customer.edit") && <AddButton onClick={() => setAdding(true)} />}
            <Connection />
          </>
        }
      />
      <div class="pos-customers-panes" data-open={id === null ? undefined : ""}>
        <div class="pos-customers-list">
          <Refused problem={problem} />
          {(value !== null || problem === null) && (
            <List found={value} isSearching={search.trim() !== ""} onSelect={show} />
          )}
        </div>
        <div class="pos-customer-detail">
          {id !== null && <CustomerDetail key={id} id={id} news={news} onChanged={changed} />}
          {id === null && value !== null && value.items.length > 0 && (
            <EmptyState icon="person" title="Choose a customer">
              Their points, checks and notes show here.
            </EmptyState>
          )}
        </div>
      </div>
      {isProgram && <ProgramSheet onClose={() => setProgram(false)} />}
      {isAdding && (
        <EditCustomer
          customer={null}
          onDone={(customer) => {
            setAdding(false);
            changed();
            show(customer.id);
          }}
          onClose={() => setAdding(false)}
        />
      )}
    </div>
  );
}
