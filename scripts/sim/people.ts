/** Who works in the shop, and how box and devices know them: the tokens say who they are, so that no seed has to compute a hash. */
import type { Role, SignedIn } from "@tillbox/shared/contract/staff.ts";
import { permissionsOf } from "@tillbox/shared/permissions.ts";
import { deviceGrants } from "@tillbox/shared/protocol/rooms.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { devices } from "@tillbox/store-server/features/device/rows.ts";
import { actorOf } from "@tillbox/store-server/features/staff/rows.ts";
import type { Auth, Person } from "@tillbox/store-server/http/auth.ts";
import { newWindow } from "@tillbox/store-server/http/rate-limit.ts";
import { action, type Route, read } from "@tillbox/store-server/http/route.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import type { Actor } from "@tillbox/store-server/kernel/types.ts";
import type { Authenticate } from "@tillbox/store-server/live/types.ts";
import { z } from "zod";

export const people: readonly { id: string; role: Role }[] = [
  { id: "ann", role: "waiter" },
  { id: "bob", role: "waiter" },
  { id: "cleo", role: "cashier" },
  { id: "dan", role: "manager" },
  { id: "eve", role: "owner" },
  { id: "finn", role: "cook" },
];

/** Access tokens last so long; the client brings a new one. */
const life_ms = 15 * 60_000;

type Tokens = { accessToken: string; refreshToken: string };
const tokensOf = (userId: string, deviceId: string, now_ms: number): Tokens => ({
  accessToken: `${userId}/${deviceId}/${now_ms}`,
  refreshToken: `${userId}/${deviceId}`,
});
const signedInAs = (userId: string, deviceId: string, now_ms: number): SignedIn => {
  const role = people.find(({ id }) => id === userId)?.role ?? "waiter";
  const user = { id: userId, name: userId, role, permissions: [...permissionsOf[role]] };
  const until = new Date(now_ms + grantLife_ms).toISOString();
  const offlineGrant = { token: grantOf(userId, deviceId), until };
  return { ...tokensOf(userId, deviceId, now_ms), expiresIn: 900, user, offlineGrant };
};
/** What somebody types, on that device. */
export const pinOf = (userId: string, deviceId: string): string => `${userId}/${deviceId}`;
/** What an offline grant begins with here. */
const grantMark = "og.sim";
const grantLife_ms = 12 * 3_600_000;

/** The word of somebody who is not on the screen any more, for what they tapped. */
const grantOf = (userId: string, deviceId: string): string => `${grantMark}/${userId}/${deviceId}`;
export const deviceToken = (deviceId: string): string => `token of ${deviceId}`;

const unknown = (): Refusal => new Refusal("unauthorized", "Sign in again.");

const personOf = (kernel: Kernel, token: string): Actor => {
  const [userId = "", deviceId = "", since = ""] = token.split("/");
  const isSpent = Date.parse(kernel.clock.now()) - Number(since) > life_ms;
  const actor = isSpent ? null : actorOf(kernel, userId, deviceId);
  if (!actor) throw unknown();
  return actor;
};

const granteeOf = (kernel: Kernel, token: string): Actor | null => {
  const [mark, userId = "", deviceId = ""] = token.split("/");
  return mark === grantMark ? actorOf(kernel, userId, deviceId) : null;
};

const deviceOf = (kernel: Kernel, id: string, token: string): Actor | null => {
  const known = kernel.get(devices, id);
  if (!known || known.revoked || token !== deviceToken(id)) return null;
  const grants = deviceGrants(known.type, known.capabilities);
  return { userId: null, name: known.name, role: known.type, deviceId: id, permissions: new Set(grants) };
};

export const authOf = (kernel: Kernel): Auth => ({
  person: (token): Person => ({
    actor: personOf(kernel, token),
    sessionId: token,
    window: newWindow(),
  }),
  grantee: (token) => granteeOf(kernel, token),
  device: (id, token) => deviceOf(kernel, id, token),
  issue: () => Promise.reject(new Error("tokens are made by `tokensOf` here")),
});

const now_ms = (kernel: Kernel): number => Date.parse(kernel.clock.now());

/** A spent token is refreshed; signing out ends nothing here. */
export const sessionRoutes = (kernel: Kernel): Route[] => [
  action<{ pin: string }, unknown>({
    method: "post",
    path: "/auth/login",
    tag: "Auth",
    status: 200,
    permission: null,
    access: "public",
    summary: "Sign in",
    body: z.strictObject({ pin: z.string() }),
    answers: z.unknown(),
    run: ({ body }) => {
      const [userId = "", deviceId = ""] = body.pin.split("/");
      return signedInAs(userId, deviceId, now_ms(kernel));
    },
  }),
  action<object, unknown>({
    method: "post",
    path: "/auth/logout",
    tag: "Auth",
    status: 200,
    permission: null,
    access: "public",
    summary: "Sign out",
    body: z.strictObject({ refreshToken: z.string().optional() }),
    answers: z.unknown(),
    run: () => ({}),
  }),
  action<{ refreshToken: string }, unknown>({
    method: "post",
    path: "/auth/refresh",
    tag: "Auth",
    status: 200,
    permission: null,
    access: "public",
    summary: "A new access token",
    body: z.strictObject({ refreshToken: z.string() }),
    answers: z.unknown(),
    run: ({ body }) => {
      const [userId = "", deviceId = ""] = body.refreshToken.split("/");
      return signedInAs(userId, deviceId, now_ms(kernel));
    },
  }),
  profileRoute(),
];

const profileRoute = (): Route =>
  read<never>({
    path: "/auth/profile",
    tag: "Auth",
    permission: null,
    summary: "Who is signed in",
    answers: z.unknown(),
    run: ({ actor }) => ({ id: actor.userId }),
  });

/** The same for sockets. */
export const authenticateOf =
  (kernel: Kernel): Authenticate =>
  async ({ deviceId, token = "", accessToken }) => {
    const alone = deviceOf(kernel, deviceId, token);
    const device = kernel.get(devices, deviceId);
    if (!alone || !device) return unknown();
    const person = accessToken === undefined ? null : personOf(kernel, accessToken);
    const since = Number(accessToken?.split("/")[2]);
    return {
      ...(person === null ? {} : { personUntil: since + life_ms }),
      device: { id: deviceId, type: device.type, name: device.name, capabilities: device.capabilities },
      actor: person ?? alone,
      permissions: person?.permissions ?? new Set(),
    };
  };
