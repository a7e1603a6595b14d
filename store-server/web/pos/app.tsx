import { Skeleton } from "@tillbox/shared/ui/skeleton.tsx";
import { CashPage } from "./cash/cash-page.tsx";
import { DayPage } from "./cash/day-page.tsx";
import { CustomersPage } from "./customers/customers-page.tsx";
import { FloorPage } from "./floor/floor-page.tsx";
import { PlanPage } from "./floor/plan/plan-page.tsx";
import { InboxPage } from "./inbox/inbox-page.tsx";
import { LedgerPage } from "./ledger/ledger-page.tsx";
import { MenuPage } from "./menu/menu-page.tsx";
import { OrderPage } from "./order/order-page.tsx";
import { OrdersPage } from "./orders/orders-page.tsx";
import { PairingPage } from "./pairing-page.tsx";
import { PayPage } from "./pay/pay-page.tsx";
import { type Pos, PosContext, usePos } from "./pos.ts";
import { ExchangePage } from "./sale/exchange-page.tsx";
import { SalePage } from "./sale/sale-page.tsx";
import { Shell } from "./shell.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { TeamPage } from "./team/team-page.tsx";

function Page() {
  const { client, router } = usePos();
  const route = router.at.value;
  if (route.page === "orders") return <OrdersPage />;
  if (route.page === "inbox") return <InboxPage id={route.id} />;
  if (route.page === "menu") return <MenuPage />;
  if (route.page === "customers") return <CustomersPage id={route.id} />;
  if (route.page === "ledger") return <LedgerPage />;
  if (route.page === "cash") return <CashPage />;
  if (route.page === "day") return <DayPage />;
  if (route.page === "order") return <OrderPage key={route.id} id={route.id} />;
  if (route.page === "pay") return <PayPage key={route.id} id={route.id} />;
  if (route.page === "sale") return <SalePage />;
  if (route.page === "exchange") return <ExchangePage key={route.id} id={route.id} />;
  if (route.page === "team") return <TeamPage part={route.part} />;
  if (route.page === "plan" && client.session.may("table.manage")) return <PlanPage />;
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
  return (
    <PosContext.Provider value={pos}>
      <Gate />
    </PosContext.Provider>
  );
}
