import type { MenuChange, MenuDraft } from "@tillbox/shared/contract/menu-draft.ts";
import { businessDayOf } from "@tillbox/shared/time.ts";
import { beforeEach, describe, expect, it } from "vitest";
import type { z } from "zod";
import { furnish, line, peopleOf } from "../../../testing/bistro.ts";
import { actorOf, openTestStore, type TestStore } from "../../../testing.ts";
import { decideBatch } from "../batch/rows.ts";
import { categories, menuItems } from "../rows.ts";
import { dayparts } from "../times/rows.ts";
import {
  applyDraft,
  applyNext,
  changeDraft,
  keepMenuDrafts,
  publishDraft,
  untilDay,
  withdrawDraft,
} from "./commands.ts";
import { type DraftFields, menuDrafts, previewOf } from "./rows.ts";

type Draft = z.infer<typeof MenuDraft>;
let store: TestStore;
let time: number;
const { set, open } = peopleOf(() => store);
beforeEach(async () => {
  time = Date.parse("2026-03-02T12:00:00+01:00");
  store = openTestStore({ wall: () => time });
  await furnish(store);
  await set("store.time_zone", "Europe/Berlin");
});

const price = (id: string, value: number) =>
  ({ entity: "menu-item", action: "change", id, fields: { price: value } }) as const;
const draft = (changes: DraftFields["changes"]): Promise<Draft> =>
  store.done(menuDrafts.create, { id: "spring", fields: { name: "Spring", changes } });
const publish = (effectiveDay: string | null): Promise<Draft> =>
  store.done(publishDraft, { id: "spring", effectiveDay });
const soup = () => store.kernel.get(menuItems.entity, "soup")?.price;
const log = {
  error: (details: object, message: string) => expect.fail(`${message} ${JSON.stringify(details)}`),
};
const settled = () => new Promise((resolve) => setTimeout(resolve, 30));

