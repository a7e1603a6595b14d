/** The inbox over HTTP: what is open first; everybody their own, managers all. */
import { listOf } from "@tillbox/shared/contract/common.ts";
import {
  DismissInput,
  InboxItem,
  InboxQuery,
  Reapplied,
  ReapplyInput,
} from "@tillbox/shared/contract/inbox.ts";
import { type Route, read, write } from "../../http/route.ts";
import { readPage } from "../../kernel/keyset.ts";
import type { Actor, ColumnValue } from "../../kernel/types.ts";
import { dismiss, findItem, reapply, toReapply } from "./commands.ts";
import type { InboxState } from "./inbox.ts";
import { inbox } from "./rows.ts";

const tag = "Inbox";
const openFirst = {
  select: "SELECT open, created_at, id, state FROM refused_changes",
  order: ["open", "created_at", "id"],
  direction: "DESC",
} as const;

type Condition = { sql: string; values: ColumnValue[] };

const visible = ({ permissions, deviceId, userId }: Actor): Condition[] =>
  permissions.has("inbox.manage")
    ? []
    : [{ sql: "(device_id = ? OR user_id = ?)", values: [deviceId, userId] }];

const filters = ({ status, kind, deviceId, userId }: InboxQuery): Condition[] => [
  ...(status ? [{ sql: "open = ?", values: [status === "open" ? 1 : 0] }] : []),
  ...(kind ? [{ sql: "kind = ?", values: [kind] }] : []),
  ...(deviceId === undefined ? [] : [{ sql: "device_id = ?", values: [deviceId] }]),
  ...(userId === undefined ? [] : [{ sql: "user_id = ?", values: [userId] }]),
];

export const inboxRoutes: Route[] = [
  read<InboxQuery>({
    path: "/inbox",
    tag,
    permission: null,
    summary:
      "Changes of devices that were refused or overwritten, open ones first, then the newest; your own and this device's, a manager sees all",
    query: InboxQuery,
    answers: listOf(InboxItem),
    run: ({ kernel, actor, query }) => {
      const page = readPage(kernel.db, openFirst, [...visible(actor), ...filters(query)], query);
      const views = page.items.map(({ state }) =>
        inbox.view(JSON.parse(String(state)) as InboxState, kernel),
      );
      return { json: `{"items":[${views.join(",")}],"nextCursor":${JSON.stringify(page.nextCursor)}}` };
    },
  }),
  read({
    path: "/inbox/:id",
    tag,
    permission: null,
    summary: "One item of the inbox",
    answers: InboxItem,
    run: ({ kernel, actor, params }) => {
      const item = findItem(kernel, actor, params.id ?? "");
      return { json: inbox.view(item, kernel), version: item.version };
    },
  }),
  write({
    method: "post",
    path: "/inbox/:id/reapply",
    tag,
    status: 200,
    summary:
      "Do it after all, as yourself: on what it was meant for, on another thing of the kind, or lines on a new check",
    description:
      "Refused as the command itself is refused, and approvable like it; the item stays open then. Done once, also where two people try. With `opening` the check is opened with the lines, or nothing happens at all.",
    body: ReapplyInput.optional(),
    answers: Reapplied,
    prepare: ({ params, body }) => ({
      command: reapply,
      input: toReapply(params.id ?? "", body ?? {}),
    }),
  }),
  write({
    method: "post",
    path: "/inbox/:id/dismiss",
    tag,
    status: 200,
    summary: "Nobody needs it any more",
    body: DismissInput.optional(),
    answers: InboxItem,
    prepare: ({ params, body }) => ({
      command: dismiss,
      input: { id: params.id ?? "", reason: body?.reason ?? null },
    }),
  }),
];
