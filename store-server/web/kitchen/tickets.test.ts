import type { Order } from "@tillbox/shared/contract/order.ts";
import { describe, expect, test } from "vitest";
import { allDayCounts } from "./all-day.ts";
import { byId, lineOf, modifier, orderOf } from "./testing-orders.ts";
import { heldTicketsOf, idsIn, type KitchenTicket, type TicketFacts, ticketsOf } from "./tickets.ts";
import { markSeen, ordersUnfinished, type Told, tell } from "./told.ts";

const names: Readonly<Record<string, string>> = { "table-7": "7", "bar-2": "Bar 2" };
const facts = (change: Partial<TicketFacts> = {}): TicketFacts => ({
  station: null,
  tableName: (id) => names[id] ?? null,
  told: {},
  ...change,
});
const tickets = (orders: Order[], change: Partial<TicketFacts> = {}): KitchenTicket[] =>
  ticketsOf(orders, facts(change));
/** "2 Soup!" is new, "(1 Soup)" done, "-1 Soup-" taken back. */
const shown = (ticket: KitchenTicket | undefined): string[] =>
  (ticket?.lines ?? []).map(({ quantity, name, state, isNew }) => {
    const text = `${quantity} ${name}${isNew ? "!" : ""}`;
    if (state === "open") return text;
    return state === "done" ? `(${text})` : `-${text}-`;
  });
const early = "2026-11-20T19:00:00.000Z";
const later = "2026-11-20T19:20:00.000Z";

describe("tickets", () => {
  test("hang one for each order and round, the oldest first, and hold only what was sent", () => {
    const seven = orderOf("seven", [
      lineOf("a", "Soup", { sentAt: early }),
      lineOf("b", "Ribeye", { sentAt: later }),
      lineOf("c", "Cake", { sentAt: null, status: "pending", sentQuantity: 0 }),
    ]);
    const counter = orderOf("counter", [lineOf("d", "Pizza", { sentAt: "2026-11-20T19:10:00.000Z" })], {
      tableId: null,
      type: "takeaway",
      number: 82,
    });
    const all = tickets([counter, seven]);
    expect(all.map(({ title, subtitle }) => [title, subtitle])).toEqual([
      ["T7", ""],
      ["#82", "Takeaway"],
      ["T7", ""],
    ]);
    expect(all.map(shown)).toEqual([["1 Soup"], ["1 Pizza"], ["1 Ribeye!"]]);
    expect(new Set(all.map(({ key }) => key)).size).toBe(3);
  });

  test("show a station its own lines, and all stations everything", () => {
    const order = orderOf("o", [lineOf("a", "Soup"), lineOf("b", "Spritz", { station: "bar" })]);
    expect(shown(tickets([order], { station: "kitchen" })[0])).toEqual(["1 Soup"]);
    expect(shown(tickets([order], { station: "bar" })[0])).toEqual(["1 Spritz"]);
    expect(shown(tickets([order])[0])).toEqual(["1 Soup", "1 Spritz"]);
    expect(tickets([order], { station: "cold" })).toEqual([]);
  });

  test("name table, course, guests, and say it of a table that has a name", () => {
    const courses = [lineOf("a", "Ribeye", { course: 2 }), lineOf("b", "Soup", { course: 1 })];
    const [seven] = tickets([orderOf("o", courses)]);
    expect([seven?.title, seven?.subtitle, shown(seven)]).toEqual([
      "T7",
      "Starters, Mains",
      ["1 Soup", "1 Ribeye"],
    ]);
    const [bar] = tickets([orderOf("o", [lineOf("a", "Soup")], { tableId: "bar-2", guests: 4 })]);
    expect([bar?.title, bar?.subtitle]).toEqual(["Bar 2", "4 guests"]);
    const [unknown] = tickets([orderOf("o", [lineOf("a", "Soup")], { tableId: "moved" })]);
    expect(unknown?.title).toBe("#81");
  });

  test("are gone when everything is done, and keep what is done while something is open", () => {
    const half = orderOf("o", [
      lineOf("a", "Soup", { status: "ready" }),
      lineOf("b", "Bread", { status: "preparing" }),
    ]);
    const [ticket] = tickets([half]);
    expect(shown(ticket)).toEqual(["(1 Soup)", "1 Bread"]);
    expect(ticket && idsIn(ticket, "open")).toEqual(["b"]);
    const done = half.items.map((line) => ({ ...line, status: "served" as const }));
    expect(tickets([{ ...half, items: done }])).toEqual([]);
  });

  test("show quietly what is held, say what was fired, and where a dish was before the guests moved", () => {
    const held = { status: "pending", sentAt: null, sentQuantity: 0, held: true, heldQuantity: 2 } as const;
    const order = orderOf("o", [
      lineOf("a", "Soup", { course: 1 }),
      lineOf("b", "Ribeye", { course: 2, quantity: 2, ...held }),
      lineOf("c", "Beer", { course: 2, station: "bar", ...held }),
    ]);
    expect(tickets([order], { station: "kitchen" })[0]).toMatchObject({ later: ["2 × Ribeye"], from: null });
    const movedFrom = { orderId: "o", number: 81, tableId: "bar-2", at: later };
    const fired = orderOf("o", [
      lineOf("a", "Soup", { course: 1, movedFrom }),
      lineOf("b", "Ribeye", { course: 2, sentAt: later, fired: true }),
    ]);
    const [soup, ribeye] = tickets([fired]);
    expect([soup?.from, soup?.subtitle]).toEqual(["was Bar 2", "Starters"]);
    expect([ribeye?.from, ribeye?.subtitle, ribeye?.later]).toEqual([null, "Fire: Mains", []]);
  });

  test("of an order that is held as a whole say what will come, and nothing else", () => {
    const held = { status: "pending", sentAt: null, sentQuantity: 0, held: true, heldQuantity: 2 } as const;
    const waiting = orderOf("o", [lineOf("b", "Ribeye", { quantity: 2, ...held })], { tableId: "bar-2" });
    const all = heldTicketsOf([waiting], facts({ station: "kitchen" }));
    expect(all).toMatchObject([{ title: "Bar 2", later: ["2 × Ribeye"], lines: [], isHeld: true }]);
    expect(tickets([waiting])).toEqual([]);
    expect(heldTicketsOf([waiting], facts({ station: "bar" }))).toEqual([]);
    expect(heldTicketsOf([{ ...waiting, status: "cancelled" }], facts({}))).toEqual([]);
    const cooking = orderOf("o", [lineOf("a", "Soup"), lineOf("b", "Ribeye", { quantity: 2, ...held })]);
    expect(heldTicketsOf([cooking], facts({}))).toEqual([]);
  });

  test("put options in words, and what the guest must not eat apart from them", () => {
    const line = lineOf("a", "Ribeye", {
      variantName: "300 g",
      modifiers: [
        modifier("well done", "Doneness"),
        modifier("butter", "Extras", 2),
        modifier("Nuts", "Allergies"),
      ],
      notes: "Allergy: sesame, milk. Sauce apart",
    });
    const [ticket] = tickets([orderOf("o", [line])]);
    expect(ticket?.lines[0]).toMatchObject({
      name: "Ribeye, 300 g",
      modifiers: ["well done", "2 × butter"],
      allergies: ["sesame", "milk", "Nuts"],
      note: "Sauce apart",
    });
  });

  test("warn of a dish that contains what the table must not eat", () => {
    const items = [
      lineOf("a", "Burrata", { allergens: ["milk", "nuts"] }),
      lineOf("b", "Bread", { allergens: ["gluten"] }),
    ];
    const [ticket] = tickets([orderOf("o", items, { notes: "guest 2 has a nut allergy; window seat" })]);
    expect(ticket?.allergies).toEqual(["guest 2 has a nut allergy"]);
    expect(ticket?.note).toBe("window seat");
    expect(ticket?.lines.map(({ allergies }) => allergies)).toEqual([["contains nuts"], []]);
  });
});

