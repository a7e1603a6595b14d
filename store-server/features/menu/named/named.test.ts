import { beforeEach, describe, expect, it } from "vitest";
import { furnish } from "../../../testing/bistro.ts";
import { openTestStore, type TestStore } from "../../../testing.ts";
import { printers, stations } from "../../printer/rows.ts";
import { menuItems } from "../records/rows.ts";

let store: TestStore;
beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
});
const change = async (fields: object): Promise<string> => {
  const answer = await store.submit(menuItems.change, { id: "soup", fields }, "manager");
  return answer.ok ? "done" : answer.refusal.message;
};

describe("what an item names", () => {
  it("has to be there: the station that makes it, and its picture", async () => {
    expect(await change({ stations: ["kitchen", "grill"] })).toBe("stations.1: there is no station grill");
    expect(await change({ stations: ["bar"] })).toBe("done");
    for (const image of ["soup", "https://example.com/a.jpg", "/pictures/../x", "/api/orders"])
      expect(await change({ image })).toContain("image: must be what POST /api/pictures answered");
    expect(await change({ image: "/pictures/0a.jpg" })).toContain("image: there is no such picture");
    store.kernel.db
      .prepare(
        "INSERT INTO pictures (name, type, width, height, bytes, created_at) VALUES ('0a.jpg', 'image/jpeg', 1, 1, x'00', '2026-01-01T00:00:00.000Z')",
      )
      .run();
    expect(await change({ image: "/pictures/0a.jpg" })).toBe("done");
    expect(await change({ image: null })).toBe("done");
  });
  it("is left alone where it was named by an older version, until it is changed", async () => {
    const old = { ...menuItems.change, decide: menuItems.change.decide };
    const before = {
      ...old,
      decide: () => ({
        events: [
          {
            entity: "menu-item",
            id: "soup",
            type: "Changed",
            data: { image: "soup.png", stations: ["pass"] },
          },
        ],
        answer: { entity: "menu-item", id: "soup" },
      }),
    };
    await store.done(before, { id: "soup", fields: {} });
    expect(await change({ price: 900, stations: ["pass"], image: "soup.png" })).toBe("done");
    expect(await change({ image: "other.png" })).toContain("image: must be");
    expect(await change({ stations: ["pass", "grill"] })).toContain("stations.1");
  });
  it("stays as long as an item names it, and is named exactly where a printer errs", async () => {
    const gone = await store.submit(stations.remove, { id: "bar" }, "manager");
    expect(gone).toMatchObject({
      ok: false,
      refusal: { message: expect.stringContaining("Wine is made at") },
    });
    await store.done(menuItems.change, { id: "wine", fields: { stations: [] } });
    expect((await store.submit(stations.remove, { id: "bar" }, "manager")).ok).toBe(true);
    const input = { id: "p", fields: { name: "P", stations: ["kitchen", "bar"] } };
    expect(await store.submit(printers.create, input, "manager")).toMatchObject({
      refusal: { details: { errors: [{ path: "stations.1" }] } },
    });
  });
});
