/**
 * A receipt by link: `/r/<token>` shows the receipt of a paid order as a page, to whoever has the link and nobody else. The token holds
 * the order's number and a MAC of its identity under a secret of this box, so it cannot be guessed, needs no table and stays good.
 */
import { createHmac, timingSafeEqual } from "node:crypto";
import type { PrintDocument } from "@tillbox/shared/contract/printer.ts";
import { conflict, notFound } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { action, type RawBody, type Route } from "../../../http/route.ts";
import { query } from "../../../kernel/database.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { unsealJson } from "../../../kernel/personal.ts";
import { type OrderState, orders } from "../../order/rows.ts";
import { receiptDocument } from "../jobs.ts";

export type LinkOptions = {
  /** Secret of the links. */
  key: string;
  /** How a document looks on the widest paper, as a page. */
  render(document: PrintDocument): string;
};

const headers = {
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'",
  "cache-control": "private, no-store",
  "referrer-policy": "no-referrer",
  "x-robots-tag": "noindex",
};
const byNumber = query<[number], { id: string }>("SELECT id FROM orders WHERE number = ?");

const macOf = (key: string, kernel: Kernel, { id, number }: Pick<OrderState, "id" | "number">): string =>
  createHmac("sha256", key)
    .update(`receipt ${kernel.storeId} ${number} ${id}`)
    .digest("base64url")
    .slice(0, 32);

const tokenOf = (key: string, kernel: Kernel, order: OrderState): string =>
  `${order.number}.${macOf(key, kernel, order)}`;

const equal = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/** Undefined for anything that is not a token of ours, in the same words for each way of being wrong. */
const orderOf = (key: string, kernel: Kernel, token: string): OrderState | undefined => {
  const [number, mac] = /^(\d{1,12})\.([\w-]{32})$/.exec(token)?.slice(1) ?? [];
  const id = number === undefined ? undefined : byNumber.get(kernel.db, Number(number))?.id;
  const order = id === undefined ? undefined : kernel.get(orders, id);
  return order && mac !== undefined && equal(mac, macOf(key, kernel, order)) ? order : undefined;
};

const page = (kernel: Kernel, { render }: LinkOptions, order: OrderState): RawBody => {
  const sealed = JSON.stringify(receiptDocument(order, kernel, order.paidAt ?? order.updatedAt));
  const document = JSON.parse(unsealJson(kernel.db, sealed)) as PrintDocument;
  return { raw: render(document), type: "text/html; charset=utf-8", headers };
};

export const receiptLinkRoutes = (options: LinkOptions): Route[] => [
  action({
    method: "post",
    path: "/orders/:id/receipt-link",
    tag: "Orders",
    permission: "payment.take",
    status: 200,
    summary: "A link under which the receipt of a paid order can be seen",
    answers: z.object({ path: z.string().meta({ description: "Relative to the box: /r/…" }) }),
    run: ({ kernel, params }) => {
      const order = kernel.get(orders, params.id ?? "");
      if (!order) throw notFound("order", params.id ?? "");
      if (order.receiptNumber === null) throw conflict("This order has no receipt yet: it is not paid.");
      return { path: `/r/${tokenOf(options.key, kernel, order)}` };
    },
  }),
  action({
    method: "get",
    path: "/r/:token",
    root: true,
    tag: "Orders",
    permission: null,
    access: "public",
    status: 200,
    summary: "A receipt, for whoever has its link",
    answers: z.string(),
    run: ({ kernel, params }) => {
      const order = orderOf(options.key, kernel, params.token ?? "");
      if (!order || order.receiptNumber === null) throw notFound("receipt", "under this link");
      return page(kernel, options, order);
    },
  }),
];
