/** The whole menu as a file, out and in. */

import { Id } from "@tillbox/shared/contract/common.ts";
import type { MenuItem } from "@tillbox/shared/contract/menu.ts";
import { menuChangeEntities } from "@tillbox/shared/contract/menu-draft.ts";
import { StationInput } from "@tillbox/shared/contract/printer.ts";
import { newId } from "@tillbox/shared/id.ts";
import { z } from "zod";
import { action, type RawBody, type Route, write } from "../../../http/route.ts";
import { query } from "../../../kernel/database.ts";
import type { Kernel } from "../../../kernel/kernel.ts";
import { stations } from "../../printer/rows.ts";
import { setting } from "../../settings/rows.ts";
import { recordOf } from "../batch/rows.ts";
import { readTable, type TableFacts, type TableProblem, tableOf } from "../columns.ts";
import { parseCsv, writeCsv } from "../csv.ts";
import { menuItems, taxClasses } from "../records/rows.ts";
import {
  categoryPath,
  type ImportEntry,
  type ImportMenu,
  importMenu,
  itemsInOrder,
  type NamedStation,
  pathsWithin,
} from "./commands.ts";

const tag = "Menu";
/** Where each entity stands in a document. */
const lists = {
  "tax-class": "taxClasses",
  daypart: "dayparts",
  category: "categories",
  "menu-item": "items",
  "price-rule": "priceRules",
} as const;

const taxClassIds = query<[], { id: string; name: string }>("SELECT id, name FROM tax_classes ORDER BY id");

const factsOf = (kernel: Kernel): TableFacts => {
  const classes = taxClassIds.all(kernel.db);
  return {
    currency: setting(kernel, "currency.code"),
    categoryPath: (id) => categoryPath(kernel, id),
    taxClassName: (id) => {
      const name = kernel.get(taxClasses.entity, id)?.name ?? id;
      return classes.filter((one) => one.name === name).length > 1 ? id : name;
    },
    taxClassId: (text) => classes.find(({ id, name }) => id === text || name === text)?.id,
  };
};

type View = Record<string, unknown> & { id: string };
/** As a client would send it: without what the box adds. */
const viewsOf = (kernel: Kernel, entity: (typeof menuChangeEntities)[number]): View[] => {
  const record = recordOf(entity);
  const ids = query<[], { id: string }>(`SELECT id FROM ${record.options.table} ORDER BY sort, name, id`).all(
    kernel.db,
  );
  return ids.flatMap(({ id }) => {
    const state = kernel.get(record.entity, id);
    if (!state) return [];
    const {
      version: _v,
      createdAt: _c,
      updatedAt: _u,
      ...view
    } = JSON.parse(record.entity.view(state, kernel)) as View;
    return [view];
  });
};

const stationRows = query<[], { id: string }>("SELECT id FROM stations ORDER BY sort, name, id");
const allStations = (kernel: Kernel): NamedStation[] =>
  stationRows.all(kernel.db).flatMap(({ id }) => {
    const station = kernel.get(stations.entity, id);
    return station ? [{ id, name: station.name, sort: station.sort }] : [];
  });

const document = (kernel: Kernel): string => {
  const parts = menuChangeEntities.map((entity) => [lists[entity], viewsOf(kernel, entity)]);
  const head = { format: "tillbox-menu", version: 1, stations: allStations(kernel) };
  return `${JSON.stringify({ ...head, ...Object.fromEntries(parts) }, null, 1)}\n`;
};

/** `available` as a person set it: an item that is out by its stock is not off. */
const table = (kernel: Kernel): string => {
  const items = itemsInOrder(kernel).map((item): MenuItem => {
    const view = JSON.parse(menuItems.entity.view(item, kernel)) as MenuItem;
    return { ...view, available: item.available };
  });
  return writeCsv(tableOf(items, factsOf(kernel)));
};

