import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { joinAs, openToyLive } from "../toy-live.ts";
import { openToyStore } from "../toy-store.ts";

const loaded = (): string[] =>
  Object.keys(createRequire(import.meta.url).cache).filter((path) => /node_modules\/engine\.io\//.test(path));

it("a box that no Socket.IO client ever asked has loaded nothing for them", async () => {
  const store = openToyStore();
  const { port, close } = await openToyLive(store);
  await joinAs(port, "tablet-1");
  expect((await fetch(`http://127.0.0.1:${port}/socket.io/other.js`)).status).toBe(200);
  expect(loaded()).toEqual([]);
  expect((await fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling`)).status).toBe(200);
  expect(loaded().length).toBeGreaterThan(3);
  await close();
  store.kernel.close();
});
