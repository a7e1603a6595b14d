/** The document of the WebSocket's events. */
import { z } from "zod";
import { type Route, read } from "../http/route.ts";
import { asyncApiDocument } from "./async-api.ts";

let text: string | undefined;

export const liveRoutes: readonly Route[] = [
  read({
    path: "/docs/events",
    root: true,
    tag: "Docs",
    permission: null,
    access: "public",
    summary: "The events of the WebSocket at /sync, as AsyncAPI",
    answers: z.looseObject({ asyncapi: z.string() }),
    run: () => {
      text ??= JSON.stringify(asyncApiDocument());
      return { json: text };
    },
  }),
];
