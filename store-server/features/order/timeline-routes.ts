/** The timeline of an order: its entries of the journal, each with a sentence for people and the names of who and what did it. */
import { ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import { TimelineEntry } from "@tillbox/shared/contract/order-moves.ts";
import { type Route, read } from "../../http/route.ts";
import { type JournalRow, parseEntry, readOfEntity } from "../../kernel/journal.ts";
import { type PageRequest, readPage } from "../../kernel/keyset.ts";
import type { Reads, StoredEvent } from "../../kernel/types.ts";
import { devices } from "../device/rows.ts";
import { tables } from "../floor/rows.ts";
import { users } from "../staff/rows.ts";
import { findOrder } from "./facts/rows.ts";
import type { OrderState } from "./order.ts";
import { orders } from "./rows.ts";
import { lineNames, type TimelineFacts, timelineText } from "./timeline.ts";

const oldestFirst = { select: "SELECT * FROM journal", order: ["seq"], direction: "ASC" } as const;

const factsOf = (reads: Reads, order: OrderState): TimelineFacts => {
  const names = lineNames(readOfEntity(reads.db, orders.name, order.id).map(parseEntry));
  return {
    currency: order.policy.currency,
    lineName: (id) => names.get(id) ?? "a line",
    tableName: (id) => reads.get(tables.entity, id)?.name ?? id,
    personName: (id) => reads.get(users, id)?.name ?? id,
  };
};

const entryView = (reads: Reads, facts: TimelineFacts, event: StoredEvent): TimelineEntry => {
  const { seq, at, type, actor, device, deviceAt, data } = event;
  return {
    seq,
    at,
    type,
    text: timelineText(type, data, facts),
    actor,
    actorName: actor === null ? null : facts.personName(actor),
    device,
    deviceName: device === null ? null : (reads.get(devices, device)?.name ?? device),
    deviceAt,
    data,
  };
};

export const timelineRoute: Route = read<PageRequest>({
  path: "/orders/:id/timeline",
  tag: "Orders",
  permission: "order.read",
  summary: "Who did what, when, from which device, in words; oldest first",
  query: ListQuery,
  answers: listOf(TimelineEntry),
  run: ({ kernel, params, query }) => {
    const order = findOrder(kernel, params.id ?? "");
    const where = [{ sql: "id = ? AND entity = ?", values: [order.id, orders.name] }];
    const page = readPage(kernel.db, oldestFirst, where, query);
    const facts = factsOf(kernel, order);
    const items = page.items.map((row) => entryView(kernel, facts, parseEntry(row as unknown as JournalRow)));
    return { items, nextCursor: page.nextCursor };
  },
});
