/** What the journey asks of box and hub from outside, over HTTP and by looking at their pages, as anybody could. */
import type { Page } from "playwright-core";

export type SalesRow = {
  key: string;
  orders: number;
  gross: number;
  net: number;
  tax: number;
  tips: number;
  currency: string;
};
type Sales = { items: SalesRow[]; completeness: { storeId: string; seq: number }[] };

const json = async <T>(response: Response): Promise<T> => {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
};

/** A GET as the person whose name and password these are. */
const signIn = async (server: string, username: string, password: string) => {
  const { accessToken } = await json<{ accessToken: string }>(
    await fetch(`${server}/api/auth/login`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ username, password }),
    }),
  );
  const headers = { authorization: `Bearer ${accessToken}` };
  return async <T>(path: string): Promise<T> => json<T>(await fetch(server + path, { headers }));
};

/** The demo hub's report, as the chain's people read it. */
export const openReport = async (hub: string): Promise<() => Promise<Sales>> => {
  const get = await signIn(hub, "chain", "demo-chain");
  return () => get<Sales>("/api/reports/sales?groupBy=day");
};

/** How many entries of the journal the hub has not acknowledged, as the demo box's manager reads it. */
export const openLag = async (box: string): Promise<() => Promise<number>> => {
  const get = await signIn(box, "manager", "demo-manager");
  return async () => {
    const { lastSeq, ackedSeq } = await get<{ lastSeq: number; ackedSeq: number }>("/api/replication");
    return lastSeq - ackedSeq;
  };
};

/** The words of every page that the demo's screen printers printed, newest first. `page` is a browser's page for this alone. */
export const printedPages = async (page: Page, box: string): Promise<string[]> => {
  await page.goto(`${box}/pages`);
  const printed = await page
    .locator("iframe")
    .evaluateAll((all) => all.map((frame) => frame.getAttribute("src") ?? ""));
  const texts: string[] = [];
  for (const path of printed) {
    await page.goto(box + path);
    const sheets = await page.getByRole("img").evaluateAll((all) => all.map((one) => one.ariaLabel ?? ""));
    texts.push(sheets.join("\n"));
  }
  return texts;
};
