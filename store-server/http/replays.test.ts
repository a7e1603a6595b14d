import { expect, test } from "vitest";
import { createReplays } from "./replays.ts";

const reply = (body: string) => async () => ({ status: 201, body, headers: {} });

test("an action with a key runs once, and its answer comes again and says so", async () => {
  const replays = createReplays();
  expect(await replays.once("key", "request", reply("first"))).toEqual({
    status: 201,
    body: "first",
    headers: {},
  });
  expect(await replays.once("key", "request", reply("second"))).toEqual({
    status: 201,
    body: "first",
    headers: { "idempotent-replay": "true" },
  });
});

test("the key of one request is refused for another", async () => {
  const replays = createReplays();
  await replays.once("key", "request", reply("first"));
  await expect(replays.once("key", "another", reply("second"))).rejects.toMatchObject({ code: "key_reused" });
});

test("two requests under way with one key share one run", async () => {
  const replays = createReplays();
  const { promise, resolve } = Promise.withResolvers<{ status: number; body: string; headers: object }>();
  const first = replays.once("key", "request", () => promise as never);
  const second = replays.once("key", "request", reply("second"));
  resolve({ status: 201, body: "first", headers: {} });
  expect([(await first).body, (await second).body]).toEqual(["first", "first"]);
});

test("what failed may be tried again, and what is too large or too old is not kept", async () => {
  let now = 0;
  const replays = createReplays(() => now);
  const failing = replays.once("failed", "request", async () => {
    throw new Error("the hub is away");
  });
  await expect(failing).rejects.toThrow("the hub is away");
  expect((await replays.once("failed", "request", reply("well"))).body).toBe("well");
  await replays.once("large", "request", reply("x".repeat(100_000)));
  expect((await replays.once("large", "request", reply("again"))).body).toBe("again");
  await replays.once("old", "request", reply("old"));
  now = 10 * 60_000;
  expect((await replays.once("old", "request", reply("new"))).body).toBe("new");
});
