/** What features announce is what `/docs/events` describes: every kind of entity, and every view that days of trade bring about. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { fillDemoStore } from "./demo/fill.ts";
import { historyStart, manualClock, seedHistory } from "./demo/history.ts";
import { features } from "./features.ts";
import { readSince } from "./kernel/journal.ts";
import type { Kernel } from "./kernel/kernel.ts";
import { unsealJson } from "./kernel/personal.ts";
import type { Announcement, StoredEvent } from "./kernel/types.ts";
import { told } from "./live/async-api.ts";
import { connectLive, type LiveClient } from "./testing/live-client.ts";
import { openWireBox, type Way, type WireBox } from "./testing/wire-box.ts";
import { openTestKernel } from "./testing.ts";

/** A refund is told with its order, which holds it. */
const toldWithAnother = new Set(["refund"]);
const described = new Map<string, z.ZodType>(Object.entries(told).map(([event, { data }]) => [event, data]));

const optionsOf = (schema: z.ZodType): readonly z.ZodType[] =>
  schema instanceof z.ZodUnion ? (schema.options as z.ZodType[]) : [schema];
/** Fits as it is, with no field that the schema does not name. */
const fits = (schema: z.ZodType, data: object): boolean =>
  optionsOf(schema).some((option) => {
    if (!option.safeParse(data).success) return false;
    if (!(option instanceof z.ZodObject)) return true;
    const named = new Set(Object.keys(option.shape));
    return Object.keys(data).every((key) => named.has(key));
  });
/** What is wrong with an announcement, in a sentence; null when the document describes it. */
const fault = ({ event, data }: { event: string; data: string }): string | null => {
  const schema = described.get(event);
  if (!schema) return `${event} is not described`;
  const value = JSON.parse(data) as object;
  return fits(schema, value) ? null : `${event} has other data than is described: ${data.slice(0, 300)}`;
};

/** An owner's screen that is in every room. */
const openScreen = async (box: WireBox, owner: Way): Promise<LiveClient> => {
  const screen = await connectLive(box.url, "the-office", { canTakeOrders: true }, owner.token);
  for (const room of ["customers", "gift-cards", "accounts", "invoices"]) screen.send("room:join", { room });
  return screen;
};
/** What days of trade do not bring about; resolves when all of it was committed. */
const doTheRest = async (box: WireBox, owner: Way): Promise<void> => {
  const post = async (path: string, body: object): Promise<string> => {
    const said = await box.ask("POST", path, body, owner);
    if (said.status !== 201) throw new Error(`${path} answered ${said.status}: ${said.text}`);
    return said.word("id");
  };
  const dish = (await box.ask("GET", "/api/menu-items", undefined, owner)).word("items.0.id");
  await post("/api/roles", { name: "Bookkeeper", permissions: ["day.read"] });
  const till = await box.pair("till-1", "desktop", {});
  const refused = {
    changeId: "c1",
    entityType: "order",
    entityId: "nobodys",
    action: "send",
    data: {},
    version: 0,
  };
  const sync = { deviceId: till.deviceId, lastSyncVersion: 0, changes: [refused] };
  await box.ask("POST", "/sync/process", sync, { ...owner, device: till });
  await post("/api/tax-classes", {
    name: "Reduced",
    inclusive: false,
    rates: [{ name: "VAT", rate: "0.05" }],
  });
  const happyHour = await post("/api/dayparts", {
    name: "Happy hour",
    days: ["fri"],
    from: "17:00",
    to: "19:00",
  });
  await post("/api/price-rules", {
    name: "Half",
    dayparts: [happyHour],
    menuItems: [dish],
    percentOff: "50",
  });
  await post("/api/menu-drafts", { name: "Winter", changes: [] });
  const at = new Date(Date.now() + 48 * 3_600_000).toISOString();
  await post("/api/reservations", { at, guests: 2, name: "Guest 12" });
  await post("/api/waitlist", { guests: 2, name: "Guest 13" });
  const sold = async (payment: object): Promise<string> => {
    const id = await post("/api/orders", { type: "takeaway", items: [{ menuItemId: dish, quantity: 1 }] });
    const paid = await box.ask("POST", `/api/orders/${id}/payments`, payment, owner);
    if (paid.status !== 201) throw new Error(paid.text);
    return id;
  };
  const company = { company: "Harbour Freight Ltd", address: ["1 Harbour Road"] };
  await post(`/api/orders/${await sold({ method: "external" })}/invoice`, company);
  const account = await post("/api/accounts", { name: company.company, limit: 100_000 });
  await sold({ method: "house_account", reference: account });
  await post(`/api/accounts/${account}/invoices`, {});
  const printer = {
    name: "Pass",
    transport: { type: "screen" },
    role: "kitchen",
    stations: ["kitchen"],
    width: 80,
  };
  await box.ask("DELETE", `/api/printers/${await post("/api/printers", printer)}`, undefined, owner);
};

