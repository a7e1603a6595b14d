/**
 * Pictures of the menu. They are kept in the box's database, named by the hash of their bytes: so they are in every backup, a restore
 * brings them back, and an answer may be cached for ever. An item names one in its field `image`.
 */
import { createHash } from "node:crypto";
import { Worker } from "node:worker_threads";
import { Id } from "@tillbox/shared/contract/common.ts";
import { invalid, notFound } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { action, type RawBody, type Route, read } from "../http/route.ts";
import { query } from "../kernel/database.ts";
import { oneAtATime } from "../kernel/one-at-a-time.ts";
import type { Converted } from "./convert.ts";

const find = query<[string], { bytes: Buffer; type: string }>(
  "SELECT bytes, type FROM pictures WHERE name = ?",
);
const keep = query<[string, string, number, number, Buffer, string]>(
  "INSERT INTO pictures (name, type, width, height, bytes, created_at) VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE SET unused_since = NULL",
);

/** In a thread of its own; rejects with `Refusal` for what is no picture. */
const convertAside = (bytes: Buffer): Promise<Converted> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./convert-worker.ts", import.meta.url), {
      workerData: bytes,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.once("message", (outcome: { converted: Converted } | { unreadable: string }) => {
      if ("converted" in outcome) resolve(outcome.converted);
      else reject(invalid("data", outcome.unreadable));
    });
    worker.once("error", reject);
    worker.once("exit", (code) => reject(new Error(`the conversion of a picture stopped with code ${code}`)));
  });

const immutable = {
  "cache-control": "public, max-age=31536000, immutable",
  "x-content-type-options": "nosniff",
};

const Base64 = z
  .string()
  .min(1, "is empty")
  .regex(/^[A-Za-z0-9+/]+={0,2}$/, "must be base64");
const Picture = z
  .object({
    image: z.string().meta({ description: "What an item names in its field image; also where it is served" }),
    width: z.int(),
    height: z.int(),
    bytes: z.int(),
  })
  .meta({ id: "Picture" });

export const pictureRoutes = (): Route[] => {
  // One conversion at a time: it takes a core for a second, and the others belong to the sale.
  const turn = oneAtATime(10);
  return [
    action({
      method: "post",
      path: "/pictures",
      tag: "Menu",
      permission: "menu.manage",
      status: 201,
      summary:
        "Keep a picture for the menu: a JPEG or PNG as base64; it is checked, made smaller and written anew",
      description:
        "A body is at most 1 MiB, so a file of about 700 kB: let the screen make a photo smaller before it is sent. A picture that no item and no draft names goes after 30 days.",
      body: z.strictObject({ commandId: Id.optional(), data: Base64 }),
      answers: Picture,
      run: async ({ kernel, body }) => {
        const sent = Buffer.from(body.data, "base64");
        const { bytes, width, height } = await turn(() => convertAside(sent));
        const data = Buffer.from(bytes);
        const name = `${createHash("sha256").update(data).digest("hex").slice(0, 40)}.jpg`;
        await kernel.operate(() =>
          keep.run(kernel.db, name, "image/jpeg", width, height, data, kernel.clock.now()),
        );
        return { image: `/pictures/${name}`, width, height, bytes: data.length };
      },
    }),
    read({
      path: "/pictures/:name",
      root: true,
      tag: "Menu",
      permission: null,
      access: "public",
      summary: "A picture of the menu; never changes under its name",
      answers: z.string(),
      run: ({ kernel, params }): RawBody => {
        const found = find.get(kernel.db, params.name ?? "");
        if (!found) throw notFound("picture", params.name ?? "");
        return { raw: found.bytes, type: found.type, headers: immutable };
      },
    }),
  ];
};
