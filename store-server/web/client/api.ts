/**
 * Requests to the box: who asks (person and device), a limit on the wait, problems as one typed error, and a spent access token
 * refreshed once, however many requests find it spent. Nothing is repeated here; repeating belongs to the outbox, which owns the key.
 */
import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { ApiProblem, notSignedIn, problemOf, tooSlow, unreachable } from "./problem.ts";
import type { Session } from "./session.ts";

export type ApiRequest = {
  method: "GET" | "POST" | "PUT" | "DELETE";
  /** From the root: `/api/orders`. */
  path: string;
  body?: unknown;
  /** Idempotency key, made once by the person's tap. */
  key?: string;
  /** When the person tapped, RFC 3339 UTC. */
  at?: string;
  /** A manager's one-shot approval. */
  approval?: string;
  /** No person: sign-in and refresh. */
  withoutPerson?: boolean;
  /** The word of somebody else than who is signed in; null for the device alone. Never refreshed. */
  bearer?: string | null;
};

export type Api = {
  /** The answer, or throws `ApiProblem`. `undefined` for 204. */
  ask<T>(request: ApiRequest): Promise<T>;
  get<T>(path: string): Promise<T>;
  /** A new access token for whoever is signed in; false when there is none to be had. Throws when the box is away. */
  renew(): Promise<boolean>;
};

export type ApiOptions = { session: Session; fetch?: typeof fetch; timeout_ms?: number };

const isAbort = (error: unknown): boolean =>
  error instanceof DOMException && (error.name === "TimeoutError" || error.name === "AbortError");

const jsonOf = async (response: Response): Promise<unknown> => {
  if (response.status === 204) return undefined;
  const text = await response.text();
  // A table, as it is.
  if (response.ok && response.headers.get("content-type")?.startsWith("text/csv")) return text;
  try {
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  } catch {
    return undefined;
  }
};

const headersOf = (request: ApiRequest, session: Session): Record<string, string> => {
  const own = request.withoutPerson ? null : session.accessToken.value;
  const token = request.bearer === undefined ? own : request.bearer;
  const device = session.device.value;
  return {
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
    ...(device === null ? {} : { "x-device-id": device.deviceId, "x-device-token": device.deviceToken }),
    ...(request.body === undefined ? {} : { "content-type": "application/json" }),
    ...(request.key === undefined ? {} : { "idempotency-key": request.key }),
    ...(request.at === undefined ? {} : { "x-device-time": request.at }),
    ...(request.approval === undefined ? {} : { "x-approval": request.approval }),
  };
};

export const openApi = ({ session, fetch: ask = fetch, timeout_ms = 10_000 }: ApiOptions): Api => {
  const once = async <T>(request: ApiRequest): Promise<T> => {
    try {
      const response = await ask(request.path, {
        method: request.method,
        headers: headersOf(request, session),
        cache: "no-cache",
        signal: AbortSignal.timeout(timeout_ms),
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
      });
      const body = await jsonOf(response);
      if (!response.ok) throw problemOf(response, body);
      return body as T;
    } catch (error) {
      if (error instanceof ApiProblem) throw error;
      throw isAbort(error) ? tooSlow() : unreachable();
    }
  };

  let refreshing: Promise<boolean> | null = null;
  const refresh = async (): Promise<boolean> => {
    const refreshToken = session.refreshToken();
    if (refreshToken === null) return false;
    // Somebody else came meanwhile, or whoever it was is gone: what it says is of nobody here.
    const isStill = (): boolean => session.refreshToken() === refreshToken;
    try {
      const path = "/api/auth/refresh";
      const request = { method: "POST", path, body: { refreshToken }, withoutPerson: true } as const;
      const answer = await once<SignedIn>(request);
      if (!isStill()) return false;
      session.refreshed(answer);
      return true;
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.details.status !== 401) throw error;
      if (isStill()) session.signedOut();
      return false;
    }
  };
  const refreshOnce = (): Promise<boolean> => {
    refreshing ??= refresh().finally(() => {
      refreshing = null;
    });
    return refreshing;
  };

  const request = async <T>(wanted: ApiRequest): Promise<T> => {
    const isOwn = !wanted.withoutPerson && wanted.bearer === undefined;
    const who = session.actorId();
    // Signed in while the box was away: the token is still to come.
    if (isOwn && session.accessToken.value === null && session.person.value !== null) await refreshOnce();
    // Nor may it go with the word of whoever came while it waited for one.
    if (isOwn && session.actorId() !== who) throw notSignedIn();
    const used = session.accessToken.value;
    try {
      return await once<T>(wanted);
    } catch (error) {
      const isSpent =
        error instanceof ApiProblem &&
        error.details.status === 401 &&
        !wanted.withoutPerson &&
        wanted.bearer === undefined;
      // What one person wanted is never asked with the word of the next.
      if (!isSpent || used === null || session.actorId() !== who) throw error;
      // Another request may have brought a new token in the meantime.
      if (session.accessToken.value === used && !(await refreshOnce())) throw error;
      return once<T>(wanted);
    }
  };
  return { ask: request, get: (path) => request({ method: "GET", path }), renew: refreshOnce };
};
