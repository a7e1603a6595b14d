import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("HTTPS_PORT is a port, any free one, or off", () => {
  const portOf = (text?: string) => readConfig(text === undefined ? {} : { HTTPS_PORT: text }).httpsPort;
  expect([portOf(), portOf(""), portOf("3543"), portOf("0"), portOf("off"), portOf("OFF")]).toEqual([
    3443,
    3443,
    3543,
    0,
    null,
    null,
  ]);
});

test("what is neither is refused, and the variable is named", () => {
  for (const text of ["65536", "-1", "3443.5", "https"])
    expect(() => readConfig({ HTTPS_PORT: text })).toThrow(
      "HTTPS_PORT must be a port from 0 to 65535, or off. Correct it and start again",
    );
});

test("a variable without a value sets nothing", () => {
  const empty = readConfig({ PORT: "", HUB_URL: "", JWT_SECRET: "", DATA_DIR: "", LOG_LEVEL: "" });
  expect(empty).toEqual(readConfig({}));
});
