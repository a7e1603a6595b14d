/** Where we are, in the address, so that a view can be kept, shared and reloaded. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { hubGroupings } from "@tillbox/shared/contract/report.ts";

export type Grouping = (typeof hubGroupings)[number];
/** The contract's own list would bring its schemas into the page. */
export const groupings = ["day", "store", "hour", "item", "method"] as const satisfies readonly Grouping[];
export type Route =
  | { page: "today"; day: string | null }
  | { page: "reports"; by: Grouping; from: string | null; to: string | null; storeId: string | null }
  | { page: "stores" };

const isDay = (text: string | null): text is string => text !== null && /^\d{4}-\d{2}-\d{2}$/.test(text);
const dayIn = (query: URLSearchParams, name: string): string | null => {
  const text = query.get(name);
  return isDay(text) ? text : null;
};

export const parseRoute = (hash: string): Route => {
  const [page = "", search = ""] = hash.replace(/^#/, "").split("?");
  const query = new URLSearchParams(search);
  if (page === "stores") return { page };
  if (page !== "reports") return { page: "today", day: dayIn(query, "day") };
  const by = groupings.find((grouping) => grouping === query.get("by")) ?? "day";
  return { page, by, from: dayIn(query, "from"), to: dayIn(query, "to"), storeId: query.get("store") };
};

export const formatRoute = (route: Route): string => {
  const query = new URLSearchParams();
  const put = (name: string, value: string | null): void => {
    if (value !== null) query.set(name, value);
  };
  if (route.page === "today") put("day", route.day);
  if (route.page === "reports") {
    put("by", route.by);
    put("from", route.from);
    put("to", route.to);
    put("store", route.storeId);
  }
  const text = query.toString();
  return `#${route.page}${text === "" ? "" : `?${text}`}`;
};

export type Router = {
  readonly at: ReadonlySignal<Route>;
  go: (route: Route, how?: "push" | "replace") => void;
};

export const openRouter = (): Router => {
  const at = signal(parseRoute(location.hash));
  window.addEventListener("hashchange", () => {
    at.value = parseRoute(location.hash);
  });
  return {
    at,
    go: (route, how = "push") => {
      at.value = route;
      history[how === "push" ? "pushState" : "replaceState"](null, "", formatRoute(route));
    },
  };
};
