/** Drafts of the menu: edit, look at the differences, publish for a day, withdraw, discard. */

import { Id } from "@tillbox/shared/contract/common.ts";
import {
  MenuDraft,
  MenuDraftChange,
  MenuDraftInput,
  MenuPreview,
  MenuPublishInput,
} from "@tillbox/shared/contract/menu-draft.ts";
import { z } from "zod";
import { recordRoutes } from "../../../http/record-routes.ts";
import { type Route, read, write } from "../../../http/route.ts";
import { systemActor } from "../../staff/rows.ts";
import { completeItem } from "../complete.ts";
import { changeDraft, findDraft, publishDraft, withdrawDraft } from "./commands.ts";
import { type DraftFields, menuDrafts, previewOf } from "./rows.ts";

const tag = "Menu";

/** Parts of items without an id get one while it is a draft, so that they are the same whenever it is published. */
export const completeDraft = (fields: Partial<DraftFields>): Partial<DraftFields> =>
  fields.changes
    ? {
        ...fields,
        changes: fields.changes.map((change) =>
          change.entity === "menu-item" && change.fields
            ? { ...change, fields: completeItem(change.fields) }
            : change,
        ),
      }
    : fields;

export const draftRoutes: readonly Route[] = [
  ...recordRoutes({
    path: "/menu-drafts",
    tag,
    readPermission: "menu.manage",
    record: { ...menuDrafts, change: changeDraft },
    input: MenuDraftInput,
    change: MenuDraftChange,
    answers: MenuDraft,
    complete: completeDraft,
  }),
  read({
    path: "/menu-drafts/:id/preview",
    tag,
    permission: "menu.manage",
    summary: "What a draft would change in the menu as it is now, and what stands in its way",
    answers: MenuPreview,
    run: ({ kernel, params }) => {
      const context = {
        reads: kernel,
        at: kernel.clock.now(),
        actor: systemActor,
        deviceAt: null,
        commandId: "",
      };
      return previewOf(context, findDraft(kernel, params.id ?? ""));
    },
  }),
  write({
    method: "post",
    path: "/menu-drafts/:id/publish",
    tag,
    status: 200,
    summary: "Publish a draft: for the beginning of a business day, or at once",
    body: MenuPublishInput,
    answers: MenuDraft,
    prepare: ({ body, params }) => ({
      command: publishDraft,
      input: { id: params.id ?? "", effectiveDay: body.effectiveDay ?? null },
    }),
  }),
  write({
    method: "post",
    path: "/menu-drafts/:id/withdraw",
    tag,
    status: 200,
    summary: "Take a scheduled menu back to a draft",
    body: z.strictObject({ commandId: Id.optional() }).optional(),
    answers: MenuDraft,
    prepare: ({ params }) => ({ command: withdrawDraft, input: { id: params.id ?? "" } }),
  }),
];
