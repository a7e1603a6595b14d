/**
 * Signing in to the hub, as on the box: a password gives a short access token and a refresh token that turns with each
 * use. The token before the newest is good for 30 seconds more, for an answer that was lost; any older one means
 * that somebody else has a copy, and ends the session. Each request asks the database whether the session still
 * stands, so signing out, or losing one's role, counts at once.
 */

import { type Role, roles, type SignedIn } from "@tillbox/shared/contract/staff.ts";
import { newId } from "@tillbox/shared/id.ts";
import { type Permission, permissionsOf } from "@tillbox/shared/permissions.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Database, Sql } from "./database.ts";
import type { LoginBackoff } from "./login-backoff.ts";
import { organisationOf } from "./organisations.ts";
import { verifyPassword } from "./passwords.ts";
import { accessTokenSeconds, type RefreshClaims, type Tokens } from "./tokens.ts";

const SESSION_MINUTES = 480;
const GRACE_SECONDS = 30;
const hubPermissions: Permission[] = ["report.read", "hub.read", "hub.manage"];

export type Principal = {
  orgId: string;
  sessionId: string;
  user: { id: string; name: string; role: Role; permissions: Permission[] };
};
export type Auth = {
  /** Throws Refusal `unauthorized` or `rate_limited`. */
  login(input: { username: string; password: string; address: string }): Promise<SignedIn>;
  refresh(refreshToken: string): Promise<SignedIn>;
  logout(principal: Principal): Promise<void>;
  /** Who an access token stands for now. Throws Refusal `unauthorized`. */
  authenticate(accessToken: string): Promise<Principal>;
};
export type AuthParts = { database: Database; tokens: Tokens; backoff: LoginBackoff; demo: boolean };

const wrong = () => new Refusal("unauthorized", "User name or password is wrong.");
const over = () => new Refusal("unauthorized", "This sign-in has ended: sign in again.");

export const openAuth = (parts: AuthParts): Auth => ({
  login: async ({ username, password, address }) => {
    await parts.backoff.begin({ name: username, address });
    const found = await findUser(parts, username);
    if (!(await verifyPassword(found?.passwordHash ?? null, password)) || found === null) throw wrong();
    await parts.backoff.succeed({ name: username, address });
    const sessionId = newId();
    await parts.database.tenant(found.orgId, async (sql) => {
      await sql.rows("DELETE FROM sessions WHERE org_id = $1 AND user_id = $2 AND expires_at < now()", [
        found.orgId,
        found.id,
      ]);
      await sql.rows(
        `INSERT INTO sessions (org_id, id, user_id, expires_at) VALUES ($1, $2, $3, now() + ${SESSION_MINUTES} * interval '1 minute')`,
        [found.orgId, sessionId, found.id],
      );
    });
    return signedIn(parts, { orgId: found.orgId, sessionId, turn: 1 }, found);
  },
  refresh: async (token) => {
    const claims = parts.tokens.readRefresh(token);
    if (claims === null) throw over();
    const turned = await parts.database.tenant(claims.orgId, (sql) => turn(sql, claims, parts.demo));
    if (turned === null) throw over();
    return signedIn(parts, { ...claims, turn: turned.turn }, turned.user);
  },
  logout: ({ orgId, sessionId }) => parts.database.tenant(orgId, (sql) => revoke(sql, orgId, sessionId)),
  authenticate: async (token) => {
    const claims = await parts.tokens.readAccess(token);
    if (claims === null) throw over();
    const { orgId, sessionId } = claims;
    const session = await parts.database.tenant(orgId, (sql) =>
      liveSession(sql, orgId, sessionId, parts.demo),
    );
    if (session === null) throw over();
    return { orgId, sessionId, user: session.user };
  },
});

type UserRow = { id: string; name: string; role: string };
type User = Principal["user"];

const userOf = (row: UserRow): User => {
  const role = roles.find((known) => known === row.role) ?? "kiosk";
  const permissions = hubPermissions.filter((permission) => permissionsOf[role].includes(permission));
  return { id: row.id, name: row.name, role, permissions };
};

const findUser = async ({ database, demo }: AuthParts, username: string) => {
  const orgId = await organisationOf(database, username);
  if (orgId === null) return null;
  const row = await database.tenant(orgId, (sql) =>
    sql.row<UserRow & { password_hash: string }>(
      `SELECT users.id, users.name, role, password_hash FROM users JOIN organisations USING (org_id)
        WHERE org_id = $1 AND username = $2 AND active AND (NOT demo OR $3::boolean)`,
      [orgId, username.toLowerCase(), demo],
    ),
  );
  return row === null ? null : { orgId, passwordHash: row.password_hash, ...userOf(row) };
};

type SessionRow = UserRow & { turn: number; in_grace: boolean };

/** A session that stands and its user; its row is locked against another refresh of the same moment. */
const liveSession = async (sql: Sql, orgId: string, sessionId: string, demo: boolean, lock = "") => {
  const row = await sql.row<SessionRow>(
    `SELECT users.id, users.name, users.role, turn, turned_at > now() - ${GRACE_SECONDS} * interval '1 second' AS in_grace
       FROM sessions JOIN users ON users.org_id = sessions.org_id AND users.id = sessions.user_id
       JOIN organisations ON organisations.org_id = sessions.org_id
      WHERE sessions.org_id = $1 AND sessions.id = $2 AND revoked_at IS NULL AND expires_at > now() AND active
        AND (NOT demo OR $3::boolean) ${lock}`,
    [orgId, sessionId, demo],
  );
  return row === null ? null : { turn: row.turn, inGrace: row.in_grace, user: userOf(row) };
};

const turn = async (sql: Sql, claims: RefreshClaims, demo: boolean) => {
  const { orgId, sessionId } = claims;
  const session = await liveSession(sql, orgId, sessionId, demo, "FOR UPDATE OF sessions");
  if (session === null) return null;
  if (claims.turn === session.turn) {
    await sql.rows(
      `UPDATE sessions SET turn = turn + 1, turned_at = now(), expires_at = now() + ${SESSION_MINUTES} * interval '1 minute'
        WHERE org_id = $1 AND id = $2`,
      [orgId, sessionId],
    );
    return { turn: session.turn + 1, user: session.user };
  }
  if (claims.turn === session.turn - 1 && session.inGrace) return { turn: session.turn, user: session.user };
  await revoke(sql, orgId, sessionId);
  return null;
};

const revoke = async (sql: Sql, orgId: string, sessionId: string): Promise<void> => {
  await sql.rows(
    "UPDATE sessions SET revoked_at = now() WHERE org_id = $1 AND id = $2 AND revoked_at IS NULL",
    [orgId, sessionId],
  );
};

const signedIn = async (parts: AuthParts, claims: RefreshClaims, user: User): Promise<SignedIn> => ({
  accessToken: await parts.tokens.issueAccess({ ...claims, userId: user.id }),
  refreshToken: parts.tokens.issueRefresh(claims),
  expiresIn: accessTokenSeconds,
  user: { id: user.id, name: user.name, role: user.role, permissions: user.permissions },
});
