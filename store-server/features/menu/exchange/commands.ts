/**
 * The whole menu in, all or nothing. A row is the item that has its id, else its SKU, its barcode, or its name in that category; only
 * fields that differ are changed, so the same file twice changes nothing the second time. What is wrong is told by row and field, all of
 * it, and a dry run tells it without writing.
 */
import { readAs } from "@tillbox/shared/checked.ts";
import {
  DaypartChange,
  DaypartInput,
  PriceRuleChange,
  PriceRuleInput,
} from "@tillbox/shared/contract/daypart.ts";
import {
  CategoryChange,
  CategoryInput,
  MenuItemChange,
  MenuItemInput,
  TaxClassChange,
  TaxClassInput,
} from "@tillbox/shared/contract/menu.ts";
import type { MenuChange, menuChangeEntities } from "@tillbox/shared/contract/menu-draft.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import type { BaseState, Command, Context, Reads } from "../../../kernel/types.ts";
import { stations } from "../../printer/rows.ts";
import { decideBatch, inOrder, recordOf } from "../batch/rows.ts";
import { columnOf, type TableProblem } from "../columns.ts";
import { completeItem } from "../complete.ts";
import { categories, countsOf, type MenuItemState, menuItems } from "../records/rows.ts";

/** One record of a file. `newId` is made before the command is queued, in case that it is new. */
export type ImportEntry = {
  /** Of the file, for people: "rows.7" or "items.3". */
  path: string;
  entity: (typeof menuChangeEntities)[number];
  newId: string;
  fields: Record<string, unknown>;
};
export type NamedStation = { id: string; name: string; sort: number };
export type ImportMenu = {
  dryRun: boolean;
  entries: ImportEntry[];
  /** Found while reading the file. */
  problems: TableProblem[];
  /** What a document's items are made at; those that there are not yet come with the menu. */
  stations: NamedStation[];
  /** Ids for the categories of paths that there are not yet: one for each part of each path. */
  categoryIds: Record<string, string>;
};

type Planned = { path: string; change: MenuChange | null; problems: TableProblem[] };

const byCode = query<[string, string], { item_id: string }>(
  "SELECT item_id FROM menu_codes WHERE kind = ? AND code = ? AND variant_id = '' LIMIT 1",
);
const byName = query<[string, string], { id: string }>(
  "SELECT id FROM menu_items WHERE category_id = ? AND name = ? LIMIT 1",
);
const allCategories = query<[], { id: string }>("SELECT id FROM categories");

export const importMenu: Command<ImportMenu> = {
  name: "menu.import",
  permission: (input, { reads, actor }) =>
    actor.permissions.has("menu.manage") && newStations(reads, input).length > 0
      ? stations.options.permission
      : "menu.manage",
  decide: (input, context) => {
    const newOnes = newStations(context.reads, input);
    const made = newOnes.flatMap(
      ({ id, ...fields }) => stations.create.decide({ id, fields }, context).events,
    );
    const paths = openPaths(context.reads, input.categoryIds);
    const planned = input.entries.map((entry) => planOf(context.reads, entry, paths.find));
    const changes = inOrder([...paths.made(), ...planned.flatMap(({ change }) => change ?? [])]);
    const batch = decideBatch(context, changes, made);
    const found = new Set(input.problems.map(({ path }) => path));
    const problems = [
      ...input.problems,
      ...planned.flatMap((plan) => plan.problems).filter(({ path }) => !found.has(path)),
      ...batch.problems.map((problem) => inFile(problem, changes[problem.index], planned)),
    ];
    if (problems.length > 0 && !input.dryRun) refuse(problems);
    const counts = countsOfPlan(changes, planned);
    const created = counts.created + newOnes.length;
    const done = JSON.stringify({ ...counts, created, dryRun: input.dryRun, problems });
    return { events: input.dryRun ? [] : batch.events, answer: () => done };
  },
};

const newStations = (reads: Reads, input: ImportMenu): NamedStation[] =>
  input.stations.filter(
    ({ id }, index) =>
      !reads.get(stations.entity, id) && input.stations.findIndex((each) => each.id === id) === index,
  );

const refuse = (problems: readonly TableProblem[]): never => {
  const first = problems[0];
  throw new Refusal("invalid", `${first?.path}: ${first?.message}`, { errors: problems.slice(0, 200) });
};

const countsOfPlan = (changes: readonly MenuChange[], planned: readonly Planned[]) => ({
  created: changes.filter(({ action }) => action === "create").length,
  changed: changes.filter(({ action }) => action === "change").length,
  unchanged: planned.filter(({ change, problems }) => change === null && problems.length === 0).length,
});

const inFile = (
  { path, message }: TableProblem,
  change: MenuChange | undefined,
  planned: readonly Planned[],
): TableProblem => {
  const plan = planned.find((each) => each.change === change);
  const at = plan?.path ?? "rows";
  return { path: [at, fieldIn(at, path)].filter((part) => part !== "").join("."), message };
};

/** A table names its columns; a document its fields. */
const fieldIn = (at: string, path: string): string => {
  const [first = "", ...rest] = path.split(".");
  return at.startsWith("rows") ? [columnOf(first), ...rest].join(".") : path;
};

