import type { Table } from "@tillbox/shared/contract/floor.ts";
import type { Reservation, WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import { describe, expect, test } from "vitest";
import { openShots } from "../../../../scripts/journey/shots.ts";
import { inTrattoria } from "../../testing/in-trattoria.ts";
import { faultsOf } from "../../testing/looking.ts";
import { pins } from "../../testing/trattoria.ts";
import { phone, seat, tablet } from "../../testing/waiter.ts";

/* The floor on tablets: guests who are expected and who wait, tables pushed together, who works on which, and the manager's editor. */

const { store, onShift } = inTrattoria({
  prepare: async (store) => {
    await store.ask("PUT", "/api/settings/store.time_zone", { value: zone });
    await store.ask("PUT", "/api/tables/table-4", { joinsWith: ["table-5"] });
    await store.ask("PUT", "/api/tables/table-14", { joinsWith: ["table-15"] });
  },
  tidy: async (store) => {
    for (const { id } of await store.openOrders())
      await store.ask("DELETE", `/api/orders/${id}`, { reason: "end of the test" });
    const { items } = await store.ask<{ items: Reservation[] }>("GET", "/api/reservations?limit=500");
    for (const { id, status } of items)
      if (status === "booked" || status === "arrived")
        await store.ask("PUT", `/api/reservations/${id}/status`, { status: "cancelled" });
    const line = await store.ask<{ items: WaitEntry[] }>("GET", "/api/waitlist");
    for (const { id } of line.items) await store.ask("PUT", `/api/waitlist/${id}/status`, { status: "left" });
  },
});

const shoot = openShots("floor");
/** The store lies where it is noon now, so that "in 20 minutes" is today at any hour of the test. */
const west = new Date().getUTCHours() - 12;
const zone = west < 0 ? `Etc/GMT${west}` : `Etc/GMT+${west}`;
const clockTime = (at: string): string =>
  new Date(Date.parse(at) - west * 3_600_000).toISOString().slice(11, 16);
const soon = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString();
const book = (guests: number, minutes: number, more: object = {}) =>
  store.ask<Reservation>("POST", "/api/reservations", {
    guests,
    at: soon(minutes),
    name: "Guest 12",
    ...more,
  });
const table = (name: string) => store.ask<Table>("GET", `/api/tables/table-${name}`);

describe("guests who are expected", () => {
  test("are booked by touch, stand at their table when their time is near, and are seated with one tap", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: "Book a table" }).click();
    await page.getByLabel("Time").fill(clockTime(soon(20)));
    await page
      .getByRole("radio", { name: /^1 / })
      .or(page.getByRole("radio", { name: "1" }))
      .first()
      .waitFor();
    await page.getByLabel("Name").fill("Guest 12");
    await page.getByLabel("Telephone").fill("+1 555 010 0112");
    await shoot(page, "book");
    await page.getByRole("button", { name: "Book for 2" }).click();
    await page.getByText(/^Booked: Guest 12/).waitFor();
    const { items } = await store.ask<{ items: Reservation[] }>("GET", "/api/reservations?status=booked");
    expect(items[0]).toMatchObject({ name: "Guest 12", guests: 2, held: true, source: "pos" });
    const kept = items[0]?.tableIds[0]?.replace("table-", "") ?? "";
    await page
      .getByRole("button", { name: new RegExp(`^Table ${kept}, Reserved, \\d\\d:\\d\\d · 2 p`) })
      .click();
    await page
      .getByRole("button", { name: /^Guest 12/ })
      .last()
      .click();
    await shoot(page, "booking");
    await page.getByRole("button", { name: `Seat at ${kept}` }).click();
    await page.getByRole("heading", { name: `Table ${kept}`, exact: true }).waitFor();
    expect((await table(kept)).status).toBe("occupied");
  });

  test("call again: one more guest, half an hour later, another table and telephone", async () => {
    const { id, at } = await book(4, 60, { tableIds: ["table-8"], phone: "030 555 0101" });
    const { page } = await onShift();
    await page.getByRole("button", { name: /^8 Guest 12/ }).click();
    await page.getByRole("button", { name: "Change", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Change the booking" });
    await sheet.getByRole("button", { name: "One more, Guests" }).click();
    await sheet.getByLabel("Time").fill(clockTime(new Date(Date.parse(at) + 1_800_000).toISOString()));
    await sheet.getByLabel("How long they stay").selectOption("120");
    await sheet.getByRole("radio", { name: /^12/ }).click();
    await sheet.getByLabel("Telephone").fill("x");
    await sheet.getByRole("button", { name: "Save" }).click();
    await sheet.getByText(/telephone number/).waitFor();
    await sheet.getByLabel("Telephone").fill("030 555 0202");
    await shoot(page, "change-booking");
    await sheet.getByRole("button", { name: "Save" }).click();
    await page.getByRole("dialog", { name: "Guest 12" }).getByText("030 555 0202").waitFor();
    const changed = await store.ask<Reservation>("GET", `/api/reservations/${id}`);
    expect(changed).toMatchObject({
      guests: 5,
      durationMinutes: 120,
      tableIds: ["table-12"],
      phone: "030 555 0202",
      name: "Guest 12",
    });
    expect(Date.parse(changed.at) - Date.parse(at)).toBeGreaterThan(1_700_000);
  });

  test("who wait are more than they said", async () => {
    const entry = await store.ask<WaitEntry>("POST", "/api/waitlist", { guests: 2, name: "Guest 14" });
    const { page } = await onShift();
    await page.getByRole("button", { name: /Guest 14/ }).click();
    await page.getByRole("button", { name: "Change", exact: true }).click();
    const sheet = page.getByRole("dialog", { name: "Change the party" });
    await sheet.getByRole("button", { name: "One more, Guests" }).click();
    await sheet.getByRole("button", { name: "Save" }).click();
    await page.getByText(/^3 guests · since/).waitFor();
    const line = await store.ask<{ items: WaitEntry[] }>("GET", "/api/waitlist");
    expect(line.items.find(({ id }) => id === entry.id)?.guests).toBe(3);
  });

  test("and sit already get one more table, and give it back", async () => {
    const { page } = await onShift();
    await seat(page, "4", 4);
    await page.getByRole("button", { name: "More", exact: true }).waitFor();
    await page.locator(".ui-tile", { hasText: "Caprese" }).click();
    await page.getByRole("button", { name: "Move to another table" }).click();
    await page
      .getByRole("group", { name: "They need more room" })
      .getByRole("checkbox", { name: /^5/ })
      .click();
    await page.getByRole("group", { name: "Stands with 5" }).waitFor();
    expect((await table("5")).status).toBe("occupied");
    await page.getByRole("button", { name: "Push apart" }).click();
    await page.getByRole("group", { name: "They need more room" }).waitFor();
    expect((await table("5")).status).toBe("available");
  });

  test("who do not come free their table, and one tap takes it back", async () => {
    const { id } = await book(4, -5, { tableIds: ["table-8"], notes: "Birthday" });
    const { page } = await onShift();
    await page.getByRole("button", { name: /^8 Guest 12/ }).click();
    await page.getByText("Birthday").waitFor();
    await page.getByRole("button", { name: "Did not come" }).click();
    await page.getByRole("button", { name: "Table 8, Free, 4 seats" }).waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByRole("button", { name: /^Table 8, Reserved/ }).waitFor();
    expect((await store.ask<Reservation>("GET", `/api/reservations/${id}`)).status).toBe("booked");
  });

  test("wait at the door, hear how long, and are offered the table that is free", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: /^All of today/ }).click();
    await page.getByRole("heading", { name: "Bookings" }).waitFor();
    await page.getByRole("button", { name: "Add to waitlist" }).click();
    await page.getByText(/^Table 1 is free for them now/).waitFor();
    await page.getByLabel("Name").fill("Guest 7");
    await page.getByRole("button", { name: "Add 2 guests" }).click();
    await page.getByRole("button", { name: /^1 Guest 7, 2/ }).click();
    await shoot(page, "waiting");
    await page.getByRole("button", { name: "Call them" }).click();
    await page.getByRole("button", { name: /^1 Guest 7, 2/ }).click();
    await page.getByRole("button", { name: "Seat at 1" }).click();
    await page.getByRole("heading", { name: "Table 1", exact: true }).waitFor();
    expect((await table("1")).status).toBe("occupied");
  });
});