const until_ms = Date.parse("2026-11-02T22:00:00Z");
let kernel: Kernel;
let announced: (Announcement & { entity: string })[];

const announcementsOf = (event: StoredEvent): (Announcement & { entity: string })[] => {
  const entity = kernel.features
    .flatMap(({ entities }) => entities)
    .find(({ name }) => name === event.entity);
  if (!entity?.announce) return [];
  return entity
    .announce(event, kernel.get(entity, event.id), kernel)
    .map((each) => ({ ...each, data: unsealJson(kernel.db, each.data), entity: entity.name }));
};

beforeAll(async () => {
  const clock = manualClock(historyStart(2, "UTC", until_ms));
  kernel = openTestKernel(":memory:", { wall: clock.now });
  await fillDemoStore(kernel, {
    timeZone: "UTC",
    hashSecrets: async ({ pin }) => ({
      demo: true,
      password: { hash: "x" },
      pin: { hash: "x", lookup: `${pin}` },
    }),
  });
  await seedHistory(kernel, 2, clock, { seed: "events", until_ms });
  announced = readSince(kernel.db, 0, 100_000)
    .map(({ bytes }) => JSON.parse(bytes) as StoredEvent)
    .flatMap(announcementsOf);
}, 60_000);
afterAll(() => kernel.close());

describe("the events", () => {
  test("tell of every kind of entity", () => {
    const silent = features
      .flatMap(({ entities }) => entities)
      .filter(({ announce, name }) => !announce && !toldWithAnother.has(name))
      .map(({ name }) => name);
    expect(silent).toEqual([]);
  });

  test("of all that happens in days of trade are described, with the data that they have", () => {
    const faults = new Set(announced.map(fault).filter((sentence) => sentence !== null));
    expect([...faults]).toEqual([]);
    const entities = new Set(announced.map(({ entity }) => entity));
    expect(entities.size).toBeGreaterThan(15);
  });

  test("that other work brings about are described too, as they come over a socket", async () => {
    const box = await openWireBox();
    const owner = { token: await box.signIn("owner") };
    const screen = await openScreen(box, owner);
    await doTheRest(box, owner);
    const account = await screen.next(
      ({ event, data }) => event === "invoice:update" && "accountId" in (data ?? {}),
    );
    expect(account.seq).toBeGreaterThan(0);
    const removed = await screen.next(({ data }) => data?.deleted === true);
    expect(removed.data).toMatchObject({ entityType: "printer" });
    const heard = screen.seen().filter(({ event }) => event.endsWith(":update") || event === "alert");
    const faults = heard.map(({ event, data }) => fault({ event, data: JSON.stringify(data) }));
    expect(faults.filter((sentence) => sentence !== null)).toEqual([]);
    const expected = "staff device menu reservation waitlist invoice account order payment print inbox";
    const missing = expected
      .split(" ")
      .filter((name) => !heard.some(({ event }) => event === `${name}:update`));
    expect(missing).toEqual([]);
    screen.close();
    await box.close();
  });

  test("that nobody described, or that bring something else, would be found", () => {
    expect(fault({ event: "sofa:update", data: "{}" })).toBe("sofa:update is not described");
    const order = announced.find(({ event }) => event === "order:update");
    expect(order && fault(order)).toBeNull();
    const { number: _number, ...less } = JSON.parse(order?.data ?? "{}") as { number?: number };
    expect(fault({ event: "order:update", data: JSON.stringify(less) })).toContain("other data");
    const more = JSON.stringify({ ...less, number: 1, cushions: 3 });
    expect(fault({ event: "order:update", data: more })).toContain("other data");
  });
});
