import { Refusal } from "@tillbox/shared/refusal.ts";
import { describe, expect, test } from "vitest";
import { createSecretHasher } from "./secret-hash.ts";

const cheap = { memory_KiB: 64, passes: 1 };

describe("hashing secrets", () => {
  test("costs in production what was promised: argon2id, 19 MiB, two passes, one lane", async () => {
    const hasher = createSecretHasher();
    const stored = await hasher.inTurn(({ hash }) => hash("1234"));
    const [, kind, version, cost = ""] = stored.split("$");
    expect([kind, version, cost.split(",").sort()]).toEqual(["argon2id", "v=19", ["m=19456", "p=1", "t=2"]]);
    expect(await hasher.inTurn(({ matches }) => matches(stored, "1234"))).toBe(true);
    expect(await hasher.inTurn(({ matches }) => matches(stored, "1235"))).toBe(false);
  });
  test("salts: the same secret is never the same hash", async () => {
    const hasher = createSecretHasher(cheap);
    const [one, two] = await hasher.inTurn(({ hash }) => Promise.all([hash("1234"), hash("1234")]));
    expect(one).not.toBe(two);
  });
  test("says no where nothing is stored, whatever is asked", async () => {
    const hasher = createSecretHasher(cheap);
    for (const stored of [undefined, null])
      for (const secret of ["", "nobody has this password"])
        expect(await hasher.inTurn(({ matches }) => matches(stored, secret))).toBe(false);
  });
  test("never holds the event loop up, however many sign in", async () => {
    const hasher = createSecretHasher();
    let [turns, hashed] = [0, 0];
    const turnsAt: number[] = [];
    const counting = setInterval(() => (turns += 1), 1);
    const one = async (): Promise<void> => {
      await hasher.inTurn(({ hash }) => hash("1234"));
      hashed += 1;
      turnsAt.push(turns);
    };
    await Promise.all(Array.from({ length: 20 }, one));
    clearInterval(counting);
    expect(hashed).toBe(20);
    // The loop went round while the pairs were worked on, not only between them.
    expect(new Set(turnsAt).size).toBeGreaterThanOrEqual(8);
    expect(turns).toBeGreaterThan(20);
  });
  test("does two at a time, in order, and turns away beyond its queue at once", async () => {
    const hasher = createSecretHasher(cheap);
    const { promise: gate, resolve: open } = Promise.withResolvers<void>();
    const order: number[] = [];
    let atOnce = 0;
    let most = 0;
    const attempts = Array.from({ length: 103 }, (_, index) =>
      hasher
        .inTurn(async () => {
          atOnce += 1;
          most = Math.max(most, atOnce);
          order.push(index);
          await gate;
          atOnce -= 1;
        })
        .catch((error: unknown) => error),
    );
    const refusal = await attempts[102];
    expect(refusal).toBeInstanceOf(Refusal);
    expect((refusal as Refusal).code).toBe("unavailable");
    open();
    await Promise.all(attempts);
    expect(most).toBe(2);
    expect(order).toEqual(Array.from({ length: 102 }, (_, index) => index));
  });
  test("a failure gives its place back", async () => {
    const hasher = createSecretHasher(cheap);
    for (let count = 0; count < 5; count += 1)
      await expect(hasher.inTurn(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(await hasher.inTurn(() => Promise.resolve("still"))).toBe("still");
  });
});