describe("changes", () => {
  const first = orderOf("o", [lineOf("a", "Soup", { quantity: 2 }), lineOf("b", "Bread")]);
  const told = tell({}, byId(first));

  test("a dish that joins a course in work is new, the next course is not", () => {
    const joined = orderOf("o", [
      lineOf("a", "Soup", { course: 1 }),
      lineOf("b", "Bread", { course: 1, sentAt: later }),
      lineOf("c", "Ribeye", { course: 2, sentAt: later }),
    ]);
    expect(shown(tickets([joined], { told })[1])).toEqual(["1 Bread!", "1 Ribeye"]);
    const cooked = {
      ...joined,
      items: joined.items.map((l) => (l.id === "a" ? { ...l, status: "ready" as const } : l)),
    };
    expect(shown(tickets([cooked], { told })[0])).toEqual(["1 Bread", "1 Ribeye"]);
  });

  test("another quantity or note is new, and the old quantity stands beside it", () => {
    const more = orderOf("o", [
      lineOf("a", "Soup", { quantity: 3 }),
      lineOf("b", "Bread", { notes: "warm" }),
    ]);
    const [ticket] = tickets([more], { told });
    expect(shown(ticket)).toEqual(["3 Soup!", "1 Bread!"]);
    expect(ticket?.lines[0]?.modifiers).toEqual(["was 2"]);
    expect(shown(tickets([first], { told })[0])).toEqual(["2 Soup", "1 Bread"]);
  });

  test("a part that went to another check is no change: all of it is cooked, here and there", () => {
    const whole = orderOf("o", [lineOf("a", "Soup", { quantity: 4 })]);
    const known = tell({}, byId(whole));
    const left = orderOf("o", [lineOf("a", "Soup", { quantity: 3 })]);
    const movedFrom = { orderId: "o", number: 81, tableId: null, at: later };
    const part = orderOf("p", [lineOf("b", "Soup", { quantity: 1, movedFrom })]);
    const after = tell(known, byId(left, part));
    expect(tickets([left], { told: after })[0]?.lines[0]).toMatchObject({ modifiers: [], isNew: false });
    expect(tickets([left], { told: known })[0]?.lines[0]?.modifiers).toEqual(["was 4"]);
    const taken = orderOf("o", [lineOf("a", "Soup", { quantity: 2 })]);
    expect(tickets([taken], { told: tell(after, byId(taken, part)) })[0]?.lines[0]?.modifiers).toEqual([
      "was 3",
    ]);
  });

  test("what was done before more were added is not cooked again", () => {
    const done = orderOf("o", [lineOf("a", "Beer", { quantity: 2, status: "ready" })]);
    const known = tell(tell({}, byId(orderOf("o", [lineOf("a", "Beer", { quantity: 2 })]))), byId(done));
    const more = orderOf("o", [lineOf("a", "Beer", { quantity: 3, sentAt: later })]);
    const after = tell(known, byId(more));
    expect(shown(tickets([more], { told: after })[0])).toEqual(["1 Beer!"]);
    expect(allDayCounts(tickets([more], { told: after }))).toEqual([{ name: "Beer", quantity: 1 }]);
    const recalled = orderOf("o", [lineOf("a", "Beer", { quantity: 2, status: "preparing" })]);
    expect(shown(tickets([recalled], { told: tell(known, byId(recalled)) })[0])).toEqual(["2 Beer"]);
  });

  test("a void is struck until it is seen, also when it was the last dish", () => {
    const taken = orderOf("o", [
      lineOf("a", "Soup", { quantity: 2, status: "voided" }),
      lineOf("b", "Bread"),
    ]);
    expect(shown(tickets([taken], { told })[0])).toEqual(["-2 Soup-", "1 Bread"]);
    const seen = markSeen(tell(told, byId(taken)), "o", [{ id: "a", quantity: 2 }]);
    expect(shown(tickets([taken], { told: seen })[0])).toEqual(["1 Bread"]);

    const all = { ...taken, items: taken.items.map((line) => ({ ...line, status: "voided" as const })) };
    const [ticket] = tickets([all], { told: tell(told, byId(all)) });
    expect([ticket?.subtitle, shown(ticket)]).toEqual(["Taken back", ["-2 Soup-", "-1 Bread-"]]);
    expect(
      tickets([all], {
        told: markSeen(told, "o", [
          { id: "a", quantity: 2 },
          { id: "b", quantity: 1 },
        ]),
      }),
    ).toEqual([]);
  });

  test("a cancelled order is struck as a whole, and one that was never shown does not come up", () => {
    const cancelled: Order = { ...first, status: "cancelled", notes: "nut allergy; window seat" };
    const [ticket] = tickets([cancelled], { told });
    expect([ticket?.subtitle, shown(ticket)]).toEqual(["Cancelled", ["-2 Soup-", "-1 Bread-"]]);
    expect([ticket?.allergies, ticket?.note]).toEqual([[], null]);
    expect(tickets([cancelled], { told: tell({}, byId(cancelled)) })).toEqual([]);
  });

  test("a dish taken back after it was done asks nobody for anything", () => {
    const done = tell(
      told,
      byId({ ...first, items: first.items.map((line) => ({ ...line, status: "ready" as const })) }),
    );
    const taken = { ...first, items: first.items.map((line) => ({ ...line, status: "voided" as const })) };
    expect(tickets([taken], { told: tell(done, byId(taken)) })).toEqual([]);
  });
});

