import { listOf } from "@tillbox/shared/contract/common.ts";
import {
  LoginInput,
  LogoutInput,
  Profile,
  RefreshInput,
  Session,
  SignedIn,
} from "@tillbox/shared/contract/staff.ts";
import { notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { z } from "zod";
import { type Auth, bearerOf, notSignedIn, type Person } from "../../http/auth.ts";
import { action, type Route, type RouteRequest, read } from "../../http/route.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { type PageRequest, readPage } from "../../kernel/keyset.ts";
import type { ColumnValue } from "../../kernel/types.ts";
import { roleState } from "../role/rows.ts";
import { users } from "../staff/rows.ts";
import type { Grant, Sessions } from "./commands.ts";
import { findSession } from "./rows.ts";

const tag = "Sign-in";
type Header = Pick<RouteRequest<unknown, unknown>, "header">;

/** The tokens of a grant, as clients get them. */
export const signedIn = async (auth: Auth, grant: Grant, kernel: Kernel): Promise<SignedIn> => {
  const now = kernel.clock.now();
  const { actor, sessionId, refreshToken, accessUntil, offline } = grant;
  const id = actor.userId ?? "";
  return {
    accessToken: await auth.issue({ sessionId, userId: id, expiresAt: accessUntil }),
    refreshToken,
    expiresIn: Math.floor((Date.parse(accessUntil) - Date.parse(now)) / 1000),
    user: {
      id,
      name: actor.name,
      role: actor.role,
      roleName: roleState(kernel, actor.role)?.name ?? actor.role,
      permissions: [...actor.permissions],
    },
    ...(offline ? { offlineGrant: offline } : {}),
  };
};

const personOf = async (auth: Auth, { header }: Header): Promise<Person | undefined> => {
  const token = bearerOf(header("authorization"));
  return token === undefined ? undefined : auth.person(token);
};

export const sessionRoutes = (sessions: Sessions, auth: Auth): Route[] => [
  ...signInRoutes(sessions, auth),
  ...listRoutes(sessions, auth),
];

const signInRoutes = (sessions: Sessions, auth: Auth): Route[] => [
  action<z.infer<typeof LoginInput>, unknown>({
    method: "post",
    path: "/auth/login",
    tag,
    status: 200,
    permission: null,
    access: "public",
    summary: "Sign in with a password, or with a PIN on a registered device",
    description:
      "A PIN needs the device's x-device-id and x-device-token. Wrong attempts are backed off: 429.",
    body: LoginInput,
    answers: SignedIn,
    run: async ({ kernel, body, actor, address }) => {
      const origin = { deviceId: actor.deviceId, address };
      const grant =
        "pin" in body
          ? await sessions.signInByPin(body.pin, origin)
          : await sessions.signInByPassword(body.username, body.password, origin);
      return signedIn(auth, grant, kernel);
    },
  }),
  action<z.infer<typeof RefreshInput>, unknown>({
    method: "post",
    path: "/auth/refresh",
    tag,
    status: 200,
    permission: null,
    access: "public",
    summary: "Go on with a new pair of tokens; the old refresh token is spent",
    description:
      "For 30 seconds the old one gives the same answer again, in case it was lost. Later use ends the sign-in.",
    body: RefreshInput,
    answers: SignedIn,
    run: async ({ kernel, body }) => signedIn(auth, await sessions.refresh(body.refreshToken), kernel),
  }),
  action<z.infer<typeof LogoutInput>, unknown>({
    method: "post",
    path: "/auth/logout",
    tag,
    status: 204,
    permission: null,
    access: "public",
    summary: "Sign out: by the access token, or by the refresh token where that has run out",
    body: LogoutInput,
    answers: null,
    run: async ({ body, header }) => {
      if (body.refreshToken !== undefined && (await sessions.endByToken(body.refreshToken))) return;
      const person = await personOf(auth, { header });
      if (!person) throw notSignedIn();
      await sessions.end(person.sessionId, "logout");
    },
  }),
  read({
    path: "/auth/profile",
    tag,
    permission: null,
    summary: "Who is signed in, and what they may do",
    answers: Profile,
    run: ({ kernel, actor }) => {
      const user = actor.userId === null ? undefined : kernel.get(users, actor.userId);
      if (!user) throw notSignedIn();
      const { id, name, role, username } = user;
      return { id, name, role, username, deviceId: actor.deviceId, permissions: [...actor.permissions] };
    },
  }),
];

const SessionQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional(),
  cursor: z.string().max(200).optional(),
  userId: z.string().max(64).optional(),
  deviceId: z.string().max(64).optional(),
  /** Those too that have ended, as long as the box remembers them. */
  ended: z.enum(["true", "false"]).optional(),
});
type SessionQuery = PageRequest &
  Partial<Pick<z.infer<typeof SessionQuery>, "userId" | "deviceId" | "ended">>;
const newestFirst = {
  select: "SELECT * FROM sessions",
  order: ["created_at", "id"],
  direction: "DESC",
} as const;

const viewOf = (row: Record<string, ColumnValue>, currentId: string | undefined) => ({
  id: row.id,
  userId: row.user_id,
  deviceId: row.device_id,
  address: row.address,
  version: row.generation,
  createdAt: row.created_at,
  updatedAt: row.used_at,
  usedAt: row.used_at,
  expiresAt: row.expires_at,
  endedAt: row.ended_at,
  current: row.id === currentId,
});

const conditionsOf = ({ userId, deviceId, ended }: SessionQuery, now: string) => [
  ...(ended === "true" ? [] : [{ sql: "ended_at IS NULL AND expires_at > ?", values: [now] }]),
  ...(userId === undefined ? [] : [{ sql: "user_id = ?", values: [userId] }]),
  ...(deviceId === undefined ? [] : [{ sql: "device_id = ?", values: [deviceId] }]),
];

const listRoutes = (sessions: Sessions, auth: Auth): Route[] => [
  read<SessionQuery>({
    path: "/sessions",
    tag,
    permission: null,
    summary:
      "Open sign-ins, newest first: one's own, or with staff.manage anybody's; `ended=true` adds those that have ended",
    query: SessionQuery,
    answers: listOf(Session),
    run: async ({ kernel, actor, query, header }) => {
      const person = await personOf(auth, { header });
      const mayAll = actor.permissions.has("staff.manage");
      const userId = query.userId ?? (mayAll ? undefined : (actor.userId ?? ""));
      if (userId !== undefined && userId !== actor.userId && !mayAll) throw mayNot();
      const page = readPage(
        kernel.db,
        newestFirst,
        conditionsOf({ ...query, userId }, kernel.clock.now()),
        query,
      );
      const items = page.items.map((row) => viewOf(row, person?.sessionId));
      return { items, nextCursor: page.nextCursor };
    },
  }),
  action({
    method: "delete",
    path: "/sessions/:id",
    tag,
    status: 204,
    permission: null,
    summary: "End a sign-in: one's own, or with staff.manage anybody's",
    answers: null,
    run: async ({ kernel, actor, params }) => {
      const session = findSession(kernel.db, params.id ?? "");
      const mine = session !== undefined && session.user_id === actor.userId;
      if (!session || (!mine && !actor.permissions.has("staff.manage")))
        throw notFound("session", params.id ?? "");
      await sessions.end(session.id, "revoked");
    },
  }),
];

const mayNot = (): Refusal =>
  new Refusal("forbidden", "This needs the permission staff.manage. Ask a manager.", {
    permission: "staff.manage",
  });
