import { Id } from "@tillbox/shared/contract/common.ts";
import { z } from "zod";
import { type Route, read, write } from "../../http/route.ts";
import { allSettings, changeSetting, settingView } from "./rows.ts";

const Setting = z
  .object({
    id: z.string(),
    key: z.string(),
    value: z.unknown(),
    meaning: z.string(),
    version: z.int(),
    createdAt: z.string().nullable(),
    updatedAt: z.string().nullable(),
  })
  .meta({ id: "Setting" });
const tag = "Settings";

export const settingsRoutes: Route[] = [
  read({
    path: "/settings",
    tag,
    permission: "settings.read",
    summary: "All business settings with their values",
    answers: z.object({ items: z.array(Setting), nextCursor: z.null() }),
    run: ({ kernel }) => ({ items: allSettings(kernel), nextCursor: null }),
  }),
  read({
    path: "/settings/:key",
    tag,
    permission: "settings.read",
    summary: "One setting",
    answers: Setting,
    run: ({ kernel, params }) => {
      const view = settingView(kernel, params.key ?? "");
      return { json: JSON.stringify(view), version: view.version };
    },
  }),
  write({
    method: "put",
    path: "/settings/:key",
    tag,
    status: 200,
    summary: "Change a setting; typed, audited, live",
    answers: Setting,
    body: z.strictObject({
      commandId: Id.optional(),
      value: z.unknown().refine((value) => value !== undefined, "is missing"),
    }),
    prepare: ({ body, params }) => ({
      command: changeSetting,
      input: { key: params.key ?? "", value: body.value },
    }),
  }),
];
