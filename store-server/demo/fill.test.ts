import { Customer } from "@tillbox/shared/contract/customer.ts";
import { Daypart, PriceRule } from "@tillbox/shared/contract/daypart.ts";
import { Area, Table } from "@tillbox/shared/contract/floor.ts";
import { LoyaltyProgram } from "@tillbox/shared/contract/loyalty.ts";
import { Category, MenuItem } from "@tillbox/shared/contract/menu.ts";
import { Printer, Station } from "@tillbox/shared/contract/printer.ts";
import { UserInput } from "@tillbox/shared/contract/staff.ts";
import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { accounts } from "../features/account/rows.ts";
import { cardByCode } from "../features/gift-card/rows.ts";
import { menuItems } from "../features/menu/rows.ts";
import { openOrder } from "../features/order/commands.ts";
import { changeSetting, setting } from "../features/settings/rows.ts";
import type { PlainSecrets, SecretRows } from "../features/staff/commands.ts";
import { findCredentials } from "../features/staff/rows.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { unsealJson } from "../kernel/personal.ts";
import type { CommandRequest } from "../kernel/types.ts";
import { openTestKernel, openTestStore } from "../testing.ts";
import { type FillOptions, fillDemoStore } from "./fill.ts";
import { demoItems } from "./menu.ts";
import { demoAccount, demoCombos, demoGiftCode } from "./offers.ts";
import { demoPeople } from "./people.ts";

/** Cheap stand-ins for argon2id, which has its own tests; counts what was asked of it. */
const hashing = () => {
  let hashed = 0;
  const options: FillOptions = {
    timeZone: "America/New_York",
    hashSecrets: async ({ password, pin }: PlainSecrets): Promise<SecretRows> => {
      hashed += 1;
      return {
        demo: true,
        password: { hash: `hash of ${password}` },
        pin: { hash: `hash of ${pin}`, lookup: `lookup of ${pin}` },
      };
    },
  };
  return { options, hashed: () => hashed };
};

const viewsOf = (kernel: Kernel, table: string, entity: string): unknown[] =>
  kernel.db
    .prepare<[], { state: string }>(`SELECT state FROM ${table}`)
    .all()
    .map((row) => JSON.parse(kernel.entity(entity).view(JSON.parse(row.state), kernel)));

const journalOf = (kernel: Kernel): unknown[] =>
  kernel.db
    .prepare("SELECT entity, id, json_extract(bytes, '$.data') AS data FROM journal ORDER BY seq")
    .all();

const commandsOf = (kernel: Kernel): number =>
  kernel.db.prepare<[], number>("SELECT COUNT(*) FROM answers").pluck().get() ?? 0;

/** A kernel whose power goes after `count` commands. */
const failingAfter = (kernel: Kernel, count: number): Kernel => {
  let left = count;
  const execute = <I>(request: CommandRequest<I>) => {
    left -= 1;
    return left < 0 ? Promise.reject(new Error("the power is gone")) : kernel.execute(request);
  };
  return { ...kernel, execute };
};

