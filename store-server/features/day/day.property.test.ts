/** Random days of trade. Whatever people do, every Z ties to the journal, and the control that is tampered with does not. */
import type { DayReport } from "@tillbox/shared/contract/day.ts";
import { giftCode } from "@tillbox/shared/gift-code.ts";
import { newId } from "@tillbox/shared/id.ts";
import { array, assert, asyncProperty, constantFrom, integer, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { verifyJournal } from "../../kernel/rebuild.ts";
import type { Command } from "../../kernel/types.ts";
import { furnish, line, opening, peopleOf } from "../../testing/bistro.ts";
import { addedOn, addUp, entriesOf } from "../../testing/days.ts";
import { rebuiltDifferences } from "../../testing/rebuilt.ts";
import { openTestStore, type TestStore } from "../../testing.ts";
import { openAccount, settleAccount } from "../account/commands.ts";
import { closeDrawer, countDrawer, openDrawer, payIn, payOut } from "../drawer/commands.ts";
import { issueGiftCard } from "../gift-card/commands.ts";
import { openOrder } from "../order/commands.ts";
import { giveDiscount } from "../order/discounts/commands.ts";
import { allocateCash, giveBackCash, takeCash } from "../order/late-cash/commands.ts";
import { voidLine } from "../order/lines/commands.ts";
import { payOrder } from "../order/money/commands.ts";
import { addTip, voidPayment } from "../order/payments/commands.ts";
import { refundOrder } from "../order/refunds/commands.ts";
import { orders } from "../order/rows.ts";
import { moveOrder } from "../order/workflow/commands.ts";
import { closeDay } from "./commands.ts";
import { waitingRanges } from "./rows.ts";

type Step = { kind: (typeof kinds)[number]; pick: number; amount: number; minutes: number };
const kinds = [
  "order",
  "order",
  "order",
  "pay",
  "pay",
  "part",
  "terminal",
  "discount",
  "void",
  "cancel",
  "drawer",
  "in",
  "out",
  "close-drawer",
  "refund",
  "refund-part",
  "sell-card",
  "card",
  "card",
  "account",
  "settle",
  "tip",
  "void-payment",
  "late-cash",
  "allocate",
  "give-back",
  "close-day",
] as const;
const steps = array(
  record({
    kind: constantFrom(...kinds),
    pick: integer({ min: 0, max: 30 }),
    amount: integer({ min: 1, max: 4000 }),
    minutes: integer({ min: 0, max: 400 }),
  }),
  { minLength: 25, maxLength: 70, size: "max" },
);

/** A bistro that people work in; what is refused is no step of the day. */
const openBistro = async () => {
  const clock = { now: Date.parse("2026-10-23T08:00:00Z") };
  const store = openTestStore({ strict: true, wall: () => clock.now });
  const { set } = peopleOf(() => store);
  await furnish(store);
  await set("store.time_zone", "Europe/Zurich");
  await set("rounding.cash", 5);
  await set("service.rate", "0.05");
  await store.done(openAccount, { id: "regulars", name: "Guest 12", limit: 1_000_000 });
  return { store, clock, orders: [] as string[], drawers: [] as string[], cards: [] as string[] };
};
type Bistro = Awaited<ReturnType<typeof openBistro>>;

const attempt = <I>({ store }: Bistro, command: Command<I>, input: I) =>
  store.submit(command, input, "owner");
const items = ["wine", "soup"] as const;

const pay = (bistro: Bistro, id: string, payment: object) =>
  attempt(bistro, payOrder, { id, paymentId: newId(), payment: { method: "cash", ...payment } });

const lastPayment = ({ store: { kernel } }: Bistro, id: string): string =>
  kernel.get(orders, id)?.payments.at(-1)?.id ?? "none";

const openCash = ({ store: { kernel } }: Bistro, pick: number): string => {
  const ids = kernel.db
    .prepare<[], string>("SELECT id FROM refused_changes WHERE open = 1 ORDER BY created_at, id")
    .pluck()
    .all();
  return ids[pick % Math.max(1, ids.length)] ?? "none";
};

type Play = (bistro: Bistro, step: Step, orderId: string, drawerId: string) => Promise<unknown>;
const plays: Record<Step["kind"], Play> = {
  order: async (bistro, { pick, amount }) => {
    const order = opening([line("wine", 1 + (pick % 3)), line(items[pick % 2] ?? "soup", 1 + (amount % 2))], {
      guests: 1 + (pick % 5),
      type: pick % 3 === 0 ? "takeaway" : "dine-in",
    });
    if ((await attempt(bistro, openOrder, order)).ok) bistro.orders.push(order.id);
  },
  pay: (bistro, { amount }, id) => pay(bistro, id, { tip: amount % 300 }),
  part: (bistro, { amount }, id) => pay(bistro, id, { amount: 1 + (amount % 700), tip: amount % 7 }),
  terminal: (bistro, { amount }, id) => pay(bistro, id, { method: "external", tip: amount % 100 }),
  discount: (bistro, { pick }, id) =>
    attempt(bistro, giveDiscount, {
      id,
      discountId: newId(),
      discount: { scope: "order", kind: "percent", value: String(1 + (pick % 30)), reason: "regular" },
    }),
  void: async (bistro, _step, id) => {
    const itemId = bistro.store.kernel.get(orders, id)?.lines[0]?.id;
    if (itemId !== undefined) await attempt(bistro, voidLine, { id, itemId, reason: "changed their mind" });
  },
  cancel: (bistro, _step, id) =>
    attempt(bistro, moveOrder, { id, status: "cancelled" as const, reason: "left" }),
  drawer: async (bistro, { amount }) => {
    const id = newId();
    if ((await attempt(bistro, openDrawer, { id, float: amount })).ok) bistro.drawers.push(id);
  },
  in: (bistro, { amount }, _order, id) =>
    attempt(bistro, payIn, { id, moveId: newId(), amount, reason: "bank" }),
  out: (bistro, { amount }, _order, id) =>
    attempt(bistro, payOut, { id, moveId: newId(), amount, reason: "eggs" }),
  "close-drawer": async (bistro, { amount }, _order, id) => {
    await attempt(bistro, countDrawer, { id, count: { id: newId(), total: amount * 3 } });
    await attempt(bistro, closeDrawer, { id, note: null });
  },
  refund: (bistro, { pick, amount }, id) =>
    attempt(bistro, refundOrder, {
      id,
      refundId: newId(),
      refund: { reason: "cold", ...(pick % 2 === 0 ? { tip: amount % 50 } : {}) },
    }),
  "refund-part": (bistro, { amount }, id) =>
    attempt(bistro, refundOrder, {
      id,
      refundId: newId(),
      refund: { reason: "a hair", amount: 1 + (amount % 900) },
    }),
  "sell-card": async (bistro, { pick, amount }) => {
    const code = giftCode(Array.from({ length: 15 }, (_, index) => (bistro.cards.length >> index) & 31));
    const tender = { method: pick % 2 === 0 ? ("cash" as const) : ("external" as const) };
    if ((await attempt(bistro, issueGiftCard, { id: newId(), code, amount, tender })).ok)
      bistro.cards.push(code);
  },
  card: (bistro, { pick, amount }, id) => {
    const reference = bistro.cards[pick % Math.max(1, bistro.cards.length)] ?? "none";
    return pay(bistro, id, { method: "gift_card", reference, amount: 1 + (amount % 1500) });
  },
  account: (bistro, { amount }, id) =>
    pay(bistro, id, { method: "house_account", reference: "regulars", tip: amount % 20 }),
  settle: (bistro, { pick, amount }) =>
    attempt(bistro, settleAccount, {
      id: "regulars",
      amount: pick % 2 === 0 ? undefined : 1 + (amount % 500),
      tender: { method: pick % 3 === 0 ? ("external" as const) : ("cash" as const) },
    }),
  tip: (bistro, { amount }, id) =>
    attempt(bistro, addTip, {
      id,
      paymentId: lastPayment(bistro, id),
      tipId: newId(),
      amount: 1 + (amount % 90),
    }),
  "void-payment": (bistro, _step, id) =>
    attempt(bistro, voidPayment, { id, paymentId: lastPayment(bistro, id), reason: "wrong table" }),
  "late-cash": (bistro, { pick, amount }, id) => {
    const payment = { id: newId(), method: "cash" as const, amount: 1 + amount, tip: pick };
    const refused = { entityType: "order", entityId: id, action: "pay", data: {}, changeId: newId() };
    const why = { basedOn: null, code: "conflict", detail: "came late" };
    return attempt(bistro, takeCash, { refused: { ...refused, ...why }, payment, total: 1 + amount + pick });
  },
  allocate: (bistro, { pick, amount }, orderId) => {
    const some = pick % 2 === 0 ? {} : { amount: 1 + (amount % 800), tip: amount % 9 };
    const allocation = { orderId, ...some };
    return attempt(bistro, allocateCash, { id: openCash(bistro, pick), paymentId: newId(), allocation });
  },
  "give-back": (bistro, { pick }) =>
    attempt(bistro, giveBackCash, { id: openCash(bistro, pick), reason: "paid twice" }),
  "close-day": (bistro) => attempt(bistro, closeDay, { id: newId(), businessDay: null, automatic: false }),
};

const playAll = async (all: readonly Step[]): Promise<Bistro> => {
  const bistro = await openBistro();
  for (const step of all) {
    bistro.clock.now += step.minutes * 60_000;
    const order = bistro.orders[step.pick % Math.max(1, bistro.orders.length)] ?? "none";
    const drawer = bistro.drawers.at(-1) ?? "none";
    await plays[step.kind](bistro, step, order, drawer);
  }
  return bistro;
};

const closeAll = async ({ store }: Bistro): Promise<DayReport[]> => {
  while (waitingRanges(store.kernel.db).length > 0)
    await store.done(closeDay, { id: newId(), businessDay: null, automatic: true });
  return store.kernel.db
    .prepare<[], string>("SELECT state FROM day_reports ORDER BY to_seq")
    .pluck()
    .all()
    .map((state) => JSON.parse(state) as DayReport);
};

const expectTied = ({ kernel }: TestStore, reports: readonly DayReport[]): void => {
  let next = 1;
  for (const report of reports) {
    expect(report.fromSeq).toBe(next);
    expect(report.equation.difference).toBe(0);
    const { numbers, ...sums } = addUp(entriesOf(kernel, report.fromSeq, report.toSeq));
    expect(addedOn(report)).toEqual({ ...sums, numbers: numbers.length });
    expect(report.series.every(({ gapFree }) => gapFree)).toBe(true);
    next = report.toSeq + 1;
  }
  const waits = kernel.db.prepare("SELECT MIN(from_seq) FROM day_parts WHERE report_id IS NULL").pluck();
  expect(waits.get()).toBe(next);
  const days = reports.map(({ businessDay }) => businessDay);
  expect(days).toEqual(days.toSorted());
  expect(reports.map(({ number }) => number)).toEqual(
    reports.map((_, index) => `Z1-${String(index + 1).padStart(4, "0")}`),
  );
};

/** How often each kind of money was on a Z, so that a proof about nothing is noticed. */
const seen = new Map<string, number>();
const note = (reports: readonly DayReport[]): void => {
  for (const { tenderSums, openChecks } of reports) {
    for (const { purpose, method } of tenderSums)
      seen.set(`${purpose} ${method}`, (seen.get(`${purpose} ${method}`) ?? 0) + 1);
    if (openChecks.some(({ paid }) => paid > 0))
      seen.set("paid in part", (seen.get("paid in part") ?? 0) + 1);
  }
};

describe("random days", () => {
  it("every entry of the journal is in the range of one Z, whose equation holds and whose sums are the journal's; a replay knows the same", async () => {
    await assert(
      asyncProperty(steps, async (all) => {
        const bistro = await playAll(all);
        const { store } = bistro;
        const reports = await closeAll(bistro);
        expectTied(store, reports);
        note(reports);
        expect(rebuiltDifferences(store.kernel)).toEqual([]);
        expect(verifyJournal(store.kernel.db).error).toBeNull();
        store.kernel.close();
      }),
      { numRuns: 30, seed: 20261023 },
    );
    const wanted = [
      "unallocated cash",
      "bill cash",
      "bill external",
      "bill gift_card",
      "gift_card cash",
      "refund cash",
      "paid_in cash",
    ];
    expect([...wanted, "paid in part"].filter((kind) => (seen.get(kind) ?? 0) < 2)).toEqual([]);
  }, 120_000);
});

describe("the control", () => {
  const sold = async (): Promise<Bistro> => {
    const bistro = await openBistro();
    const order = opening([line("wine", 2)]);
    await attempt(bistro, openOrder, order);
    await pay(bistro, order.id, { tip: 110 });
    return bistro;
  };
  it.each([
    ["money that was taken out of the tenders", "UPDATE day_tenders SET given = given - 100"],
    ["a tip that was made up", "UPDATE day_tenders SET tip = tip + 1"],
    ["a sale that was forgotten", "UPDATE day_figures SET amount = 0 WHERE name = 'sales'"],
  ])("%s leaves a difference on the Z", async (_name, sql) => {
    const bistro = await sold();
    bistro.store.kernel.db.prepare(sql).run();
    const [report] = await closeAll(bistro);
    expect(report?.equation.difference).not.toBe(0);
    expect(() => expectTied(bistro.store, report ? [report] : [])).toThrow("expected");
  });
  it("a payment that the journal does not have is noticed, though both sides of the equation have it", async () => {
    const bistro = await sold();
    const { db } = bistro.store.kernel;
    db.prepare("UPDATE day_tenders SET amount = amount + 100, given = given + 100").run();
    db.prepare("UPDATE day_figures SET amount = amount + 100 WHERE name = 'sales'").run();
    const [report] = await closeAll(bistro);
    expect(report?.equation.difference).toBe(0);
    expect(() => expectTied(bistro.store, report ? [report] : [])).toThrow("expected");
  });
});
