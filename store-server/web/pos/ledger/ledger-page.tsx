import "./ledger.css";
import type { Account } from "@tillbox/shared/contract/account.ts";
import type { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { Button } from "@tillbox/shared/ui/button.tsx";
import { Card } from "@tillbox/shared/ui/card.tsx";
import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { SearchField } from "@tillbox/shared/ui/field.tsx";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { ListRow } from "@tillbox/shared/ui/list-row.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { Pill } from "@tillbox/shared/ui/pill.tsx";
import { SegmentedControl } from "@tillbox/shared/ui/segmented-control.tsx";
import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { ApiProblem } from "../../client/problem.ts";
import { Connection } from "../connection.tsx";
import { usePos } from "../pos.ts";
import { Refused } from "../refusal.tsx";
import { useNews } from "../use-news.ts";
import { AccountForm } from "./account-form.tsx";
import { AccountSheet, accountName } from "./account-sheet.tsx";
import { CardSheet, cardStates } from "./card-sheet.tsx";
import { lastDay } from "./last-day.ts";
import { LookupSheet } from "./lookup-sheet.tsx";
import { OwedSheet } from "./owed-sheet.tsx";
import { SellSheet } from "./sell-sheet.tsx";
import { useAccounts, useGiftCards } from "./use-ledger.ts";

type Kind = "cards" | "accounts";
type Open =
  | { sheet: "sell" }
  | { sheet: "lookup" }
  | { sheet: "owed" }
  | { sheet: "card"; card: GiftCard }
  | { sheet: "account"; account: Account }
  | { sheet: "new-account" };

function CardRow({ card, onSelect }: { card: GiftCard; onSelect(): void }) {
  const { money, locale } = usePos().figures.value;
  const { tone, words } = cardStates[card.status];
  const until = card.expiresOn === null ? "never ends" : `until ${lastDay(card.expiresOn, locale)}`;
  return (
    <ListRow
      start={<Icon name="gift" />}
      title={`•••• ${card.last4}`}
      detail={
        <>
          {card.kind === "store_credit" ? `${card.number} · store credit` : card.number}
          <span class="pos-wide-only"> · {until}</span>
        </>
      }
      end={
        <span class="pos-order-end">
          <Pill tone={tone} size="s">
            {words}
          </Pill>
          <b class="ltr">{money(card.balance)}</b>
        </span>
      }
      opens
      onSelect={onSelect}
    />
  );
}

function AccountRow({ account, onSelect }: { account: Account; onSelect(): void }) {
  const { money } = usePos().figures.value;
  return (
    <ListRow
      start={<Icon name="house-account" />}
      title={accountName(account)}
      detail={`${money(account.available)} free of ${money(account.limit)}`}
      end={
        <span class="pos-order-end">
          {account.status === "blocked" && (
            <Pill tone="bad" size="s">
              Blocked
            </Pill>
          )}
          <b class="ltr">{money(account.balance)}</b>
        </span>
      }
      opens
      onSelect={onSelect}
    />
  );
}

type ListProps = {
  isLoading: boolean;
  problem: ApiProblem | null;
  isEmpty: boolean;
  nothing: ComponentChildren;
  children: ComponentChildren;
};
function List({ isLoading, problem, isEmpty, nothing, children }: ListProps) {
  return (
    <div class="pos-orders-list">
      <Refused problem={problem} />
      {isLoading &&
        Array.from({ length: 6 }, (_, index) => <Skeleton key={index} shape="box" height="64px" />)}
      {!isLoading && !isEmpty && <Card>{children}</Card>}
      {!isLoading && isEmpty && problem === null && nothing}
    </div>
  );
}

type ListOf = { search: string; news: number; onOpen(open: Open): void };

function Cards({ search, news, onOpen }: ListOf) {
  const { items, isLoading, problem } = useGiftCards({ search }, news);
  const nothing =
    search === "" ? (
      <EmptyState icon="gift" title="No gift cards yet">
        Sell the first one: its code is printed, and the money is owed to whoever holds it.
      </EmptyState>
    ) : (
      <EmptyState icon="search" title="Nothing matches">
        Search by the card's number or the last four of its code. For a whole code use Look up.
      </EmptyState>
    );
  return (
    <List isLoading={isLoading} problem={problem} isEmpty={items.length === 0} nothing={nothing}>
      {items.map((card) => (
        <CardRow key={card.id} card={card} onSelect={() => onOpen({ sheet: "card", card })} />
      ))}
    </List>
  );
}

function Accounts({ search, news, onOpen }: ListOf) {
  const { items, isLoading, problem } = useAccounts({ search }, news);
  const nothing =
    search === "" ? (
      <EmptyState icon="house-account" title="No house accounts yet">
        A manager opens one for a guest or a company who pays later.
      </EmptyState>
    ) : (
      <EmptyState icon="search" title="No account has this name">
        Try a part of the name.
      </EmptyState>
    );
  return (
    <List isLoading={isLoading} problem={problem} isEmpty={items.length === 0} nothing={nothing}>
      {items.map((account) => (
        <AccountRow
          key={account.id}
          account={account}
          onSelect={() => onOpen({ sheet: "account", account })}
        />
      ))}
    </List>
  );
}

function OpenSheet({ open, onOpen, onClose }: { open: Open; onOpen(open: Open): void; onClose(): void }) {
  if (open.sheet === "sell") return <SellSheet onClose={onClose} />;
  if (open.sheet === "lookup")
    return <LookupSheet onFound={(card) => onOpen({ sheet: "card", card })} onClose={onClose} />;
  if (open.sheet === "card") return <CardSheet key={open.card.id} start={open.card} onClose={onClose} />;
  if (open.sheet === "account")
    return <AccountSheet key={open.account.id} start={open.account} onClose={onClose} />;
  if (open.sheet === "owed") return <OwedSheet onClose={onClose} />;
  return (
    <AccountForm
      account={null}
      onDone={(account) => onOpen({ sheet: "account", account })}
      onClose={onClose}
    />
  );
}

function Actions({ kind, onOpen }: { kind: Kind; onOpen(open: Open): void }) {
  const { client } = usePos();
  if (kind === "accounts")
    return client.session.may("account.manage") ? (
      <>
        <span class="pos-wide-only">
          <Button kind="primary" icon="plus" onClick={() => onOpen({ sheet: "new-account" })}>
            Open an account
          </Button>
        </span>
        <span class="pos-narrow-only">
          <IconButton
            icon="plus"
            kind="plain"
            label="Open an account"
            onClick={() => onOpen({ sheet: "new-account" })}
          />
        </span>
      </>
    ) : null;
  return (
    <>
      <IconButton
        icon="scan"
        kind="plain"
        label="Look up a code"
        onClick={() => onOpen({ sheet: "lookup" })}
      />
      <span class="pos-wide-only">
        <Button kind="primary" icon="gift" onClick={() => onOpen({ sheet: "sell" })}>
          Sell a card
        </Button>
      </span>
      <span class="pos-narrow-only">
        <IconButton icon="gift" kind="plain" label="Sell a card" onClick={() => onOpen({ sheet: "sell" })} />
      </span>
    </>
  );
}

/** What the store owes and is owed: gift cards and house accounts. */
export function LedgerPage() {
  const { client } = usePos();
  const [kind, setKind] = useState<Kind>("cards");
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<Open | null>(null);
  const [round, setRound] = useState(0);
  const news = useNews("gift-cards", "gift-card:update") + useNews("accounts", "account:update");
  const close = (): void => {
    setOpen(null);
    setRound((now) => now + 1);
  };
  const List = kind === "cards" ? Cards : Accounts;
  return (
    <div class="pos-orders">
      <PageHeader
        title="Cards"
        search={
          <SearchField
            label={kind === "cards" ? "Number or last four" : "Search accounts"}
            value={search}
            onInput={setSearch}
          />
        }
        end={
          <>
            {client.session.may("report.read") && (
              <IconButton
                icon="chart"
                kind="plain"
                label="What is owed"
                onClick={() => setOpen({ sheet: "owed" })}
              />
            )}
            <Actions kind={kind} onOpen={setOpen} />
            <Connection />
          </>
        }
      >
        <SegmentedControl
          label="Which"
          segments={[
            { id: "cards", label: "Gift cards" },
            { id: "accounts", label: "Accounts" },
          ]}
          value={kind}
          onSelect={(id) => {
            setKind(id === "accounts" ? "accounts" : "cards");
            setSearch("");
          }}
        />
      </PageHeader>
      <List key={kind} search={search} news={news + round} onOpen={setOpen} />
      {open && <OpenSheet open={open} onOpen={setOpen} onClose={close} />}
    </div>
  );
}
