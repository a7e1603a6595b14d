import { expect, test } from "vitest";
import { isDemo, startWords } from "./start-words.ts";

test("npm start is a demo unless DEMO says no, or says nothing in production", () => {
  expect([{}, { DEMO: "1" }, { DEMO: "1", NODE_ENV: "production" }, { DEMO: "" }].map(isDemo)).toEqual([
    true,
    true,
    true,
    true,
  ]);
  const real = [{ DEMO: "0" }, { DEMO: "false" }, { NODE_ENV: "production" }];
  expect(real.map(isDemo)).toEqual([false, false, false]);
});

test("a store that is no demo is not told a demo's code, PINs and passwords", () => {
  const told = { box: "http://box.test", hub: "http://hub.test", data: "data" };
  const secrets = /000000|3333|demo/;
  expect(startWords({ ...told, demo: true })).toMatch(secrets);
  expect(startWords({ ...told, demo: false })).not.toMatch(secrets);
  expect(startWords({ ...told, demo: false })).toContain("http://box.test/pos/");
});
