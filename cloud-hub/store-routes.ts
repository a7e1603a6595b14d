import { createRoute } from "@hono/zod-openapi";
import { EnrolmentCode, EnrolmentCodeInput, HubStoreQuery, HubStores } from "@tillbox/shared/contract/hub.ts";
import { HubReportQuery, SalesReport } from "@tillbox/shared/contract/report.ts";
import { answerOnce } from "./answers.ts";
import { addEnrolmentCode } from "./enrolment-codes.ts";
import { bearer, type HubApp, type HubParts, jsonAnswer, jsonBody, problems, requires } from "./http.ts";
import { salesReport } from "./reports.ts";
import { listStores } from "./stores.ts";

const stores = createRoute({
  method: "get",
  path: "/api/stores",
  tags: ["Stores"],
  summary: "The stores of the organisation and how far the hub holds them",
  security: bearer,
  request: { query: HubStoreQuery },
  responses: { 200: jsonAnswer(HubStores, "A page of stores, by name"), ...problems },
});
const enrolmentCodes = createRoute({
  method: "post",
  path: "/api/stores/enrolment-codes",
  tags: ["Stores"],
  summary: "A code with which one box enrols, within a day",
  description:
    "For a store that the hub does not know yet; with storeId for that store, whose box then belongs to it no more.",
  security: bearer,
  request: { body: jsonBody(EnrolmentCodeInput) },
  responses: { 201: jsonAnswer(EnrolmentCode, "The code, shown only now"), ...problems },
});
const sales = createRoute({
  method: "get",
  path: "/api/reports/sales",
  tags: ["Reports"],
  summary: "Sales of all stores, by day, store, hour, item or method of payment",
  description:
    "from and to are business days, inclusive. One row per key and currency. completeness says up to which event of which store the figures count.",
  security: bearer,
  request: { query: HubReportQuery },
  responses: { 200: jsonAnswer(SalesReport, "The report"), ...problems },
});

export const addStoreRoutes = (app: HubApp, { auth, database }: HubParts): void => {
  app.openapi({ ...stores, middleware: requires(auth, "hub.read") }, async (c) =>
    c.json(await listStores(database, c.var.principal.orgId, c.req.valid("query")), 200),
  );
  app.openapi({ ...enrolmentCodes, middleware: requires(auth, "hub.manage") }, async (c) => {
    const { principal } = c.var;
    const input = c.req.valid("json");
    const keyed = { principal, key: c.req.header("idempotency-key"), request: [c.req.path, input] };
    const answer = await answerOnce(database, keyed, async (sql) => ({
      status: 201,
      body: await addEnrolmentCode(sql, principal.orgId, input),
    }));
    c.header("cache-control", "no-store");
    if (answer.replayed) c.header("idempotent-replay", "true");
    return c.json(answer.body as EnrolmentCode, 201);
  });
  app.openapi({ ...sales, middleware: requires(auth, "report.read") }, async (c) =>
    c.json(await salesReport(database, c.var.principal.orgId, c.req.valid("query")), 200),
  );
};