describe("a draft", () => {
  it("changes nothing until it is published, and then all of it at once, new things and what builds on them", async () => {
    await draft([
      { entity: "category", action: "create", id: "spring", fields: { name: "Spring menu" } },
      {
        entity: "menu-item",
        action: "create",
        id: "asparagus",
        fields: { name: "Asparagus", categoryId: "spring", price: 1900 },
      },
      price("soup", 900),
      { entity: "menu-item", action: "remove", id: "ham" },
    ]);
    expect([soup(), store.kernel.get(menuItems.entity, "asparagus")]).toEqual([850, undefined]);
    const done = await publish(null);
    expect(done).toMatchObject({ status: "published", effectiveDay: "2026-03-02", skipped: [] });
    expect((await open([line("asparagus"), line("soup")])).total).toBe(2800);
    expect(store.kernel.get(menuItems.entity, "ham")).toBeUndefined();
    expect(await store.refused(publishDraft, { id: "spring", effectiveDay: null })).toBe("conflict");
    expect(await store.refused(changeDraft, { id: "spring", fields: { name: "x" } })).toBe("conflict");
    expect(await store.refused(menuDrafts.remove, { id: "spring" })).toBe("conflict");
  });
  it("shows its differences to the menu as it is, and what stands in its way", async () => {
    await draft([price("soup", 900), price("wine", 700), price("nothing", 1)]);
    const state = store.kernel.get(menuDrafts.entity, "spring");
    const context = { reads: store.kernel, at: "2026-03-02T11:00:00Z", deviceAt: null, commandId: "" };
    const preview = state && previewOf({ ...context, actor: {} as never }, state);
    expect(preview).toEqual({
      differences: [
        {
          index: 0,
          entity: "menu-item",
          action: "change",
          id: "soup",
          name: "Soup",
          fields: [{ field: "price", from: 850, to: 900 }],
        },
        { index: 1, entity: "menu-item", action: "change", id: "wine", name: "Wine", fields: [] },
      ],
      problems: [{ index: 2, path: "", message: "There is no menu item nothing." }],
    });
  });
  it("with a change that cannot be is not published, and says which", async () => {
    await draft([price("soup", 900), { ...price("wine", 1), fields: { categoryId: "no" } }]);
    const answer = await store.submit(publishDraft, { id: "spring", effectiveDay: "2026-04-01" });
    expect(answer).toMatchObject({
      refusal: { code: "invalid", details: { errors: [{ path: "changes.1.fields.categoryId" }] } },
    });
    expect(soup()).toBe(850);
  });
  it("that gives one code to two items is not published; one that swaps two codes is", async () => {
    const code = (id: string, sku: string) => ({ ...price(id, 1), fields: { sku } });
    await store.done(menuItems.change, { id: "soup", fields: { sku: "A" } });
    await store.done(menuItems.change, { id: "wine", fields: { sku: "B" } });
    await draft([code("ham", "C"), code("steak", "C")]);
    expect(await store.refused(publishDraft, { id: "spring", effectiveDay: null })).toBe("invalid");
    const swap = [code("soup", "X"), code("wine", "A"), code("soup", "B")];
    await store.done(changeDraft, { id: "spring", fields: { changes: swap } });
    await publish(null);
    expect(["soup", "wine"].map((id) => store.kernel.get(menuItems.entity, id)?.sku)).toEqual(["B", "A"]);
  });
  it("may swap codes directly, move the last item out of what it removes, and not remove what it fills", async () => {
    const code = (id: string, sku: string) => ({ ...price(id, 1), fields: { sku } });
    await store.done(menuItems.change, { id: "soup", fields: { sku: "A" } });
    await store.done(menuItems.change, { id: "wine", fields: { sku: "B" } });
    await draft([code("soup", "B"), code("wine", "A")]);
    await publish(null);
    expect(["soup", "wine"].map((id) => store.kernel.get(menuItems.entity, id)?.sku)).toEqual(["B", "A"]);
    await store.done(categories.create, { id: "old", fields: { name: "Old" } });
    await store.done(dayparts.create, {
      id: "noon",
      fields: { name: "Noon", days: ["mon"], from: "12:00", to: "14:00" },
    });
    await store.done(menuItems.change, { id: "ham", fields: { categoryId: "old", dayparts: ["noon"] } });
    const edit = (id: string, fields: Record<string, unknown>) => ({
      entity: "menu-item" as const,
      action: "change" as const,
      id,
      fields,
    });
    const gone = (entity: "category" | "daypart", id: string) => ({ entity, action: "remove" as const, id });
    const both = [gone("category", "old"), gone("daypart", "noon")];
    const problems = (changes: readonly MenuChange[]) => {
      const context = { actor: actorOf("manager"), at: new Date().toISOString(), deviceAt: null };
      const all = { ...context, commandId: "x", reads: store.kernel };
      return decideBatch(all, changes).problems.map(({ index }) => index);
    };
    expect(problems([edit("ham", { categoryId: "food", dayparts: [] }), ...both])).toEqual([]);
    expect(problems(both)).toEqual([0, 1]);
    const filled = [
      edit("ham", { categoryId: "food", dayparts: [] }),
      edit("soup", { categoryId: "old", dayparts: ["noon"] }),
    ];
    expect(problems([...filled, ...both])).toEqual([2, 3]);
  });
  it("takes away together what holds on to each other: a combo and its part, a class and its last item", async () => {
    const choice = { menuItemId: "wine", variantId: null, surcharge: 0 };
    await store.done(menuItems.create, {
      id: "lunch",
      fields: {
        name: "Lunch",
        categoryId: "food",
        price: 1,
        parts: [{ id: "p", name: "Drink", choices: [choice] }],
      },
    });
    const removed = (entity: "menu-item" | "tax-class", id: string) => ({
      entity,
      action: "remove" as const,
      id,
    });
    await draft([removed("menu-item", "wine"), removed("menu-item", "lunch")]);
    expect(await store.refused(publishDraft, { id: "spring", effectiveDay: null })).toBe("invalid");
    const changes = [
      removed("menu-item", "lunch"),
      removed("menu-item", "wine"),
      removed("tax-class", "vat"),
    ];
    await store.done(changeDraft, { id: "spring", fields: { changes } });
    await publish(null);
    expect(store.kernel.get(menuItems.entity, "wine")).toBeUndefined();
  });
  it("is a manager's: nobody else makes or publishes one", async () => {
    await draft([price("soup", 900)]);
    expect(await store.refused(publishDraft, { id: "spring", effectiveDay: null }, "cook")).toBe("forbidden");
    expect(await store.refused(menuDrafts.create, { id: "x", fields: {} }, "waiter")).toBe("forbidden");
  });
});