const Records = z.array(z.looseObject({ id: Id.optional() })).max(5_000);
const Document = z.strictObject({
  format: z.literal("tillbox-menu"),
  version: z.literal(1),
  stations: z.array(StationInput).max(500).optional(),
  taxClasses: Records.optional(),
  dayparts: Records.optional(),
  categories: Records.optional(),
  items: Records.optional(),
  priceRules: Records.optional(),
});
const common = { commandId: Id.optional(), dryRun: z.boolean().optional() };
const ImportInput = z.discriminatedUnion("format", [
  z.strictObject({ ...common, format: z.literal("csv"), content: z.string().max(1_000_000) }),
  z.strictObject({ ...common, format: z.literal("json"), content: Document }),
]);
const ImportResult = z
  .object({
    dryRun: z.boolean(),
    created: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    problems: z.array(z.object({ path: z.string(), message: z.string() })),
  })
  .meta({ id: "MenuImportResult" });

type Read = { entries: ImportEntry[]; problems: TableProblem[]; stations: NamedStation[] };
const readCsv = (kernel: Kernel, content: string): Read => {
  const { rows, problems } = readTable(parseCsv(content), factsOf(kernel));
  const entries = rows.map(
    ({ line, fields }): ImportEntry => ({
      path: `rows.${line}`,
      entity: "menu-item",
      newId: newId(),
      fields,
    }),
  );
  return { entries, problems, stations: [] };
};
/** A document of an older version does not say which stations there are; its items do. */
const stationsOf = ({ stations: listed, items = [] }: z.output<typeof Document>): NamedStation[] => {
  if (listed) return listed.map(({ id, name, sort }) => ({ id: id ?? newId(), name, sort: sort ?? 0 }));
  const named = items.flatMap((item) => (Array.isArray(item.stations) ? (item.stations as unknown[]) : []));
  const ids = new Set(named.filter((id) => typeof id === "string" && Id.safeParse(id).success) as string[]);
  return [...ids].map((id) => ({ id, name: id, sort: 0 }));
};
const readDocument = (content: z.output<typeof Document>): Read => ({
  entries: menuChangeEntities.flatMap((entity) =>
    (content[lists[entity]] ?? []).map(
      (fields, index): ImportEntry => ({ path: `${lists[entity]}.${index}`, entity, newId: newId(), fields }),
    ),
  ),
  problems: [],
  stations: stationsOf(content),
});

const toImport = (kernel: Kernel, body: z.output<typeof ImportInput>): ImportMenu => {
  const {
    entries,
    problems,
    stations: named,
  } = body.format === "csv" ? readCsv(kernel, body.content) : readDocument(body.content);
  const paths = entries.flatMap(({ fields }) =>
    typeof fields.category === "string" && fields.category !== "" ? pathsWithin(fields.category) : [],
  );
  return {
    dryRun: body.dryRun ?? false,
    entries,
    problems,
    stations: named,
    categoryIds: Object.fromEntries([...new Set(paths)].map((path) => [path, newId()])),
  };
};

export const exchangeRoutes: readonly Route[] = [
  action({
    method: "get",
    path: "/menu/export",
    tag,
    permission: "menu.read",
    status: 200,
    summary: "The whole menu as a file: JSON with everything, or CSV with the items",
    query: z.strictObject({ format: z.enum(["json", "csv"]).optional() }),
    answers: z.string(),
    run: ({ kernel, query: { format } }): RawBody =>
      format === "csv"
        ? {
            raw: table(kernel),
            type: "text/csv; charset=utf-8",
            headers: { "content-disposition": 'attachment; filename="menu.csv"' },
          }
        : {
            raw: document(kernel),
            type: "application/json",
            headers: { "content-disposition": 'attachment; filename="menu.json"' },
          },
  }),
  write({
    method: "post",
    path: "/menu/import",
    tag,
    status: 200,
    summary: "Import a menu, all or nothing; a dry run tells every problem and writes nothing",
    body: ImportInput,
    answers: ImportResult,
    prepare: ({ kernel, body }) => ({ command: importMenu, input: toImport(kernel, body) }),
  }),
];