describe("filling a demo store", () => {
  it("gives everything that the wire promises, in the shape of the contract", async () => {
    const kernel = openTestKernel();
    expect(await fillDemoStore(kernel, hashing().options)).toBe(true);
    const shapes: [string, string, z.ZodType, number][] = [
      ["categories", "category", Category, 10],
      ["menu_items", "menu-item", MenuItem, demoItems().length + demoCombos.length],
      ["dayparts", "daypart", Daypart, 2],
      ["price_rules", "price-rule", PriceRule, 1],
      ["areas", "area", Area, 3],
      ["dining_tables", "table", Table, 20],
      ["stations", "station", Station, 3],
      ["printers", "printer", Printer, 4],
      ["customers", "customer", Customer, 24],
      ["loyalty_programs", "loyalty-program", LoyaltyProgram, 1],
    ];
    for (const [table, entity, schema, count] of shapes) {
      const views = viewsOf(kernel, table, entity);
      expect(views).toHaveLength(count);
      for (const view of views) expect(schema.safeParse(view).error).toBeUndefined();
    }
    expect(setting(kernel, "tax.rate")).toBe("0.08");
    expect(setting(kernel, "tax.inclusive")).toBe(false);
    expect(setting(kernel, "service.rate")).toBe("0");
    expect(setting(kernel, "currency.code")).toBe("USD");
    expect(setting(kernel, "store.time_zone")).toBe("America/New_York");
  });

  it("knows the five people by username and PIN, and keeps their secrets out of the journal", async () => {
    const kernel = openTestKernel();
    await fillDemoStore(kernel, hashing().options);
    for (const { id, ...person } of demoPeople) {
      expect(UserInput.safeParse({ id, ...person }).error).toBeUndefined();
      expect(findCredentials(kernel.db, id)).toMatchObject({
        password_hash: `hash of demo-${person.role}`,
        pin_hash: `hash of ${person.pin}`,
        demo: 1,
      });
    }
    expect(demoPeople.map(({ role, pin }) => `${role} ${pin}`)).toEqual([
      "owner 1111",
      "manager 2222",
      "waiter 3333",
      "cashier 4444",
      "cook 5555",
    ]);
    expect(JSON.stringify(journalOf(kernel))).not.toMatch(/hash of|demo-owner|lookup/);
  });

  it("sells every item that is not sold out, with what its groups ask for", async () => {
    const store = openTestStore();
    await fillDemoStore(store.kernel, hashing().options);
    for (const item of demoItems()) {
      const modifiers = item.modifierGroups.flatMap((group) =>
        group.options.slice(0, group.min).map((option) => ({ optionId: option.id })),
      );
      const order = {
        id: `order-${item.id}`,
        type: "takeaway" as const,
        tableId: null,
        guests: null,
        customerName: "Guest 1",
        notes: null,
        send: true,
        newCheck: false,
        items: [{ id: `line-${item.id}`, menuItemId: item.id, quantity: 1, modifiers }],
      };
      const answer = await store.submit(openOrder, order);
      expect([item.id, answer.ok]).toEqual([item.id, item.available]);
    }
  });

  it("sells a combo with any of its choices, and has a card with money on it and an account", async () => {
    const store = openTestStore();
    await fillDemoStore(store.kernel, hashing().options);
    const [combo] = demoCombos;
    const parts = combo?.parts ?? [];
    for (let at = 0; at < 3; at += 1) {
      const chosen = parts.map(({ id, choices: some }) => ({
        partId: id,
        menuItemId: some[at % some.length]?.menuItemId ?? "",
      }));
      const order = {
        id: `combo-${at}`,
        type: "takeaway" as const,
        tableId: null,
        guests: null,
        customerName: null,
        notes: null,
        send: true,
        newCheck: false,
        items: [{ id: `line-${at}`, menuItemId: combo?.id ?? "", quantity: 1, modifiers: [], parts: chosen }],
      };
      expect((await store.submit(openOrder, order)).ok).toBe(true);
    }
    expect(cardByCode(store.kernel, demoGiftCode)).toMatchObject({ number: "G1-000001", balance: 5_000 });
    expect(store.kernel.get(accounts, demoAccount.id)).toMatchObject({ limit: 50_000, balance: 0 });
  });

  it("fills once: the second time changes nothing and hashes nothing", async () => {
    const store = openTestStore();
    const { options, hashed } = hashing();
    await fillDemoStore(store.kernel, options);
    await store.done(menuItems.change, { id: "margherita", fields: { price: 1250 } });
    const head = store.kernel.headSeq();
    expect(await fillDemoStore(store.kernel, options)).toBe(false);
    expect(store.kernel.headSeq()).toBe(head);
    expect(hashed()).toBe(demoPeople.length);
  });

  it("leaves a store alone that was set up by somebody", async () => {
    const store = openTestStore();
    await store.done(changeSetting, { key: "store.name", value: "A real place" });
    const head = store.kernel.headSeq();
    expect(await fillDemoStore(store.kernel, hashing().options)).toBe(false);
    expect(store.kernel.headSeq()).toBe(head);
    expect(setting(store.kernel, "store.name")).toBe("A real place");
  });

  it("is completed at the next start when it was cut off anywhere", async () => {
    const whole = openTestKernel();
    await fillDemoStore(whole, hashing().options);
    const told = (kernel: Kernel) =>
      journalOf(kernel).map((row) => unsealJson(kernel.db, JSON.stringify(row).replaceAll('\\"', '"')));
    const everything = told(whole);
    for (const count of [1, 2, 9, 40, commandsOf(whole) - 1]) {
      const kernel = openTestKernel();
      await expect(fillDemoStore(failingAfter(kernel, count), hashing().options)).rejects.toThrow("power");
      expect(journalOf(kernel).length).toBeLessThan(everything.length);
      expect(await fillDemoStore(kernel, hashing().options)).toBe(true);
      expect(told(kernel).toSorted()).toEqual(everything.toSorted());
    }
  });

  it("takes UTC where the machine's time zone cannot be used", async () => {
    const kernel = openTestKernel();
    await fillDemoStore(kernel, { ...hashing().options, timeZone: "Mars/Olympus" });
    expect(setting(kernel, "store.time_zone")).toBe("UTC");
  });
});