describe("a menu that waits for its day", () => {
  beforeEach(async () => {
    await draft([price("soup", 900)]);
    await publish("2026-03-04");
  });
  it("takes effect when that business day begins, not at midnight, and once", async () => {
    expect(store.kernel.get(menuDrafts.entity, "spring")).toMatchObject({
      status: "scheduled",
      effectiveDay: "2026-03-04",
    });
    time = Date.parse("2026-03-04T03:59:59+01:00");
    expect(await applyNext(store.kernel)).toBe(false);
    time = Date.parse("2026-03-04T04:00:00+01:00");
    expect([await applyNext(store.kernel), await applyNext(store.kernel)]).toEqual([true, false]);
    expect(soup()).toBe(900);
    const head = store.kernel.headSeq();
    await store.submit(applyDraft, { id: "spring" });
    expect(store.kernel.headSeq()).toBe(head);
  });
  it("keeps for each line the price at which it was ordered", async () => {
    const before = await open([line("soup")]);
    const shown = store.kernel.headSeq();
    time = Date.parse("2026-03-04T12:00:00+01:00");
    await applyNext(store.kernel);
    expect(before.total).toBe(850);
    expect((await open([line("soup", 1, { menuVersion: shown })])).total).toBe(850);
    expect((await open([line("soup")])).total).toBe(900);
  });
  it("is made up for by a box that was off that night, and by a timer of one that was not", async () => {
    const stopEarly = keepMenuDrafts(store.kernel, log);
    await settled();
    expect(soup()).toBe(850);
    time = Date.parse("2026-03-06T09:00:00+01:00");
    await set("receipt.footer", "Thank you");
    await settled();
    expect(soup()).toBe(900);
    stopEarly();
    await store.done(menuDrafts.create, {
      id: "late",
      fields: { name: "Late", changes: [price("soup", 950)] },
    });
    await store.done(publishDraft, { id: "late", effectiveDay: "2026-03-07" });
    time = Date.parse("2026-03-09T09:00:00+01:00");
    const stop = keepMenuDrafts(store.kernel, log);
    await settled();
    stop();
    expect(soup()).toBe(950);
  });
  it("leaves out what cannot be done any more, says so, and does the rest", async () => {
    await store.done(withdrawDraft, { id: "spring" });
    const moved = { ...price("wine", 1), fields: { categoryId: "bar" } };
    await store.done(categories.create, { id: "bar", fields: { name: "Bar" } });
    await store.done(changeDraft, { id: "spring", fields: { changes: [moved, price("soup", 900)] } });
    await publish("2026-03-04");
    await store.done(categories.remove, { id: "bar" });
    time = Date.parse("2026-03-05T12:00:00+01:00");
    await applyNext(store.kernel);
    expect(store.kernel.get(menuDrafts.entity, "spring")).toMatchObject({
      status: "published",
      skipped: [{ index: 0, path: "categoryId" }],
    });
    expect([soup(), store.kernel.get(menuItems.entity, "wine")?.categoryId]).toEqual([900, "food"]);
  });
  it("can be withdrawn or discarded before", async () => {
    expect(await store.refused(changeDraft, { id: "spring", fields: { name: "x" } })).toBe("conflict");
    expect(await store.done(withdrawDraft, { id: "spring" })).toMatchObject({
      status: "draft",
      effectiveDay: null,
    });
    await publish("2026-03-04");
    await store.done(menuDrafts.remove, { id: "spring" });
    time = Date.parse("2026-03-05T12:00:00+01:00");
    expect(await applyNext(store.kernel)).toBe(false);
    expect(soup()).toBe(850);
  });
  it("waits to the millisecond in which its day begins, also in the nights when the clocks change", () => {
    for (const day of ["2026-03-29", "2026-10-25", "2026-03-04"]) {
      const now = Date.parse(`${day}T00:00:00Z`) - 3_600_000;
      const due = now + untilDay(store.kernel, day, now);
      expect(businessDayOf(due, "Europe/Berlin", "04:00")).toBe(day);
      expect(businessDayOf(due - 1, "Europe/Berlin", "04:00") < day).toBe(true);
    }
    expect(untilDay(store.kernel, "2027-01-01", time)).toBe(6 * 3_600_000);
  });
});
