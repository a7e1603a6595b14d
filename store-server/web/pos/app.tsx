import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { useEffect } from "preact/hooks";
import { FloorPage } from "./floor/floor-page.tsx";
import { InboxPage } from "./inbox/inbox-page.tsx";
import { later } from "./later.tsx";
import { OrderPage } from "./order/order-page.tsx";
import { OrdersPage } from "./orders/orders-page.tsx";
import { PairingPage } from "./pairing-page.tsx";
import { PayPage } from "./pay/pay-page.tsx";
import { type Pos, PosContext, usePos } from "./pos.ts";
import { ExchangePage } from "./sale/exchange-page.tsx";
import { SalePage } from "./sale/sale-page.tsx";
import { Shell } from "./shell.tsx";
import { SignInPage } from "./sign-in-page.tsx";

const cash = later(async () => (await import("./cash/cash-page.tsx")).CashPage);
const day = later(async () => (await import("./cash/day-page.tsx")).DayPage);
const customers = later(async () => (await import("./customers/customers-page.tsx")).CustomersPage);
const ledger = later(async () => (await import("./ledger/ledger-page.tsx")).LedgerPage);
const menu = later(async () => (await import("./menu/menu-page.tsx")).MenuPage);
const plan = later(async () => (await import("./floor/plan/plan-page.tsx")).PlanPage);
const team = later(async () => (await import("./team/team-page.tsx")).TeamPage);

/** Behind the first page, one after the other, so that none of it stands in the way of the store's data. */
const fetchOthers = async (): Promise<void> => {
  for (const page of [customers, ledger, menu, cash, day, team, plan]) await page.fetch();
};

function Page() {
  const { client, router } = usePos();
  const route = router.at.value;
  if (route.page === "orders") return <OrdersPage />;
  if (route.page === "inbox") return <InboxPage id={route.id} />;
  if (route.page === "menu") return <menu.Page />;
  if (route.page === "customers") return <customers.Page id={route.id} />;
  if (route.page === "ledger") return <ledger.Page />;
  if (route.page === "cash") return <cash.Page />;
  if (route.page === "day") return <day.Page />;
  if (route.page === "order") return <OrderPage key={route.id} id={route.id} />;
  if (route.page === "pay") return <PayPage key={route.id} id={route.id} />;
  if (route.page === "sale") return <SalePage />;
  if (route.page === "exchange") return <ExchangePage key={route.id} id={route.id} />;
  if (route.page === "team") return <team.Page part={route.part} />;
  if (route.page === "plan" && client.session.may("table.manage")) return <plan.Page />;
  return <FloorPage />;
}

/** First the device, then the person, then the work. */
function Gate() {
  const { session, isSettled } = usePos().client;
  if (session.device.value === null) return <PairingPage />;
  if (!isSettled.value) return <Skeleton height="100dvh" shape="box" />;
  if (session.person.value === null) return <SignInPage />;
  return (
    <Shell>
      <Page />
    </Shell>
  );
}

export function App({ pos }: { pos: Pos }) {
  useEffect(() => void fetchOthers(), []);
  return (
    <PosContext.Provider value={pos}>
      <Gate />
    </PosContext.Provider>
  );
}