describe("the floor", () => {
  test("tables are pushed together for a party, show one check, and stand apart when it is over", async () => {
    const { page } = await onShift();
    await page.getByRole("button", { name: "Table 14, Free, 6 seats" }).click();
    await page.getByRole("checkbox", { name: /^15/ }).click();
    await page.getByRole("dialog").getByText("12 seats").waitFor();
    await shoot(page, "join");
    await page.getByRole("button", { name: "8 guests", exact: true }).click();
    await page.getByRole("heading", { name: "Table 14", exact: true }).waitFor();
    await expect.poll(async () => (await table("15")).joinedTableIds).toEqual(["table-14", "table-15"]);
    await page.getByRole("button", { name: "Back" }).click();
    await page.getByRole("button", { name: /^Table 15, Seated/ }).click();
    await page.getByRole("heading", { name: "Table 14", exact: true }).waitFor();
    const [order] = await store.openOrders();
    await store.ask("DELETE", `/api/orders/${order?.id}`, { reason: "gone" });
    await expect.poll(async () => (await table("15")).status).toBe("available");
  });

  test("says who works on a table; a manager takes over", async () => {
    const [one, two] = [await onShift(), await onShift(pins.manager)];
    await seat(one.page, "6", 2);
    await two.page.getByRole("button", { name: /^Table 6, Seated.*Waiter 3/ }).click();
    await two.page.getByText("Waiter 3 works on this table now.").waitFor();
    await shoot(two.page, "lock");
    await two.page.getByRole("button", { name: "Take over" }).click();
    await one.page.getByText("Manager 2 works on this table now.").waitFor();
    await two.page.getByRole("button", { name: "Back" }).click();
    await expect.poll(() => one.page.getByText("works on this table now").count()).toBe(0);
  });
});

