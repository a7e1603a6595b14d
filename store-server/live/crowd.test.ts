import { afterEach, expect, it } from "vitest";
import { connect, openToyBox, registration, until } from "./toy-live.ts";

const opened: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0).reverse()) await close();
});

const crowd = 1000;

it("a thousand tablets that come back in the same instant are let in, and all hear the next change once", {
  timeout: 60_000,
}, async () => {
  const { port, live, run } = await openToyBox(opened);
  const heard = new Map<number, number>();
  const clients = await Promise.all(
    Array.from({ length: crowd }, async (_, index) => {
      const client = await connect(port);
      client.ws.on("message", (data: Buffer) => {
        if (data.includes("order:update")) heard.set(index, (heard.get(index) ?? 0) + 1);
      });
      client.send("device:register", registration(`tablet-${index}`));
      return client;
    }),
  );
  opened.push(() => {
    for (const { ws } of clients) ws.terminate();
  });
  await until(() => live.state().connections === crowd, 50_000);
  await run("create", "o1");
  await until(() => heard.size === crowd, 50_000);
  expect(new Set(heard.values())).toEqual(new Set([1]));
});
