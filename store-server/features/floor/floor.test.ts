import { newId } from "@tillbox/shared/id.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { openOrder, transferOrder } from "../order/commands.ts";
import { availableTables, joinTables, separateTables } from "./commands.ts";
import { setTableStatus, tables, tableView } from "./rows.ts";

let store: TestStore;
const { open, pay, status, set } = peopleOf(() => store);
const look = (id: string) => {
  const table = store.kernel.get(tables.entity, id);
  if (!table) throw new Error(`no table ${id}`);
  return tableView(table, store.kernel);
};
const join = (id: string, ...tableIds: string[]) => store.submit(joinTables, { id, tableIds }, "waiter");

beforeEach(async () => {
  store = openTestStore({ strict: true });
  await furnish(store);
  await store.done(tables.create, {
    id: "t3",
    fields: { name: "3", areaId: "room", seats: 2, joinsWith: ["t2"] },
  });
  await store.done(tables.change, { id: "t1", fields: { joinsWith: ["t2"] } });
});

describe("neighbours", () => {
  it("hold both ways: what one names, the other knows, and forgets with it", async () => {
    expect(look("t2").joinsWith).toEqual(["t3", "t1"]);
    await store.done(tables.change, { id: "t1", fields: { joinsWith: null } });
    expect([look("t1").joinsWith, look("t2").joinsWith]).toEqual([[], ["t3"]]);
    await store.done(tables.remove, { id: "t3" });
    expect(look("t2").joinsWith).toEqual([]);
  });
  it("are other tables of the same area", async () => {
    for (const joinsWith of [["t1"], ["nothing"]])
      expect(await store.submit(tables.change, { id: "t1", fields: { joinsWith } })).toMatchObject({
        ok: false,
        refusal: { code: "invalid", details: { errors: [{ path: "joinsWith.0" }] } },
      });
  });
});

describe("tables that are pushed together", () => {
  it("show one party's order at each of them, and stand apart when it ends", async () => {
    const order = await store.done(
      openOrder,
      opening([line("soup")], { tableId: "t1", joinedTableIds: ["t2", "t3"] }),
      "waiter",
    );
    const { id } = order as { id: string };
    for (const table of ["t1", "t2", "t3"])
      expect(look(table)).toMatchObject({
        status: "occupied",
        orderIds: [id],
        joinedTableIds: ["t1", "t2", "t3"],
      });
    expect(await store.refused(openOrder, opening([], { tableId: "t3" }), "waiter")).toBe("conflict");
    expect(await store.refused(setTableStatus, { id: "t2", status: "reserved" }, "waiter")).toBe("conflict");
    await set("table.cleaning", true);
    await pay(order);
    for (const table of ["t1", "t2", "t3"])
      expect(look(table)).toMatchObject({ status: "cleaning", orderIds: [], joinedTableIds: [] });
    expect(rebuiltDifferences(store.kernel)).toEqual([]);
  });
  it("stand apart when the party moves elsewhere, and stay while another check is open", async () => {
    await join("t2", "t3");
    const first = await open([line("soup")], { tableId: "t2" });
    const second = await open([line("soup")], { tableId: "t3", newCheck: true });
    expect(look("t2").orderIds).toEqual([first.id, second.id]);
    await status(first, "cancelled");
    expect(look("t2")).toMatchObject({ status: "occupied", joinedTableIds: ["t2", "t3"] });
    await store.done(transferOrder, { id: second.id, tableId: "t1" }, "waiter");
    expect([look("t2").joinedTableIds, look("t3").status]).toEqual([[], "available"]);
    expect(look("t1")).toMatchObject({ status: "occupied", orderIds: [second.id] });
  });
  it("are neighbours of the same set, in no other one", async () => {
    expect(await join("t1", "t3")).toMatchObject({ ok: false, refusal: { code: "invalid" } });
    expect(await join("t2", "t3")).toMatchObject({ ok: true });
    expect(await join("t1", "t2")).toMatchObject({ ok: false, refusal: { code: "conflict" } });
    expect(await join("t2", "t1")).toMatchObject({ ok: true });
    expect(look("t1").joinedTableIds).toEqual(["t2", "t3", "t1"]);
    expect(await store.refused(tables.remove, { id: "t1" })).toBe("conflict");
    await store.done(separateTables, { id: "t3" }, "waiter");
    expect(look("t1").joinedTableIds).toEqual([]);
  });
  it("by hand leave a seated party where it sits", async () => {
    const order = await open([], { tableId: "t1" });
    await join("t1", "t2");
    expect(look("t2")).toMatchObject({ status: "occupied", orderIds: [order.id] });
    await store.done(separateTables, { id: "t2" }, "waiter");
    expect([look("t1").status, look("t2").status]).toEqual(["occupied", "available"]);
  });
});

describe("free tables", () => {
  it("are single ones, the smallest first, and beside them the sets that fit only together", async () => {
    expect(availableTables(store.kernel, 2).items.map(({ id }) => id)).toEqual(["t2", "t3", "t1"]);
    expect(availableTables(store.kernel, 5)).toEqual({
      items: [],
      joins: [{ tableIds: ["t2", "t1"], names: ["2", "1"], seats: 6 }],
    });
    await open([], { tableId: "t1" });
    expect(availableTables(store.kernel, 5).joins).toEqual([]);
    expect(availableTables(store.kernel, 4).joins).toEqual([
      { tableIds: ["t2", "t3"], names: ["2", "3"], seats: 4 },
    ]);
  });
  it("that stand together already count as one", async () => {
    await join("t2", "t3");
    const free = availableTables(store.kernel, 1);
    expect(free.items.map(({ id }) => id)).toEqual(["t1"]);
    expect(free.joins).toEqual([{ tableIds: ["t2", "t3"], names: ["2", "3"], seats: 4 }]);
  });
});

it("a join and an opening at the same moment give the set one order", async () => {
  const joining = join("t1", "t2");
  const opens = ["t1", "t2"].map((tableId) =>
    store.submit(openOrder, opening([], { id: newId(), tableId }), "waiter"),
  );
  const answers = await Promise.all([joining, ...opens]);
  expect(answers.map(({ ok }) => ok)).toEqual([true, true, false]);
});
