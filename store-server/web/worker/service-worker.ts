/**
 * Serves the screens from this device, so that they open without the box. All files of one build are fetched before it counts, and are
 * served together: never a page of one version with the script of another. What the box answers is never kept, but for pictures of
 * the menu, which are named by their content. A new version waits until a page asks for it.
 */
import { type Build, type Message, shellPrefix } from "./messages.ts";

type Extendable = { waitUntil(work: Promise<unknown>): void };
type Route = { condition: { requestMethod: string }; source: "network" };
/** Static routing: not every browser has it. */
type Installing = Extendable & { addRoutes?(routes: readonly Route[]): Promise<void> };

/** As much of the worker's global scope as is used here. */
type Scope = {
  addEventListener(name: "install", listen: (event: Installing) => void): void;
  addEventListener(name: "activate", listen: (event: Extendable) => void): void;
  addEventListener(
    name: "fetch",
    listen: (event: { request: Request; respondWith(answer: Promise<Response>): void }) => void,
  ): void;
  addEventListener(name: "message", listen: (event: { data: Message | null }) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
};
const scope = globalThis as unknown as Scope;

/** Put here when the build is complete. */
const build: Build = JSON.parse("__TILLBOX_BUILD__") as Build;
const shell = `${shellPrefix}${build.version}`;
const pictures = "tillbox-pictures";
const keptPictures = 400;

/** A hashed file that an earlier version brought is taken from there; pages are asked for anew. */
const bring = async (cache: Cache, path: string): Promise<void> => {
  const known = path.startsWith("/assets/") ? await caches.match(path) : undefined;
  if (known) return cache.put(path, known);
  const answer = await fetch(path, { cache: "reload", credentials: "omit" });
  if (!answer.ok || answer.redirected) throw new Error(`${path} cannot be had: ${answer.status}`);
  return cache.put(path, answer);
};

/** What changes something goes to the box past the worker: a tap does not wait until the browser has started it again. */
const direct: readonly Route[] = ["POST", "PUT", "PATCH", "DELETE"].map((requestMethod) => ({
  condition: { requestMethod },
  source: "network",
}));
const routeDirectly = async (event: Installing): Promise<void> => {
  // Where a browser knows them otherwise, all goes through the worker, as before.
  await event.addRoutes?.(direct).catch(() => undefined);
};

const install = async (): Promise<void> => {
  const cache = await caches.open(shell);
  await Promise.all(build.files.map((path) => bring(cache, path)));
};

const tidy = async (): Promise<void> => {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(shellPrefix) && name !== shell);
  await Promise.all(old.map((name) => caches.delete(name)));
  // The first version takes the pages that are open: they were loaded with the very files that it has.
  await scope.clients.claim();
};

/** A page's own routes (`/pos/table/4`) get the page. */
const pageOf = (path: string): string | undefined => {
  const first = /^\/([\w-]+)(?:\/|$)/.exec(path)?.[1];
  const page = first === undefined ? "/" : `/${first}/`;
  return build.files.includes(page) ? page : undefined;
};

const keptPath = ({ mode, url }: Request): string | undefined => {
  const { pathname } = new URL(url);
  if (mode === "navigate") return pageOf(pathname);
  return build.files.includes(pathname) ? pathname : undefined;
};

const fromShell = async (path: string, request: Request): Promise<Response> =>
  (await (await caches.open(shell)).match(path)) ?? fetch(request);

const picture = async (request: Request): Promise<Response> => {
  const cache = await caches.open(pictures);
  const known = await cache.match(request);
  if (known) return known;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const all = await cache.keys();
    await Promise.all(all.slice(0, Math.max(0, all.length - keptPictures)).map((old) => cache.delete(old)));
  }
  return answer;
};

const answerTo = (request: Request): Promise<Response> | null => {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return null;
  if (/^\/api\/(v1\/)?pictures\//.test(pathname)) return picture(request);
  const path = keptPath(request);
  return path === undefined ? null : fromShell(path, request);
};

scope.addEventListener("install", (event) => {
  event.waitUntil(routeDirectly(event));
  event.waitUntil(install());
});
scope.addEventListener("activate", (event) => event.waitUntil(tidy()));
scope.addEventListener("fetch", (event) => {
  const answer = answerTo(event.request);
  if (answer) event.respondWith(answer);
});
scope.addEventListener("message", ({ data }) => {
  if (data?.kind === "take-over") void scope.skipWaiting();
});