const planOf = (reads: Reads, entry: ImportEntry, findCategory: (path: string) => string): Planned => {
  const { category, ...fields } = entry.fields;
  if (typeof category === "string" && category !== "") fields.categoryId = findCategory(category);
  const id = idOf(reads, { ...entry, fields });
  const { entity } = recordOf(entry.entity);
  const known = reads.get(entity, id);
  const { id: _id, ...given } = fields;
  const { data, problems } = checkedFields(entry.entity, given, known, entry.path);
  if (problems.length > 0) return { path: entry.path, change: null, problems };
  const differing = known ? differingFields(reads, entry.entity, known, data) : data;
  if (known && Object.keys(differing).length === 0) return { path: entry.path, change: null, problems: [] };
  const action = known ? "change" : "create";
  return { path: entry.path, change: { entity: entry.entity, action, id, fields: differing }, problems: [] };
};

const idOf = (reads: Reads, { entity, newId, fields }: ImportEntry): string => {
  if (typeof fields.id === "string" && fields.id !== "") return fields.id;
  if (entity !== "menu-item") return newId;
  const code = (kind: "sku" | "barcode") =>
    typeof fields[kind] === "string" ? byCode.get(reads.db, kind, fields[kind])?.item_id : undefined;
  const { categoryId, name } = fields;
  const named =
    typeof categoryId === "string" && typeof name === "string"
      ? byName.get(reads.db, categoryId, name)?.id
      : undefined;
  return code("sku") ?? code("barcode") ?? named ?? newId;
};

const schemas = {
  "tax-class": [TaxClassInput, TaxClassChange],
  daypart: [DaypartInput, DaypartChange],
  category: [CategoryInput, CategoryChange],
  "menu-item": [MenuItemInput, MenuItemChange],
  "price-rule": [PriceRuleInput, PriceRuleChange],
} as const;

/** As its own route would take it: a file may hold no more than a client may send. */
const checkedFields = (
  entity: ImportEntry["entity"],
  fields: Record<string, unknown>,
  known: BaseState | undefined,
  path: string,
): { data: Record<string, unknown>; problems: TableProblem[] } => {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => known || value !== null));
  const read = readAs<object>(schemas[entity][known ? 1 : 0], given, "");
  if (read.errors === null) {
    const data = read.data as Record<string, unknown>;
    return { data: entity === "menu-item" ? completeItem(data) : data, problems: [] };
  }
  const problems = read.errors.map((error) => ({
    path: [path, fieldIn(path, error.path)].filter((part) => part !== "").join("."),
    message: error.message,
  }));
  return { data: {}, problems };
};

const differingFields = (
  reads: Reads,
  entity: ImportEntry["entity"],
  known: BaseState,
  data: Record<string, unknown>,
): Record<string, unknown> => {
  const { defaults } = recordOf(entity).options;
  const left = entity === "menu-item" ? countsOf(known as MenuItemState, reads).leftMilli : null;
  const current: Record<string, unknown> = { ...known };
  if (entity === "menu-item") current.stock = left === null ? null : left / 1000;
  const isEmpty = (value: unknown): boolean =>
    value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  return Object.fromEntries(
    Object.entries(data).filter(([field, value]) => {
      const [was, is] = [current[field], value ?? defaults[field]];
      return !(isEmpty(was) && isEmpty(is)) && JSON.stringify(was) !== JSON.stringify(is);
    }),
  );
};

const separator = " > ";
/** All beginnings of a path: "Drinks", "Drinks > Wine". */
export const pathsWithin = (path: string): string[] => {
  const names = path.split(">").map((name) => name.trim());
  return names.map((_, index) => names.slice(0, index + 1).join(separator));
};

export const categoryPath = (reads: Pick<Reads, "get">, id: string): string => {
  const names: string[] = [];
  for (let next: string | null = id; next !== null && names.length < 12; ) {
    const category: ReturnType<typeof categories.entity.evolve> = reads.get(categories.entity, next);
    if (!category) break;
    names.unshift(category.name);
    next = category.parentId;
  }
  return names.join(separator);
};

/** Categories by their path; those that there are not are made with the file. */
const openPaths = (reads: Reads, ids: Record<string, string>) => {
  const known = new Map(allCategories.all(reads.db).map(({ id }) => [categoryPath(reads, id), id]));
  const created: MenuChange[] = [];
  const find = (path: string): string => {
    const within = pathsWithin(path);
    const whole = within.at(-1) ?? "";
    const found = known.get(whole);
    if (found !== undefined) return found;
    const parentId = within.length > 1 ? find(within.at(-2) ?? "") : null;
    const id = ids[whole] ?? whole;
    const name = whole.split(separator).at(-1) ?? "";
    created.push({ entity: "category", action: "create", id, fields: { name, parentId } });
    known.set(whole, id);
    return id;
  };
  return { find, made: () => created };
};

export const allItems = query<[], { id: string }>("SELECT id FROM menu_items ORDER BY sort, name, id");
export const itemsInOrder = (reads: Context["reads"]): MenuItemState[] =>
  allItems.all(reads.db).flatMap(({ id }) => reads.get(menuItems.entity, id) ?? []);
