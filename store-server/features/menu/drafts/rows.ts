/** Drafts of the menu. A draft is a list of edits; published, they wait for their business day and then happen as one command. */
import type { MenuChange, MenuPreview, menuDraftStatuses } from "@tillbox/shared/contract/menu-draft.ts";
import { newsFor } from "@tillbox/shared/protocol/rooms.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import { query } from "../../../kernel/database.ts";
import { type RecordState, recordFeature } from "../../../kernel/record.ts";
import type { Context } from "../../../kernel/types.ts";
import { type BatchProblem, decideBatch, recordOf } from "../batch/rows.ts";

export type DraftFields = {
  name: string;
  status: (typeof menuDraftStatuses)[number];
  effectiveDay: string | null;
  publishedAt: string | null;
  changes: MenuChange[];
  skipped: BatchProblem[];
  sort: number;
};
export type DraftState = RecordState<DraftFields>;

const firstScheduled = query<[], { id: string; effective_day: string }>(
  "SELECT id, effective_day FROM menu_drafts WHERE status = 'scheduled' ORDER BY effective_day, version LIMIT 1",
);
export const nextScheduled = (db: Context["reads"]["db"]) => firstScheduled.get(db);

export const menuDrafts = recordFeature<DraftFields>({
  name: "menu-draft",
  label: "menu draft",
  table: "menu_drafts",
  permission: "menu.manage",
  defaults: {
    name: "",
    status: "draft",
    effectiveDay: null,
    publishedAt: null,
    changes: [],
    skipped: [],
    sort: 0,
  },
  columns: {
    name: (state) => state.name,
    sort: (state) => state.sort,
    status: (state) => state.status,
    effective_day: (state) => state.effectiveDay,
  },
  checkRemoval: (state) => {
    if (state.status === "published")
      throw conflict("This menu is in force. Make another draft to change it again.");
  },
  view: ({ sort: _sort, ...state }) => JSON.stringify(state),
  announce: { event: "menu:update", rooms: () => newsFor("menu-drafts") },
});

/** What a draft would change in the menu as it is now, and what stands in its way. */
export const previewOf = (context: Context, draft: DraftState): MenuPreview => {
  const { problems, after } = decideBatch(context, draft.changes);
  const failed = new Set(problems.map(({ index }) => index));
  const differences = draft.changes.flatMap((change, index) => {
    if (failed.has(index)) return [];
    const { entity } = recordOf(change.entity);
    const [from, to] = [context.reads.get(entity, change.id), after.get(entity, change.id)];
    const shown = (to ?? from)?.name;
    const name = typeof shown === "string" ? shown : change.id;
    const { action, id } = change;
    return [{ index, entity: change.entity, action, id, name, fields: fieldsThatDiffer(change, from, to) }];
  });
  return { differences, problems };
};

type Fields = Record<string, unknown> | undefined;
const fieldsThatDiffer = ({ fields }: MenuChange, from: Fields, to: Fields) =>
  Object.keys(fields ?? {}).flatMap((field) => {
    const [was, is] = [from?.[field] ?? null, to?.[field] ?? null];
    return JSON.stringify(was) === JSON.stringify(is) ? [] : [{ field, from: was, to: is }];
  });
