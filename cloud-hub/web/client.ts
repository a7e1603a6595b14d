/**
 * How the pages talk to the hub, and who does. The access token lives in memory, the refresh token in the tab: a reload keeps the person
 * signed in, a closed tab does not. A spent access token is refreshed once, however many requests find it spent. The hub's clock is
 * followed by its answers, because what is complete to when is said by that clock.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import type { Permission } from "@tillbox/shared/permissions.ts";
import { asProblem, HubProblem, problemOf, unreachable } from "./problem.ts";

export type Person = SignedIn["user"];
export type HubClient = {
  readonly person: ReadonlySignal<Person | null>;
  /** False until a kept sign-in was tried after a reload. */
  readonly isSettled: ReadonlySignal<boolean>;
  may: (permission: Permission) => boolean;
  /** Epoch milliseconds by the hub's clock. */
  now: () => number;
  get: <T>(path: string) => Promise<T>;
  /** `key` is made once by the person's tap. */
  post: <T>(path: string, body: unknown, key: string) => Promise<T>;
  signIn: (username: string, password: string) => Promise<void>;
  signOut: () => void;
  /** Tries the tab's refresh token. */
  resume: () => Promise<void>;
};

const storageKey = "tillbox.hub.session";
const timeout_ms = 15_000;

type Asked = { method: "GET" | "POST"; path: string; body?: unknown; key?: string; token: string | null };

const readKept = (): string | null => {
  try {
    return sessionStorage.getItem(storageKey);
  } catch {
    return null;
  }
};
const writeKept = (token: string | null): void => {
  try {
    if (token === null) sessionStorage.removeItem(storageKey);
    else sessionStorage.setItem(storageKey, token);
  } catch {
    // A browser that keeps nothing asks for the password again after a reload.
  }
};

const ask = async (asked: Asked): Promise<{ response: Response; body: unknown }> => {
  try {
    const response = await fetch(asked.path, {
      method: asked.method,
      cache: "no-cache",
      signal: AbortSignal.timeout(timeout_ms),
      headers: {
        ...(asked.token === null ? {} : { authorization: `Bearer ${asked.token}` }),
        ...(asked.body === undefined ? {} : { "content-type": "application/json" }),
        ...(asked.key === undefined ? {} : { "idempotency-key": asked.key }),
      },
      ...(asked.body === undefined ? {} : { body: JSON.stringify(asked.body) }),
    });
    const text = await response.text();
    return { response, body: text === "" ? undefined : (JSON.parse(text) as unknown) };
  } catch {
    throw unreachable();
  }
};

/** Who is signed in, and by which tokens. */
const openTokens = () => {
  const person = signal<Person | null>(null);
  const held = { access: null as string | null, refresh: readKept() };
  return {
    person,
    held,
    forget: (): void => {
      held.access = null;
      held.refresh = null;
      writeKept(null);
      person.value = null;
    },
    remember: ({ accessToken, refreshToken, user }: SignedIn): void => {
      held.access = accessToken;
      held.refresh = refreshToken;
      writeKept(refreshToken);
      person.value = user;
    },
  };
};

/** Sends, follows the hub's clock, and turns what is not well into a problem. */
const openWire = () => {
  let skew_ms = 0;
  return {
    now: (): number => Date.now() + skew_ms,
    send: async <T>(asked: Asked): Promise<T> => {
      const { response, body } = await ask(asked);
      const said = Date.parse(response.headers.get("date") ?? "");
      if (!Number.isNaN(said)) skew_ms = said - Date.now();
      if (!response.ok) throw problemOf(response, body);
      return body as T;
    },
  };
};

export const openHubClient = (): HubClient => {
  const { person, held, forget, remember } = openTokens();
  const { now, send } = openWire();
  const isSettled = signal(held.refresh === null);
  let refreshing: Promise<void> | null = null;
  const renew = async (): Promise<void> => {
    const { refresh: refreshToken } = held;
    if (refreshToken === null) throw new HubProblem(401, "Your sign-in has ended. Sign in again.");
    const path = "/api/auth/refresh";
    try {
      remember(await send<SignedIn>({ method: "POST", path, body: { refreshToken }, token: null }));
    } catch (error) {
      if (asProblem(error).status === 401) forget();
      throw error;
    }
  };
  const renewOnce = (): Promise<void> => {
    refreshing ??= renew().finally(() => {
      refreshing = null;
    });
    return refreshing;
  };
  const request = async <T>(asked: Omit<Asked, "token">): Promise<T> => {
    const used = held.access;
    try {
      return await send<T>({ ...asked, token: used });
    } catch (error) {
      if (asProblem(error).status !== 401 || person.value === null) throw error;
      if (held.access === used) await renewOnce();
      return send<T>({ ...asked, token: held.access });
    }
  };
  return {
    person,
    isSettled,
    now,
    may: (permission) => person.value?.permissions.includes(permission) === true,
    get: (path) => request({ method: "GET", path }),
    post: (path, body, key) => request({ method: "POST", path, body, key }),
    signIn: async (username, password) => {
      const path = "/api/auth/login";
      remember(await send<SignedIn>({ method: "POST", path, body: { username, password }, token: null }));
    },
    signOut: () => {
      const token = held.access;
      forget();
      // The session ends by itself if this does not arrive.
      send({ method: "POST", path: "/api/auth/logout", token }).catch(() => undefined);
    },
    resume: async () => {
      try {
        if (held.refresh !== null) await renewOnce();
      } catch {
        // Signed out, or the hub is away: the sign-in page says what to do.
      }
      isSettled.value = true;
    },
  };
};
