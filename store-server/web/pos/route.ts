/** Where the waiter is, in the address, so that a reload and the back button work. */
import { type ReadonlySignal, signal } from "@preact/signals";

export const teamParts = ["people", "roles", "hours", "tips", "devices"] as const;
export type TeamPart = (typeof teamParts)[number];

export type Route =
  | { page: "floor" }
  | { page: "plan" }
  | { page: "orders" }
  | { page: "inbox"; id: string | null }
  | { page: "menu" }
  | { page: "customers"; id: string | null }
  | { page: "ledger" }
  | { page: "cash" }
  | { page: "day" }
  | { page: "team"; part: TeamPart }
  | { page: "order"; id: string }
  | { page: "pay"; id: string }
  | { page: "sale" }
  | { page: "exchange"; id: string };

export type Router = {
  readonly at: ReadonlySignal<Route>;
  go(route: Route, how?: "push" | "replace"): void;
};

const root = "/pos";

export const pathOf = (route: Route): string => {
  if (route.page === "order") return `${root}/order/${encodeURIComponent(route.id)}`;
  if (route.page === "pay") return `${root}/pay/${encodeURIComponent(route.id)}`;
  if (route.page === "exchange") return `${root}/exchange/${encodeURIComponent(route.id)}`;
  if ((route.page === "customers" || route.page === "inbox") && route.id !== null)
    return `${root}/${route.page}/${encodeURIComponent(route.id)}`;
  if (route.page === "team") return `${root}/team/${route.part}`;
  return route.page === "floor" ? `${root}/` : `${root}/${route.page}`;
};

export const routeOf = (path: string): Route => {
  const [page, id] = path.replace(/^\/pos\/?/, "").split("/");
  if ((page === "order" || page === "pay" || page === "exchange") && id)
    return { page, id: decodeURIComponent(id) };
  if (page === "customers" || page === "inbox") return { page, id: id ? decodeURIComponent(id) : null };
  if (page === "team") return { page, part: teamParts.find((part) => part === id) ?? "people" };
  const isPlain =
    page === "sale" ||
    page === "orders" ||
    page === "menu" ||
    page === "ledger" ||
    page === "cash" ||
    page === "day" ||
    page === "plan";
  return isPlain ? { page } : { page: "floor" };
};

export const openRouter = (): Router => {
  const at = signal<Route>(routeOf(location.pathname));
  window.addEventListener("popstate", () => {
    at.value = routeOf(location.pathname);
  });
  return {
    at,
    go: (route, how = "push") => {
      const path = pathOf(route);
      if (path === location.pathname) how = "replace";
      if (how === "push") history.pushState(null, "", path);
      else history.replaceState(null, "", path);
      at.value = route;
    },
  };
};
