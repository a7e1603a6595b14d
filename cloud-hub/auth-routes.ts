import { createRoute, z } from "@hono/zod-openapi";
import { SignedIn } from "@tillbox/shared/contract/staff.ts";
import {
  addressOf,
  bearer,
  type HubApp,
  type HubParts,
  jsonAnswer,
  jsonBody,
  problems,
  requires,
} from "./http.ts";

const LoginInput = z.strictObject({ username: z.string().max(64), password: z.string().max(200) });
const RefreshInput = z.strictObject({ refreshToken: z.string().max(400) });
const Profile = SignedIn.shape.user;
const tags = ["Signing in"];

const login = createRoute({
  method: "post",
  path: "/api/auth/login",
  tags,
  summary: "Sign in with user name and password",
  request: { body: jsonBody(LoginInput) },
  responses: { 200: jsonAnswer(SignedIn, "Signed in"), ...problems },
});
const refresh = createRoute({
  method: "post",
  path: "/api/auth/refresh",
  tags,
  summary: "A new access token; the refresh token turns with each use",
  description:
    "The spent token answers the same for 30 seconds more; later use of a spent one ends the session.",
  request: { body: jsonBody(RefreshInput) },
  responses: { 200: jsonAnswer(SignedIn, "Signed in"), ...problems },
});
const logout = createRoute({
  method: "post",
  path: "/api/auth/logout",
  tags,
  summary: "End the session",
  security: bearer,
  responses: { 204: { description: "Ended" }, ...problems },
});
const profile = createRoute({
  method: "get",
  path: "/api/auth/profile",
  tags,
  summary: "Who is signed in",
  security: bearer,
  responses: { 200: jsonAnswer(Profile, "The person"), ...problems },
});

export const addAuthRoutes = (app: HubApp, { auth, config }: HubParts): void => {
  app.openapi(login, async (c) => {
    c.header("cache-control", "no-store");
    const address = addressOf(c, config.trustProxy);
    return c.json(await auth.login({ ...c.req.valid("json"), address }), 200);
  });
  app.openapi(refresh, async (c) => {
    c.header("cache-control", "no-store");
    return c.json(await auth.refresh(c.req.valid("json").refreshToken), 200);
  });
  app.openapi({ ...logout, middleware: requires(auth) }, async (c) => {
    await auth.logout(c.var.principal);
    return c.body(null, 204);
  });
  app.openapi({ ...profile, middleware: requires(auth) }, (c) => c.json(c.var.principal.user, 200));
};
