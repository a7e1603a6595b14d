import type { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { intentTable } from "@tillbox/shared/protocol/intent-of.ts";
import { describe, expect, test } from "vitest";
import {
  fieldName,
  fieldValue,
  type Lexicon,
  settledText,
  tappedText,
  typedLines,
  whyText,
} from "./inbox-words.ts";

const lexicon: Lexicon = {
  money: (minor) => `$${(minor / 100).toFixed(2)}`,
  time: (at) => at.slice(11, 16),
  dish: (id) => ({ soup: "Tomato soup" })[id],
  line: (id) => ({ l1: "Focaccia" })[id],
  table: (id) => ({ t7: "7" })[id],
};
const item = (action: string, data: Record<string, unknown>, more: Partial<InboxItem> = {}): InboxItem =>
  ({
    kind: "refused",
    entityType: "order",
    entityId: "o1",
    action,
    data,
    detail: "",
    code: null,
    ...more,
  }) as InboxItem;
const said = (action: string, data: Record<string, unknown> = {}, more: Partial<InboxItem> = {}): string =>
  tappedText(item(action, data, more), lexicon);

describe("what was tapped", () => {
  test("is said with dishes, lines, tables and money, never with ids", () => {
    const items = [{ menuItemId: "soup", quantity: 2, notes: "no onion" }, { openItem: { name: "Cake" } }];
    expect(typedLines(item("add-items", { items }), lexicon)).toEqual([
      "2 × Tomato soup (no onion)",
      "1 × Cake",
    ]);
    expect(said("add-items", { items: [{ menuItemId: "gone", quantity: 1 }] })).toBe("Add 1 × an item");
    expect(said("void-item", { itemId: "l1" })).toBe("Void Focaccia");
    expect(said("void-item", { itemId: "elsewhere" })).toBe("Void a line");
    expect(said("transfer", { tableId: "t7" })).toBe("Move to table 7");
    expect(said("pay", { method: "cash", amount: 500, tip: 50 })).toBe("Take $5.50 in cash");
    expect(said("pay", { method: "card" })).toBe("Take the payment by card");
    expect(said("discount", { kind: "percent", value: "10" })).toBe("Give a discount of 10 %");
    expect(said("discount", { kind: "amount", value: 250 })).toBe("Give a discount of $2.50");
    expect(said("update", { name: "Guest 12" }, { entityType: "customer" })).toBe(
      "Change the customer Guest 12",
    );
  });
  test("has words for every intent that a device may send", () => {
    for (const [, , entityType, action] of intentTable) {
      const words = said(action, {}, { entityType });
      expect([action, words]).toEqual([action, expect.stringMatching(/^[A-Z][a-z ]+/)]);
      expect(words).not.toMatch(/undefined|[a-z]-[a-z]+-item|[A-Z]{2}/);
    }
  });
});

test("what somebody set after another is told with both values", () => {
  const both = item(
    "update",
    { guests: 4 },
    {
      kind: "overwritten",
      fields: [{ field: "guests", lost: 4, won: 5 }],
      by: { deviceId: null, deviceName: null, userId: "m2", userName: "Manager 2" },
    },
  );
  expect(tappedText(both, lexicon)).toBe("Set guests to 4");
  expect(whyText(both, lexicon)).toBe("Manager 2 set guests to 5 after that.");
});

test("values are read as a person reads them", () => {
  expect(fieldValue("price", 950, lexicon)).toBe("$9.50");
  expect(fieldValue("tableIds", ["t7"], lexicon)).toBe("7");
  expect(fieldValue("notes", "", lexicon)).toBe("nothing");
  expect(fieldValue("available", false, lexicon)).toBe("no");
  expect(fieldValue("at", "2026-03-01T19:30:00Z", lexicon)).toBe("19:30");
  expect([fieldName("customerName"), fieldName("minimumStay")]).toEqual(["Name", "Minimum stay"]);
});

test("a permission that is missing is said by what it is for; what is no permission stays as the box said it", () => {
  const why = (detail: string): string =>
    whyText(item("void-item", {}, { code: "forbidden", detail }), lexicon);
  expect(why("This needs the permission order.void. Ask a manager.")).toMatch(
    /^The role may not do this: [a-z]/,
  );
  expect(why("This needs the permission order.nothing. Ask a manager.")).toContain("order.nothing");
});

test("what is settled says by whom, when and why", () => {
  const settled = {
    at: "2026-03-01T19:24:00Z",
    by: "m2",
    byName: "Manager 2",
    reason: "guests had left",
    entityId: null,
  };
  expect(settledText({ status: "dismissed", settled }, lexicon)).toBe(
    "Left out by Manager 2 at 19:24: guests had left",
  );
});
