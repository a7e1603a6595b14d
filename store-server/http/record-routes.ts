/** The five routes that every record has: list, read, create, change, remove. */
import { ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import { newId } from "@tillbox/shared/id.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import type { Kernel } from "../kernel/kernel.ts";
import { type PageRequest, readPage } from "../kernel/keyset.ts";
import type { RecordFeature } from "../kernel/record.ts";
import type { BaseState, ColumnValue } from "../kernel/types.ts";
import { type Route, read, write } from "./route.ts";

export type RecordRoutes<F extends Record<string, unknown>> = {
  path: string;
  tag: string;
  record: RecordFeature<F>;
  readPermission: string;
  input: z.ZodType;
  change: z.ZodType;
  answers: z.ZodType;
  /** Fills in the ids of parts (a variant, an option) that the client left out. */
  complete?(fields: Partial<F>): Partial<F>;
  /** More query parameters of the list, and the rows that they choose. */
  filter?: {
    query: z.ZodType<PageRequest>;
    where(kernel: Kernel, query: PageRequest): { sql: string; values: ColumnValue[] }[];
  };
};

type Body<F> = Partial<F> & { id?: string; commandId?: string };

const fieldsOf = <F extends Record<string, unknown>>(options: RecordRoutes<F>, body: Body<F>): Partial<F> => {
  const { id: _id, commandId: _commandId, ...fields } = body;
  return options.complete
    ? options.complete(fields as unknown as Partial<F>)
    : (fields as unknown as Partial<F>);
};

export const recordRoutes = <F extends Record<string, unknown>>(options: RecordRoutes<F>): Route[] => {
  const { path, tag, record } = options;
  const label = record.options.label;
  const permission = options.readPermission;
  const one = `${path}/:id`;
  const list = {
    select: `SELECT id, sort, name, state FROM ${record.options.table}`,
    order: ["sort", "name", "id"],
    direction: "ASC",
  } as const;
  return [
    read<PageRequest>({
      path,
      tag,
      permission,
      summary: `List of ${label} records, by sort order, then name`,
      query: options.filter?.query ?? ListQuery,
      answers: listOf(options.answers),
      run: ({ kernel, query }) => {
        const page = readPage(kernel.db, list, options.filter?.where(kernel, query) ?? [], query);
        const views = page.items.map((row) => record.entity.view(JSON.parse(String(row.state)), kernel));
        return { json: `{"items":[${views.join(",")}],"nextCursor":${JSON.stringify(page.nextCursor)}}` };
      },
    }),
    read({
      path: one,
      tag,
      permission,
      summary: `One ${label}`,
      answers: options.answers,
      run: ({ kernel, params }) => {
        const state = kernel.get(record.entity, params.id ?? "");
        if (!state) throw notFound(label, params.id ?? "");
        const json = record.entity.view(state, kernel);
        return { json, version: (JSON.parse(json) as BaseState).version };
      },
    }),
    ...changeRoutes(options),
  ];
};

const changeRoutes = <F extends Record<string, unknown>>(options: RecordRoutes<F>): Route[] => {
  const { path, tag, record } = options;
  const label = record.options.label;
  const one = `${path}/:id`;
  return [
    write<Body<F>, { id: string; fields: Partial<F> }>({
      method: "post",
      path,
      tag,
      status: 201,
      summary: `Create a ${label}`,
      body: options.input as z.ZodType<Body<F>>,
      answers: options.answers,
      prepare: ({ body }) => ({
        command: record.create,
        input: { id: body.id ?? newId(), fields: fieldsOf(options, body) },
      }),
    }),
    write<Body<F>, { id: string; fields: Partial<F> }>({
      method: "put",
      path: one,
      tag,
      status: 200,
      summary: `Change the named fields of a ${label}`,
      body: options.change as z.ZodType<Body<F>>,
      answers: options.answers,
      prepare: ({ body, params }) => ({
        command: record.change,
        input: { id: params.id ?? "", fields: fieldsOf(options, body) },
      }),
    }),
    write<unknown, { id: string }>({
      method: "delete",
      path: one,
      tag,
      status: 204,
      summary: `Remove a ${label}`,
      answers: null,
      prepare: ({ params }) => ({ command: record.remove, input: { id: params.id ?? "" } }),
    }),
  ];
};
