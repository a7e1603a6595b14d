import { describe, expect, test } from "vitest";
import { headersOfPage } from "./headers.ts";

const connectsOf = (path: string, host: string | undefined, port: number | null): string | undefined =>
  /connect-src ([^;]*)/.exec(headersOfPage(path, host, () => port)["content-security-policy"] ?? "")?.[1];

describe("the policy of a page", () => {
  test("lets the page that connects devices try the encrypted port of the host that it came from, and no other page", () => {
    expect(connectsOf("/connect/", "192.168.1.5:3000", 3443)).toBe("'self' https://192.168.1.5:3443");
    expect(connectsOf("/connect/", "[fd12::5]:3000", 3443)).toBe("'self' https://[fd12::5]:3443");
    expect(connectsOf("/pos/", "192.168.1.5:3000", 3443)).toBe("'self'");
    expect(connectsOf("/connect/", "192.168.1.5:3000", null)).toBe("'self'");
  });

  test("takes nothing from a host that is none", () => {
    for (const host of ["a.local; script-src *", "a b", "*", "https://evil.example", "", undefined])
      expect(connectsOf("/connect/", host, 3443)).toBe("'self'");
  });
});
