/** Takes the place of the worker where the box has offline mode off: it forgets everything that was kept, and goes. */
type Scope = {
  addEventListener(name: string, listen: (event: { waitUntil(work: Promise<unknown>): void }) => void): void;
  skipWaiting(): Promise<void>;
  readonly registration: { unregister(): Promise<boolean> };
};
const scope = globalThis as unknown as Scope;

const leave = async (): Promise<void> => {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith("tillbox-")).map((name) => caches.delete(name)));
  await scope.registration.unregister();
};

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(leave()));
