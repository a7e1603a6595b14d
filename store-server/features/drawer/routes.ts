import { Id, ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import {
  CashMoveInput,
  CountInput,
  Drawer,
  DrawerCloseInput,
  DrawerExpected,
  DrawerOpenInput,
  NoSaleInput,
} from "@tillbox/shared/contract/drawer.ts";
import { newId } from "@tillbox/shared/id.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { type Route, read, write } from "../../http/route.ts";
import { readPage } from "../../kernel/keyset.ts";
import type { Actor, ColumnValue } from "../../kernel/types.ts";
import { drawerCash } from "../tender/rows.ts";
import {
  closeDrawer,
  countDrawer,
  findDrawer,
  openDrawer,
  openWithoutSale,
  payIn,
  payOut,
  readerOf,
} from "./commands.ts";
import { type DrawerState, drawerView, expectedIn } from "./drawer.ts";
import { openDrawerFor } from "./rows.ts";

const tag = "Cash";
const common = { tag, permission: "drawer.manage" };

const newestFirst = {
  select: "SELECT created_at, id, state FROM drawers",
  order: ["created_at", "id"],
  direction: "DESC",
} as const;
const DrawerQuery = ListQuery.extend({
  status: z.enum(["open", "closed"]).optional(),
  deviceId: Id.optional(),
  userId: Id.optional(),
});
type DrawerQuery = z.infer<typeof DrawerQuery>;

const filters = ({ status, deviceId, userId }: DrawerQuery): { sql: string; values: ColumnValue[] }[] => [
  ...(status ? [{ sql: "open = ?", values: [status === "open" ? 1 : 0] }] : []),
  ...(deviceId === undefined ? [] : [{ sql: "device_id = ?", values: [deviceId] }]),
  ...(userId === undefined ? [] : [{ sql: "user_id = ?", values: [userId] }]),
];

const reads: Route[] = [
  read<DrawerQuery>({
    ...common,
    path: "/drawers",
    summary: "Drawer sessions, newest first",
    query: DrawerQuery,
    answers: listOf(Drawer),
    run: ({ kernel, query, actor }) => {
      const reader = readerOf(actor);
      const page = readPage(kernel.db, newestFirst, filters(query), query);
      return {
        items: page.items.map((row) => drawerView(JSON.parse(String(row.state)) as DrawerState, reader)),
        nextCursor: page.nextCursor,
      };
    },
  }),
  read({
    ...common,
    path: "/drawers/current",
    summary: "The open session that takes your cash: this device's, else your own purse",
    answers: Drawer,
    run: ({ kernel, actor }) => {
      const id = openDrawerFor(kernel, actor);
      if (id === null) throw notFound("open drawer session", "for this device or person");
      return viewOf(findDrawer(kernel, id), actor);
    },
  }),
  read({
    ...common,
    path: "/drawers/:id",
    summary: "One drawer session",
    answers: Drawer,
    run: ({ kernel, params, actor }) => viewOf(findDrawer(kernel, params.id ?? ""), actor),
  }),
  read({
    ...common,
    path: "/drawers/:id/expected",
    permission: "drawer.expected",
    summary: "What should be in a drawer now, counted or not",
    answers: DrawerExpected,
    run: ({ kernel, params }) => {
      const drawer = findDrawer(kernel, params.id ?? "");
      return { id: drawer.id, expected: expectedIn(drawer, drawerCash(kernel.db, drawer.id)) };
    },
  }),
];

const viewOf = (drawer: DrawerState, actor: Actor) => ({
  json: JSON.stringify(drawerView(drawer, readerOf(actor))),
  version: drawer.version,
});

const cashMove = (path: string, summary: string, command: typeof payIn): Route =>
  write({
    method: "post",
    path: `/drawers/:id/${path}`,
    tag,
    status: 201,
    summary,
    body: CashMoveInput,
    answers: Drawer,
    prepare: ({ body: { amount, reason, id }, params }) => ({
      command,
      input: { id: params.id ?? "", moveId: id ?? newId(), amount, reason },
    }),
  });

const writes: Route[] = [
  write({
    method: "post",
    path: "/drawers",
    tag,
    status: 201,
    summary: "Open a drawer session with its float",
    body: DrawerOpenInput,
    answers: Drawer,
    prepare: ({ body }) => ({ command: openDrawer, input: { ...body, id: body.id ?? newId() } }),
  }),
  cashMove("paid-in", "Put cash in that is no sale", payIn),
  cashMove(
    "paid-out",
    "Take cash out that is no refund; not more than should be in the drawer (409)",
    payOut,
  ),
  write({
    method: "post",
    path: "/drawers/:id/no-sale",
    tag,
    status: 201,
    summary: "Open the drawer without a sale",
    body: NoSaleInput.optional(),
    answers: Drawer,
    prepare: ({ body, params }) => ({
      command: openWithoutSale,
      input: { id: params.id ?? "", moveId: body?.id ?? newId(), reason: body?.reason ?? null },
    }),
  }),
  write({
    method: "post",
    path: "/drawers/:id/count",
    tag,
    status: 201,
    summary: "Count the drawer, by denomination or as a total",
    description:
      "A count is blind, and so is the next one: what should be in the drawer, and what is over or short, is told when the session is closed; at once only to whoever has drawer.expected. Every count is kept.",
    body: CountInput,
    answers: Drawer,
    prepare: ({ body, params }) => ({
      command: countDrawer,
      input: { id: params.id ?? "", count: { ...body, id: body.id ?? newId() } },
    }),
  }),
  write({
    method: "post",
    path: "/drawers/:id/close",
    tag,
    status: 200,
    summary: "Close a drawer session with its last count, if no cash moved since",
    body: DrawerCloseInput,
    answers: Drawer,
    prepare: ({ body, params }) => ({
      command: closeDrawer,
      input: { id: params.id ?? "", note: body?.note ?? null },
    }),
  }),
];

export const drawerRoutes: Route[] = [...reads, ...writes];
