/**
 * The strings that people and stores show. An access token is a JWT (HS256, 15 minutes). A refresh token names its
 * session and its turn and is sealed with the hub's secret, so the database holds nothing that could be stolen
 * and used, and a lost answer can be given again. A store's token is random; the database has its SHA-256.
 */
import { createHash, createHmac, randomBytes, randomInt, timingSafeEqual } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";

export const accessTokenSeconds = 15 * 60;
const ISSUER = "tillbox-hub";

/** Who is signed in, as the token says it; the database is asked besides. */
export type Claims = { orgId: string; sessionId: string; userId: string };
export type RefreshClaims = { orgId: string; sessionId: string; turn: number };
export type Tokens = {
  issueAccess(claims: Claims): Promise<string>;
  /** null for a token that is not ours or too old. */
  readAccess(token: string): Promise<Claims | null>;
  issueRefresh(claims: RefreshClaims): string;
  readRefresh(token: string): RefreshClaims | null;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** `secret`: at least 32 characters, the same on all nodes. */
export const openTokens = (secret: string): Tokens => {
  const key = new TextEncoder().encode(secret);
  const seal = (text: string) => createHmac("sha256", key).update(`refresh:${text}`).digest("base64url");
  return {
    issueAccess: ({ orgId, sessionId, userId }) =>
      new SignJWT({ org: orgId, sid: sessionId })
        .setProtectedHeader({ alg: "HS256" })
        .setIssuer(ISSUER)
        .setSubject(userId)
        .setIssuedAt()
        .setExpirationTime(`${accessTokenSeconds}s`)
        .sign(key),
    readAccess: async (token) => {
      const verified = await jwtVerify(token, key, { issuer: ISSUER, algorithms: ["HS256"] }).catch(
        () => null,
      );
      const { org, sid, sub } = verified?.payload ?? {};
      if (typeof org !== "string" || typeof sid !== "string" || typeof sub !== "string") return null;
      return { orgId: org, sessionId: sid, userId: sub };
    },
    issueRefresh: ({ orgId, sessionId, turn }) => {
      const text = `${orgId}.${sessionId}.${turn}`;
      return `${text}.${seal(text)}`;
    },
    readRefresh: (token) => {
      const [orgId = "", sessionId = "", turn = "", given = ""] = token.split(".");
      if (!uuid.test(orgId) || !uuid.test(sessionId) || !/^[1-9]\d{0,8}$/.test(turn)) return null;
      return same(given, seal(`${orgId}.${sessionId}.${turn}`))
        ? { orgId, sessionId, turn: Number(turn) }
        : null;
    },
  };
};

const same = (a: string, b: string): boolean => timingSafeEqual(sha256(a), sha256(b));

export const sha256 = (text: string): Buffer => createHash("sha256").update(text, "utf8").digest();

/** The key under which the directory knows a login name or an enrolment code. */
export const directoryKey = (kind: "login" | "code", word: string): string =>
  sha256(`${kind}:${kind === "login" ? word.toLowerCase() : codeLetters(word)}`).toString("hex");

// Crockford's base 32: no letter that is taken for another.
const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** A code for a person to read and type: 50 random bits, as XXXXX-XXXXX. */
export const newEnrolmentCode = (): string => {
  const letters = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]);
  return `${letters.slice(0, 5).join("")}-${letters.slice(5).join("")}`;
};

/** Case, blanks and hyphens do not matter in a code. */
const codeLetters = (code: string): string => code.toUpperCase().replaceAll(/[\s-]/g, "");

/** A store's token says which row to look at; only its secret part opens anything. */
export const newStoreToken = (orgId: string, storeId: string): string =>
  `${orgId}.${storeId}.${randomBytes(32).toString("base64url")}`;

export const readStoreToken = (token: string): { orgId: string; storeId: string; hash: Buffer } | null => {
  const orgEnd = token.indexOf(".");
  const storeEnd = token.lastIndexOf(".");
  const orgId = token.slice(0, Math.max(0, orgEnd));
  const storeId = token.slice(orgEnd + 1, storeEnd);
  if (token.length > 300 || storeEnd <= orgEnd || !uuid.test(orgId) || storeId === "") return null;
  if (!/^[A-Za-z0-9._:-]{1,64}$/.test(storeId)) return null;
  return { orgId, storeId, hash: sha256(token) };
};
