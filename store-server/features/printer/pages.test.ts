import { afterAll, beforeAll, expect, test } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "../../testing/wire-box.ts";

let box: WireBox;
const as: Record<string, Way> = {};
beforeAll(async () => {
  box = await openWireBox();
  for (const name of ["waiter", "cashier", "cook", "manager"]) as[name] = { token: await box.signIn(name) };
});
afterAll(() => box.close());

/** The status of the page of a job for each of them, once it is printed. */
const statuses = async (job: string, names: readonly string[]): Promise<unknown[]> => {
  for (;;) {
    const said = await box.ask("GET", `/api/print-jobs/${job}`, undefined, as.manager);
    if (said.at("status") === "printed") break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const pages: Said[] = [];
  for (const name of names)
    pages.push(await box.ask("GET", `/api/print-jobs/${job}/page`, undefined, as[name]));
  return pages.map((said) => (said.status === 200 ? 200 : said.at("permission")));
};
const made = async (path: string, body: object): Promise<Said> => {
  const said = await box.ask("POST", path, body, as.manager);
  if (said.status !== 201) throw new Error(`${path} answered ${said.status}: ${said.text}`);
  return said;
};
const latest = async (kind: string): Promise<string> => {
  const jobs = (await box.ask("GET", "/api/print-jobs?limit=100", undefined, as.manager)).list();
  return String(jobs.find((job) => job.kind === kind)?.id);
};

test("the page of a printer shows to each what they may see elsewhere, and no more", async () => {
  const everybody = ["waiter", "cashier", "cook", "manager"];
  const dish = (await box.ask("GET", "/api/menu-items", undefined, as.manager)).word("items.0.id");
  const order = await made("/api/orders", { type: "takeaway", items: [{ menuItemId: dish, quantity: 1 }] });
  const proforma = await made(`/api/orders/${order.word("id")}/proforma`, {});
  expect(await statuses(proforma.word("id"), everybody)).toEqual([200, 200, 200, 200]);

  const report = await made("/api/day-reports/x/print", {});
  const noReport = "day.read";
  expect(await statuses(report.word("id"), everybody)).toEqual([noReport, noReport, noReport, 200]);

  await made("/api/gift-cards", { amount: 5000, reason: "for a guest who waited" });
  const card = await latest("gift-card");
  expect(await statuses(card, everybody)).toEqual([200, 200, "gift-card.sell", 200]);

  const printer = (await box.ask("GET", "/api/printers", undefined, as.manager)).word("items.0.id");
  const page = await made(`/api/printers/${printer}/test`, {});
  expect(await statuses(page.word("id"), everybody)).toEqual([200, 200, 200, 200]);
  expect((await box.ask("GET", "/api/print-jobs/none/page", undefined, as.manager)).status).toBe(404);
});
