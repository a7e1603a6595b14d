import { Avatar } from "@tillbox/shared/ui/avatar.tsx";
import { IconButton } from "@tillbox/shared/ui/icon-button.tsx";
import { AppShell } from "@tillbox/shared/ui/rail.tsx";
import { HubShell, Sidebar } from "@tillbox/shared/ui/sidebar.tsx";
import { Toasts } from "@tillbox/shared/ui/toast.tsx";
import { useDemo } from "./demo.ts";
import { type Hub, HubContext, useHub } from "./hub.ts";
import { ReportsPage } from "./reports/reports-page.tsx";
import { parseRoute } from "./route.ts";
import { SignInPage } from "./sign-in-page.tsx";
import { StoresPage } from "./stores/stores-page.tsx";
import { TodayPage } from "./today/today-page.tsx";

const items = [
  { id: "today", label: "Today", icon: "activity", href: "#today" },
  { id: "reports", label: "Reports", icon: "chart", href: "#reports" },
  { id: "stores", label: "Stores", icon: "store", href: "#stores" },
] as const;

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.charAt(0))
    .join("")
    .slice(0, 2)
    .toUpperCase();

function Foot() {
  const { client } = useHub();
  const name = client.person.value?.name ?? "";
  return (
    <>
      <Avatar initials={initials(name)} name={name} size="s" />
      <span class="hub-name">{name}</span>
      <IconButton icon="log-out" label="Sign out" onClick={client.signOut} />
    </>
  );
}

function Page() {
  const { router } = useHub();
  const route = router.at.value;
  if (route.page === "reports") return <ReportsPage route={route} />;
  if (route.page === "stores") return <StoresPage />;
  return <TodayPage day={route.day} />;
}

function Signed() {
  const { client, router } = useHub();
  const isDemo = useDemo();
  if (!client.isSettled.value) return null;
  if (client.person.value === null) return <SignInPage />;
  return (
    <AppShell {...(isDemo ? { frame: "Demo hub. Nothing here is real." } : {})}>
      <HubShell
        sidebar={
          <Sidebar
            items={items}
            current={router.at.value.page}
            onSelect={(id) => router.go(parseRoute(`#${id}`))}
            foot={<Foot />}
          />
        }
      >
        <Page />
      </HubShell>
    </AppShell>
  );
}

export function App({ hub }: { hub: Hub }) {
  return (
    <HubContext.Provider value={hub}>
      <Signed />
      <Toasts items={hub.notices.value} onDone={hub.noticeDone} />
    </HubContext.Provider>
  );
}
