import { ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import {
  Area,
  AreaChange,
  AreaInput,
  Table,
  TableChange,
  TableInput,
  TableStatusInput,
} from "@tillbox/shared/contract/floor.ts";
import { z } from "zod";
import { recordRoutes } from "../../http/record-routes.ts";
import { type Route, read, write } from "../../http/route.ts";
import { type PageRequest, pageOfAll } from "../../kernel/keyset.ts";
import { areas, availableTables, setTableStatus, tables } from "./rows.ts";

const tag = "Floor";
const common = { tag, readPermission: "table.read" };

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
    summary: "Free tables with enough seats, the smallest first",
    answers: listOf(Table),
    query: ListQuery.extend({ guests: z.coerce.number().int().min(1).max(500).optional() }) as z.ZodType<
      PageRequest & { guests?: number | undefined }
    >,
    run: ({ kernel, query }) => pageOfAll(availableTables(kernel, query.guests ?? 1), query),
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
];
