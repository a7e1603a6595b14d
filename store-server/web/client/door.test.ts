import { signal } from "@preact/signals";
import type { SignedIn } from "@tillbox/shared/contract/staff.ts";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Api, ApiRequest } from "./api.ts";
import { openDoor } from "./door.ts";
import type { ConnectionState, Live } from "./live.ts";
import { reloadAfter_ms } from "./loading.ts";
import { ApiProblem, unreachable } from "./problem.ts";
import { followBox } from "./running.ts";
import { type KeyValue, openSession } from "./session.ts";
import type { Vault } from "./vault.ts";

const memory = (): KeyValue => {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
};
const userOf = (id: string): SignedIn["user"] => ({ id, name: id, role: "waiter", permissions: [] });
const answerFor = (id: string): SignedIn => ({
  accessToken: `access of ${id}`,
  refreshToken: `refresh of ${id}`,
  expiresIn: 900,
  user: userOf(id),
});

/** A box that answers when it is told to; a PIN is the name of its person. */
const setUp = (tab = memory()) => {
  const session = openSession("pos", memory(), tab);
  const asked: string[] = [];
  const open: { resolve(answer: unknown): void; reject(error: unknown): void }[] = [];
  const ask = ({ path, bearer }: ApiRequest): Promise<unknown> => {
    asked.push(bearer ? `${path} as ${bearer}` : path);
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    open.push({ resolve, reject });
    return promise;
  };
  const vault = { prove: async (pin: string) => userOf(pin), remember: async () => undefined };
  const door = openDoor({
    api: { ask, renew: () => new Promise(() => undefined) } as unknown as Api,
    session,
    device: { deviceType: "tablet", capabilities: {} },
    vault: vault as unknown as Vault,
    isAway: () => false,
  });
  const state = signal<ConnectionState>("connected");
  followBox({ session, live: { state } as unknown as Live, door });
  const answers = async (answer: unknown, index = 0): Promise<void> => {
    const [request] = open.splice(index, 1);
    if (answer instanceof ApiProblem) request?.reject(answer);
    else request?.resolve(answer);
    await vi.advanceTimersByTimeAsync(0);
  };
  /** The box is not reached by the sign-in, though the socket to it stands. */
  const comesAway = async (pin: string): Promise<void> => {
    const signingIn = door.signIn(pin);
    await answers(unreachable());
    await signingIn;
    await vi.advanceTimersByTimeAsync(0);
  };
  return { session, door, state, asked, answers, comesAway };
};

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("whoever signed in without the box", () => {
  test("is signed in with it also where the connection stood all the while, however often that fails", async () => {
    const { session, asked, answers, comesAway } = setUp();
    await comesAway("ann");
    expect([session.person.value?.id, session.accessToken.value]).toEqual(["ann", null]);
    expect(asked).toHaveLength(2);
    for (const times of [3, 4]) {
      await answers(unreachable());
      await vi.advanceTimersByTimeAsync(reloadAfter_ms);
      expect(asked).toHaveLength(times);
    }
    await answers(answerFor("ann"));
    expect([session.person.value?.id, session.accessToken.value]).toEqual(["ann", "access of ann"]);
    await vi.advanceTimersByTimeAsync(10 * reloadAfter_ms);
    expect(asked).toHaveLength(4);
  });

  test("is not asked for while there is no connection", async () => {
    const { session, state, asked, answers, comesAway } = setUp();
    state.value = "reconnecting";
    await comesAway("ann");
    await vi.advanceTimersByTimeAsync(10 * reloadAfter_ms);
    expect(asked).toHaveLength(1);
    state.value = "connected";
    await answers(answerFor("ann"));
    expect(session.accessToken.value).toBe("access of ann");
  });

  test("has to type the PIN again where the box says no", async () => {
    const { session, answers, comesAway } = setUp();
    await comesAway("ann");
    await answers(new ApiProblem("unauthorized", "Not that one.", { status: 401 }));
    expect(session.person.value).toBeNull();
  });

  test("does not come back onto a screen that they locked, and what they tapped can be sent", async () => {
    const { session, answers, comesAway } = setUp();
    await comesAway("ann");
    session.locked();
    await answers(answerFor("ann"));
    expect([session.person.value, session.accessToken.value]).toEqual([null, "access of ann"]);
  });

  test.each([
    ["a yes", answerFor("ann"), ["/api/auth/logout as access of ann"]],
    ["a no", new ApiProblem("unauthorized", "Not that one.", { status: 401 }), []],
  ])("gives way to who came since: %s for the first is not for the second", async (_name, late, ends) => {
    const { session, asked, answers, comesAway, door } = setUp();
    await comesAway("ann");
    session.locked();
    const signingIn = door.signIn("bob");
    await answers(unreachable(), 1);
    await signingIn;
    await answers(late);
    expect([session.person.value?.id, session.accessToken.value]).toEqual(["bob", null]);
    expect(asked.slice(3)).toEqual(ends);
    for (const _end of ends) await answers({});
    await vi.advanceTimersByTimeAsync(reloadAfter_ms);
    await answers(answerFor("bob"));
    expect([session.person.value?.id, session.accessToken.value]).toEqual(["bob", "access of bob"]);
  });
});

describe("after a reload", () => {
  const reloaded = async () => {
    const tab = memory();
    setUp(tab).session.signedIn(answerFor("ann"));
    const page = setUp(tab);
    void page.door.resume();
    await vi.advanceTimersByTimeAsync(3_000);
    return page;
  };

  test("a box that takes its time keeps nobody waiting, and an answer that comes late opens no screen that was locked since", async () => {
    const { session, answers } = await reloaded();
    expect(session.person.value?.id).toBe("ann");
    session.locked();
    await answers(answerFor("ann"));
    expect(session.person.value).toBeNull();
  });

  test("a late no of the box signs nobody out who came meanwhile", async () => {
    const { session, answers } = await reloaded();
    session.signedIn(answerFor("bob"));
    await answers(new ApiProblem("unauthorized", "It was used twice.", { status: 401 }));
    expect(session.person.value?.id).toBe("bob");
  });

  test("a late failure on the way shows nobody again who locked the screen", async () => {
    const { session, answers } = await reloaded();
    session.locked();
    await answers(unreachable());
    expect(session.person.value).toBeNull();
  });
});
