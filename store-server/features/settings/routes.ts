import { Id, ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import { Setting } from "@tillbox/shared/contract/setting.ts";
import { z } from "zod";
import { type Route, read, write } from "../../http/route.ts";
import { type PageRequest, pageOfAll } from "../../kernel/keyset.ts";
import { allSettings, changeSetting, settingView } from "./rows.ts";

const tag = "Settings";

export const settingsRoutes: Route[] = [
  read<PageRequest>({
    path: "/settings",
    tag,
    permission: "settings.read",
    summary: "All business settings with their values",
    query: ListQuery,
    answers: listOf(Setting),
    run: ({ kernel, query }) => pageOfAll(allSettings(kernel), query),
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