describe("what was told", () => {
  const order = orderOf("o", [lineOf("a", "Soup")]);

  test("stays the same object while nothing changes, and forgets an order that is gone", () => {
    const told = tell({}, byId(order));
    expect(tell(told, byId(order))).toBe(told);
    expect(tell(told, byId())).toEqual({});
    expect(tell(told, byId({ ...order, status: "completed" }))).toBe(told);
    const over: Order = { ...order, status: "completed", items: [lineOf("a", "Soup", { status: "served" })] };
    expect(tell(told, byId(over))).toEqual({});
  });

  test("names the orders of which the end was not seen", () => {
    const told: Told = tell({}, byId(order, orderOf("p", [lineOf("b", "Bread", { status: "ready" })])));
    expect([...ordersUnfinished(told)]).toEqual(["o"]);
    expect([...ordersUnfinished(markSeen(told, "o", [{ id: "a", quantity: 1 }]))]).toEqual([]);
  });
});

describe("all-day counts", () => {
  test("add up what is open over all tickets, exactly, the most wanted first", () => {
    const orders = [
      orderOf("o", [
        lineOf("a", "Soup"),
        lineOf("b", "Ham", { quantity: 0.1 }),
        lineOf("c", "Cake", { status: "ready" }),
      ]),
      orderOf("p", [
        lineOf("d", "Soup", { quantity: 3 }),
        lineOf("e", "Ham", { quantity: 0.2 }),
        lineOf("f", "Bread"),
      ]),
    ];
    expect(allDayCounts(tickets(orders))).toEqual([
      { name: "Soup", quantity: 4 },
      { name: "Bread", quantity: 1 },
      { name: "Ham", quantity: 0.3 },
    ]);
  });
});
