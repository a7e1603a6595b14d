/** Looking at what the screen printers printed: one page by its job, and in a demo store an overview that anybody on the machine may see. */
import type { PrintDocument, PrintJob } from "@tillbox/shared/contract/printer.ts";
import type { Permission } from "@tillbox/shared/permissions.ts";
import { notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { action, type RawBody, type Route } from "../../http/route.ts";
import type { Actor } from "../../kernel/types.ts";
import { findPrintJob, jobView, listPrintJobs } from "./jobs.ts";
import type { Pages } from "./pages.ts";
import { printers } from "./rows.ts";

const tag = "Printing";
const headers = {
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'self'",
  "cache-control": "no-store",
};
const page = (html: string): RawBody => ({ raw: html, type: "text/html; charset=utf-8", headers });
const escapes: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (letter) => escapes[letter] ?? letter);

const pageOf = (pages: Pages, id: string): RawBody => {
  const html = pages.read(id);
  if (html === undefined) throw notFound("printed page", id);
  return page(html);
};

const words: Readonly<Record<string, string>> = {
  kitchen: "Kitchen ticket",
  receipt: "Receipt",
  cash: "Cash slip",
  drawer: "Drawer",
  day: "Day report",
  refund: "Refund",
  slip: "Slip",
  "gift-card": "Gift card",
  test: "Test page",
};
const style = `body{margin:0;background:#f6f3ee;color:#1d1a16;font:16px/1.4 system-ui,sans-serif}header{padding:28px 32px 8px}h1{margin:0;font-size:28px;letter-spacing:-.02em}
p{margin:6px 0 0;color:#5b544a}main{display:grid;grid-template-columns:repeat(auto-fill,minmax(380px,1fr));gap:20px;padding:20px 32px 40px}article{background:#fff;border:1px solid #e0d9ce;border-radius:20px;overflow:hidden}
h2{margin:0;font-size:16px;padding:14px 18px;border-bottom:1px solid #e0d9ce;display:flex;justify-content:space-between;gap:12px}h2 span{color:#5b544a;font-weight:500}iframe{width:100%;height:560px;border:0;display:block}`;

const overview = (jobs: readonly PrintJob[], pages: Pages, printerName: (id: string) => string): string => {
  const shown = jobs.filter((job) => pages.read(job.id) !== undefined);
  const cards = shown.map(
    (job) =>
      `<article><h2>${words[job.kind] ?? escaped(job.kind)} <span>${escaped(printerName(job.printerId))}, ${job.createdAt.slice(11, 19)}</span></h2><iframe src="/pages/${job.id}" title="${words[job.kind] ?? "Page"}"></iframe></article>`,
  );
  const body =
    cards.length > 0
      ? `<main>${cards.join("")}</main>`
      : "<header><p>Nothing was printed yet. Send an order or take a payment, then reload.</p></header>";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Printed pages</title><style>${style}</style></head><body><header><h1>Printed pages</h1><p>What the screen printers of this demo store printed, newest first.</p></header>${body}</body></html>`;
};

/** What shows the same elsewhere needs the same here. A cash slip shows a drawer, and a card's paper its code. */
const readers: Readonly<Record<PrintDocument["kind"], Permission>> = {
  kitchen: "order.read",
  receipt: "order.read",
  refund: "order.read",
  test: "printer.read",
  cash: "drawer.manage",
  drawer: "drawer.manage",
  day: "day.read",
  slip: "account.read",
  "gift-card": "gift-card.sell",
};

const mayLook = ({ permissions }: Actor, { kind }: PrintJob): void => {
  const permission = readers[kind as PrintDocument["kind"]];
  if (permissions.has(permission)) return;
  throw new Refusal("forbidden", `This page needs the permission ${permission}. Ask a manager.`, {
    permission,
  });
};

export const pageRoutes = (pages: Pages, demo: boolean): Route[] => [
  action({
    method: "get",
    path: "/print-jobs/:id/page",
    tag,
    permission: "printer.read",
    status: 200,
    summary: "What a screen printer printed, as a page",
    answers: z.string(),
    run: ({ kernel, actor, params: { id = "" } }) => {
      mayLook(actor, jobView(findPrintJob(kernel, id)));
      return pageOf(pages, id);
    },
  }),
  ...(demo ? demoRoutes(pages) : []),
];

const demoRoutes = (pages: Pages): Route[] => [
  action({
    method: "get",
    path: "/pages",
    root: true,
    tag,
    permission: null,
    access: "public",
    status: 200,
    summary: "All printed pages of a demo store",
    answers: z.string(),
    run: ({ kernel }) =>
      page(
        overview(
          listPrintJobs(kernel, { limit: 40 }).items,
          pages,
          (id) => kernel.get(printers.entity, id)?.name ?? id,
        ),
      ),
  }),
  action({
    method: "get",
    path: "/pages/:id",
    root: true,
    tag,
    permission: null,
    access: "public",
    status: 200,
    summary: "One printed page of a demo store",
    answers: z.string(),
    run: ({ params }) => pageOf(pages, params.id ?? ""),
  }),
];
