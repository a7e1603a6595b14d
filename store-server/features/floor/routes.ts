import { ListQuery } from "@tillbox/shared/contract/common.ts";
import {
  Area,
  AreaChange,
  AreaInput,
  AvailableTables,
  Table,
  TableChange,
  TableInput,
  TableJoinInput,
  TableLockInput,
  TableStatusInput,
} from "@tillbox/shared/contract/floor.ts";
import { z } from "zod";
import { recordRoutes } from "../../http/record-routes.ts";
import { action, type Route, read, write } from "../../http/route.ts";
import { type PageRequest, pageOfAll } from "../../kernel/keyset.ts";
import { availableTables, joinTables, lockTable, separateTables, unlockTable } from "./commands.ts";
import { areas, setTableStatus, tables } from "./rows.ts";

const tag = "Floor";
const common = { tag, readPermission: "table.read" };

const joinRoutes: Route[] = [
  write({
    method: "post",
    path: "/tables/:id/join",
    tag,
    status: 200,
    summary: "Push tables together with this one for a party",
    description:
      "All of them show the orders of each, and stand apart again when the last order ends. Which tables can be joined is in `joinsWith`.",
    body: TableJoinInput,
    answers: Table,
    prepare: ({ body, params }) => ({
      command: joinTables,
      input: { id: params.id ?? "", tableIds: body.tableIds },
    }),
  }),
  write({
    method: "post",
    path: "/tables/:id/separate",
    tag,
    status: 200,
    summary: "Push the tables of a set apart; orders stay at the table that they are on",
    body: TableStatusInput.pick({ commandId: true }).optional(),
    answers: Table,
    prepare: ({ params }) => ({ command: separateTables, input: { id: params.id ?? "" } }),
  }),
];

const lockRoutes: Route[] = [
  action({
    method: "post",
    path: "/tables/:id/lock",
    tag,
    permission: "table.status",
    status: 200,
    summary: "Say that one works on this table; again to renew it",
    description:
      "A courtesy between people: `lockedBy` of the table names who, on which device, until when (`table.lock_seconds`). It ends by itself and refuses nobody's order. While another person has it: 409 with the table; `override` takes it over, with the permission table.override-lock.",
    body: TableLockInput.optional(),
    answers: Table,
    run: ({ kernel, actor, params, body }) =>
      lockTable(kernel, actor, params.id ?? "", body?.override === true),
  }),
  action({
    method: "delete",
    path: "/tables/:id/lock",
    tag,
    permission: "table.status",
    status: 204,
    summary: "Give the table up again",
    answers: null,
    run: ({ kernel, actor, params }) => unlockTable(kernel, actor, params.id ?? ""),
  }),
];

export const floorRoutes: Route[] = [
  ...recordRoutes({
    ...common,
    path: "/areas",
    record: areas,
    input: AreaInput,
    change: AreaChange,
    answers: Area,
  }),
  read<PageRequest & { guests?: number | undefined }>({
    path: "/tables/available",
    tag,
    permission: "table.read",
    summary:
      "Free tables with enough seats, the smallest first; beside them sets that fit when pushed together",
    answers: AvailableTables,
    query: ListQuery.extend({ guests: z.coerce.number().int().min(1).max(500).optional() }) as z.ZodType<
      PageRequest & { guests?: number | undefined }
    >,
    run: ({ kernel, query }) => {
      const { items, joins } = availableTables(kernel, query.guests ?? 1);
      return { ...pageOfAll(items, query), joins };
    },
  }),
  ...recordRoutes({
    ...common,
    path: "/tables",
    record: tables,
    input: TableInput,
    change: TableChange,
    answers: Table,
  }),
  write({
    method: "put",
    path: "/tables/:id/status",
    tag,
    status: 200,
    summary: "Say that a free table is available, reserved or being cleaned",
    body: TableStatusInput,
    answers: Table,
    prepare: ({ body, params }) => ({
      command: setTableStatus,
      input: { id: params.id ?? "", status: body.status },
    }),
  }),
  ...joinRoutes,
  ...lockRoutes,
];
