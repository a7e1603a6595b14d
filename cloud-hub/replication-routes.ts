import { createRoute } from "@hono/zod-openapi";
import {
  BatchAck,
  batchContentType,
  EnrolInput,
  Enrolled,
  EnrolmentSecret,
  enrolmentSecretHeader,
  maxBatchBytes,
  OpenEpochInput,
} from "@tillbox/shared/protocol/replication.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { MiddlewareHandler } from "hono";
import { z } from "zod";
import { enrol, openEpoch, openStoreAuthentication, type StoreAuthentication } from "./enrol.ts";
import { isDatabaseAway } from "./errors.ts";
import {
  addressOf,
  bearer,
  bearerOf,
  type Env,
  type HubApp,
  type HubParts,
  jsonAnswer,
  jsonBody,
  limitedTo,
  problems,
} from "./http.ts";
import type { IngestResult } from "./ingest.ts";

const tags = ["Replication"];
const enrolment = createRoute({
  method: "post",
  path: "/api/replication/enrol",
  tags,
  summary: "A box enrols with a code and gets its token",
  description:
    "A code serves once. A box whose answer was lost uses it again with the X-Enrolment-Secret that it sent the first time.",
  request: {
    body: jsonBody(EnrolInput),
    headers: z.object({ [enrolmentSecretHeader]: EnrolmentSecret.optional() }),
  },
  responses: { 200: jsonAnswer(Enrolled, "Enrolled"), ...problems },
});
const epochs = createRoute({
  method: "post",
  path: "/api/replication/epochs",
  tags,
  summary: "A restored box opens the next epoch; the older are refused from now on",
  security: bearer,
  request: { body: jsonBody(OpenEpochInput) },
  responses: { 200: jsonAnswer(BatchAck, "Opened"), ...problems },
});
const batches = createRoute({
  method: "post",
  path: "/api/replication/batches",
  tags,
  summary: "A batch of journal entries, in order",
  description:
    "zstd over lines: the header as JSON, then the stored bytes of each entry. Sending a batch again is safe.",
  security: bearer,
  request: {
    body: {
      required: true,
      content: { [batchContentType]: { schema: { type: "string", format: "binary" } } },
    },
  },
  responses: { 200: jsonAnswer(BatchAck, "Durable up to ackedSeq"), ...problems },
});

export const addReplicationRoutes = (app: HubApp, parts: HubParts): void => {
  const { database, backoff, config } = parts;
  const fromStore = showsToken(openStoreAuthentication(database));
  app.openapi(enrolment, async (c) => {
    const input = c.req.valid("json");
    const attempt = { name: `code:${input.code}`, address: addressOf(c, config.trustProxy) };
    await backoff.begin(attempt);
    const secret = c.req.valid("header")[enrolmentSecretHeader] ?? null;
    const enrolled = await enrol(database, input, secret, config.demo);
    await backoff.succeed(attempt);
    c.header("cache-control", "no-store");
    return c.json(enrolled, 200);
  });
  app.openapi({ ...epochs, middleware: fromStore }, async (c) => {
    const { ackedSeq, epoch } = await openEpoch(database, c.var.sender, c.req.valid("json"));
    return c.json({ ackedSeq, epoch }, 200);
  });
  app.openapi(
    { ...batches, middleware: [fromStore, onlyBatches, limitedTo(maxBatchBytes)] as const },
    async (c) => {
      const body = Buffer.from(await c.req.arrayBuffer());
      const { ackedSeq, epoch } = await measured(parts, () => parts.ingest(c.var.sender, body));
      return c.json({ ackedSeq, epoch }, 200);
    },
  );
};

/** The token is looked at before the body is. */
const showsToken =
  (authenticate: StoreAuthentication): MiddlewareHandler<Env> =>
  async (c, next) => {
    c.set("sender", await authenticate(bearerOf(c)));
    await next();
  };

const onlyBatches: MiddlewareHandler<Env> = async (c, next) => {
  const type = c.req.header("content-type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== batchContentType) throw new Refusal("unsupported", `Send ${batchContentType}.`);
  await next();
};

const measured = async ({ metrics }: HubParts, work: () => Promise<IngestResult>): Promise<IngestResult> => {
  const started = performance.now();
  try {
    const result = await work();
    metrics.ingested(result, (performance.now() - started) / 1000);
    return result;
  } catch (error) {
    const code = error instanceof Refusal ? error.code : isDatabaseAway(error) ? "unavailable" : "internal";
    metrics.refused(code);
    throw error;
  }
};
