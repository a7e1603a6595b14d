import { Avatar } from "@tillbox/shared/ui/avatar.tsx";
import { Banner } from "@tillbox/shared/ui/banner.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import { PageHeader } from "@tillbox/shared/ui/page-header.tsx";
import { AppShell, Rail } from "@tillbox/shared/ui/rail.tsx";
import { Toasts } from "@tillbox/shared/ui/toast.tsx";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { useDemo } from "../common/demo.ts";
import { DeviceBanners } from "../common/device-banners.tsx";
import { Connection } from "./connection.tsx";
import { openItems } from "./inbox/inbox-list.ts";
import { PersonSheet } from "./person-sheet.tsx";
import { usePos } from "./pos.ts";
import type { Route } from "./route.ts";
import { partsFor } from "./team/team-parts.ts";

const sections = {
  floor: "floor",
  plan: "floor",
  order: "floor",
  pay: "floor",
  orders: "orders",
  inbox: "inbox",
  menu: "menu",
  customers: "customers",
  ledger: "ledger",
  cash: "cash",
  day: "cash",
  team: "team",
  sale: "sale",
  exchange: "sale",
} as const;

/** "Head waiter" is HW, "Waiter 3" is W3, "waiter" is WA. */
export const initialsOf = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const [first = "", last = ""] = [words[0], words.length > 1 ? words.at(-1) : ""];
  return (last === "" ? first.slice(0, 2) : `${first.charAt(0)}${last.charAt(0)}`).toUpperCase();
};

function PosRail({ onPerson }: { onPerson(): void }) {
  const { client, router, inbox } = usePos();
  const person = client.session.person.value;
  const ready = [...client.orders.value.values()].filter(({ status }) => status === "ready").length;
  const mayDrawer = client.session.may("drawer.manage");
  const maySell = client.session.may("order.open") && client.session.may("payment.take");
  const mayCash = mayDrawer || client.session.may("day.read");
  const [firstTeamPart] = partsFor(client.session.may);
  const select = (id: string): void => {
    if (id === "lock") return client.lock();
    if (id === "person") return onPerson();
    if (id === "cash" && !mayDrawer) return router.go({ page: "day" });
    if (id === "team" && firstTeamPart) return router.go({ page: "team", part: firstTeamPart });
    router.go(id === "customers" || id === "inbox" ? { page: id, id: null } : ({ page: id } as Route));
  };
  return (
    <Rail
      items={[
        { id: "floor", label: "Floor", icon: "floor" },
        { id: "orders", label: "Orders", icon: "orders", count: ready },
        ...(maySell ? [{ id: "sale", label: "Sale", icon: "scan" } as const] : []),
        { id: "inbox", label: "Needs a look", icon: "empty", count: openItems(inbox.known.value).length },
        ...(client.session.may("customer.read")
          ? [{ id: "customers", label: "Customers", icon: "people" } as const]
          : []),
        ...(client.session.may("gift-card.read")
          ? [{ id: "ledger", label: "Cards", icon: "gift" } as const]
          : []),
        ...(client.session.may("menu.stock") ? [{ id: "menu", label: "Menu", icon: "menu" } as const] : []),
        ...(mayCash ? [{ id: "cash", label: "Cash", icon: "cash" as const }] : []),
        ...(firstTeamPart ? [{ id: "team", label: "Team", icon: "team" } as const] : []),
      ]}
      current={sections[router.at.value.page]}
      foot={[{ id: "lock", label: "Lock", icon: "lock" }]}
      {...(person ? { personItem: { id: "person", label: person.name, icon: "person" } } : {})}
      person={
        person && (
          <button type="button" class="pos-person" onClick={onPerson}>
            <Avatar initials={initialsOf(person.name)} name={person.name} />
          </button>
        )
      }
      onSelect={select}
    />
  );
}

const skewLimit_ms = 120_000;

function SkewBanner() {
  const skew = usePos().client.clock.skew_ms.value;
  if (Math.abs(skew) < skewLimit_ms) return null;
  const minutes = Math.round(Math.abs(skew) / 60_000);
  return (
    <Banner tone="attention" icon="clock">
      This device's clock is {minutes} min {skew > 0 ? "behind" : "ahead"}. Times are shown by the box's
      clock; set the device's time in its settings.
    </Banner>
  );
}

function PrinterBanner() {
  const [first, ...others] = usePos().printers.open.value;
  if (!first) return null;
  const more =
    others.length === 1
      ? " One more printer has a problem."
      : ` ${others.length} more printers have problems.`;
  return (
    <Banner tone="bad" icon="printer">
      {first.message}
      {others.length > 0 && more}
    </Banner>
  );
}

/** What is wrong with this device or the store, as long as it is. */
function Banners() {
  return (
    <div class="pos-banners">
      <DeviceBanners client={usePos().client} />
      <SkewBanner />
      <PrinterBanner />
    </div>
  );
}

function LoadFailed() {
  const { client } = usePos();
  const state = client.store.load.value;
  if (state.step !== "failed") return null;
  return (
    <div class="pos-failed">
      <PageHeader title={client.session.device.value?.storeName ?? "Tillbox"} end={<Connection />} />
      <ErrorState
        cause="The store's data could not be read."
        nextStep={state.problem.message}
        onRetry={() => void client.reload()}
      />
    </div>
  );
}

/** Rail, frame of a demo, banners and messages around a page. */
export function Shell({ children }: { children: ComponentChildren }) {
  const { client, notices } = usePos();
  const isDemo = useDemo();
  const [isPersonOpen, setPersonOpen] = useState(false);
  const hasFailed = client.store.load.value.step === "failed";
  return (
    <AppShell
      rail={<PosRail onPerson={() => setPersonOpen(true)} />}
      {...(isDemo ? { frame: "Demo store. Nothing here is real: no money, no guests." } : {})}
    >
      <div class="pos-page">
        <Banners />
        {hasFailed ? <LoadFailed /> : children}
      </div>
      {isPersonOpen && <PersonSheet onClose={() => setPersonOpen(false)} />}
      <Toasts items={notices.items.value} onDone={notices.done} />
    </AppShell>
  );
}
