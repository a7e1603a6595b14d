import { describe, expect, it } from "vitest";
import { readConfig } from "./config.ts";

describe("the hub's settings", () => {
  it("have defaults that serve the network, and only this machine in a demo", () => {
    expect(readConfig({})).toMatchObject({ host: "0.0.0.0", port: 4000, databaseUrl: null, demo: false });
    expect(readConfig({ DEMO: "1" })).toMatchObject({ host: "127.0.0.1", demo: true });
    expect(readConfig({ DEMO: "1", HOST: "::", PORT: "0" })).toMatchObject({ host: "::", port: 0 });
    expect(readConfig({ CORS_ORIGINS: "https://a.example, https://b.example" }).corsOrigins).toHaveLength(2);
  });

  it("that cannot be used are named, with what to write instead", () => {
    expect(() => readConfig({ PORT: "http" })).toThrow(/^PORT is "http": set it to a whole number/);
    expect(() => readConfig({ PORT: "70000" })).toThrow(/65535/);
    expect(() => readConfig({ DEMO: "maybe" })).toThrow(/set it to 1 or 0/);
    expect(() => readConfig({ DATABASE_URL: "mysql://x" })).toThrow(/postgres:\/\//);
    expect(() => readConfig({ JWT_SECRET: "short" })).toThrow(/32 characters/);
    expect(() => readConfig({ LOG_LEVEL: "loud" })).toThrow(/one of fatal/);
  });
});