describe("the floor editor", () => {
  test("is for managers: tables are dragged, walked by keyboard, sized, joined, added and removed", async () => {
    const waiter = await onShift();
    expect(await waiter.page.getByRole("button", { name: "Edit the floor plan" }).count()).toBe(0);
    const { page } = await onShift(pins.manager);
    await page.getByRole("button", { name: "Edit the floor plan" }).click();
    const shape = page.locator('[data-table="table-16"]');
    const box = await shape.boundingBox();
    if (!box) throw new Error("table 16 is not drawn");
    const before = await table("16");
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 60, box.y + box.height / 2 - 40, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => (await table("16")).x).toBeLessThan(before.x);
    const dragged = await table("16");
    expect([dragged.x % 10, dragged.y % 10]).toEqual([0, 0]);
    await shape.focus();
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("Shift+ArrowDown");
    await expect.poll(async () => (await table("16")).y).toBe(dragged.y + 50);
    expect((await table("16")).x).toBe(dragged.x + 10);
    await page.getByRole("button", { name: "More width" }).click();
    await page.getByRole("radio", { name: "Round" }).click();
    await page.getByRole("checkbox", { name: "17" }).click();
    await expect
      .poll(async () => await table("16"))
      .toMatchObject({
        width: before.width + 10,
        shape: "round",
        joinsWith: ["table-17"],
      });
    expect((await table("17")).joinsWith).toEqual(["table-16"]);
    await shoot(page, "editor");
    expect(await faultsOf(page)).toEqual([]);
    await page.getByRole("button", { name: "Add table" }).click();
    await page.getByRole("heading", { name: "Table 18" }).waitFor();
    await waiter.page.getByRole("button", { name: "Table 18, Free, 4 seats" }).waitFor();
    await page.getByRole("button", { name: "Remove table" }).click();
    await page.getByRole("button", { name: "Yes, remove table 18" }).click();
    await expect.poll(() => page.locator("[data-table]").count()).toBe(13);
  });

  test("is reachable by keyboard, and readable in both themes and on a phone", async () => {
    await book(4, 10, { tableIds: ["table-8"] });
    await store.ask("POST", "/api/waitlist", { guests: 2, name: "Guest 7" });
    for (const [size, scheme] of [
      [tablet, {}],
      [tablet, { colorScheme: "dark" as const }],
      [phone, {}],
    ] as const) {
      const { page } = await onShift(pins.manager, size, scheme);
      const name = `${size.width}${"colorScheme" in scheme ? "-dark" : ""}`;
      await page.getByText("Table is kept").first().waitFor();
      await shoot(page, `floor-${name}`);
      expect(await faultsOf(page)).toEqual([]);
      await page.getByRole("button", { name: /^All of today/ }).click();
      await shoot(page, `bookings-${name}`);
      expect(await faultsOf(page)).toEqual([]);
      await page.keyboard.press("Escape");
    }
  });
});
