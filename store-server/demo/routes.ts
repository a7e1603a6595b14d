/** The pictures of the demo's menu. */
import { notFound } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { action, type RawBody, type Route } from "../http/route.ts";
import { find } from "./images.ts";

const headers = { "cache-control": "public, max-age=31536000, immutable" };

export const demoRoutes: readonly Route[] = [
  action({
    method: "get",
    path: "/images/:name",
    root: true,
    tag: "Menu",
    permission: null,
    access: "public",
    status: 200,
    summary: "A picture of the menu",
    answers: z.string(),
    run: ({ params }): RawBody => {
      const image = find(params.name ?? "");
      if (!image) throw notFound("picture", params.name ?? "");
      return { raw: image.body, type: image.type, headers };
    },
  }),
];
