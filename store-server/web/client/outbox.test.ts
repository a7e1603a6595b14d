import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Entry, type Intent, openOutbox } from "./outbox.ts";
import { ApiProblem, tooSlow, unreachable } from "./problem.ts";

const refusal = (message = "Tomato soup is sold out."): ApiProblem =>
  new ApiProblem("conflict", message, { status: 409 });
const later = (): ApiProblem => new ApiProblem("unavailable", "Not set up.", { status: 503 });
const intent = (label: string, more: Partial<Intent> = {}): Intent => ({
  label,
  chain: "order-1",
  method: "POST",
  path: `/api/${label}`,
  ...more,
});

type Try = { entry: Entry; answer(value: unknown): void; fail(problem: ApiProblem): void };
const setUp = () => {
  const tries: Try[] = [];
  const actor = { id: "waiter" as string | null };
  const outbox = openOutbox({
    send: (entry) =>
      new Promise((resolve, reject) => {
        tries.push({ entry, answer: resolve, fail: reject });
      }),
    onAnswer: () => undefined,
    actorId: () => actor.id,
    random: () => 1,
  });
  return { tries, outbox, actor, labels: () => tries.map(({ entry }) => entry.label) };
};
const settled = () => vi.advanceTimersByTimeAsync(0);

describe("outbox", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test("a lost answer is asked for again with the very same key", async () => {
    const { tries, outbox } = setUp();
    const done = outbox.submit(intent("pay"));
    tries[0]?.fail(unreachable());
    await vi.advanceTimersByTimeAsync(2_000);
    tries[1]?.fail(tooSlow());
    await vi.advanceTimersByTimeAsync(4_000);
    expect(tries).toHaveLength(3);
    expect(new Set(tries.map(({ entry }) => entry.key)).size).toBe(1);
    tries[2]?.answer({ id: "p" });
    expect(await done).toEqual({ ok: true, answer: { id: "p" } });
    expect(outbox.entries.value).toEqual([]);
  });

  test("two taps have two keys", () => {
    const { tries, outbox } = setUp();
    void outbox.submit(intent("a", { chain: "1" }));
    void outbox.submit(intent("b", { chain: "2" }));
    expect(tries[0]?.entry.key).not.toBe(tries[1]?.entry.key);
  });

  test("intents of one order go one after the other, another order does not wait for them", async () => {
    const { tries, outbox, labels } = setUp();
    void outbox.submit(intent("open"));
    void outbox.submit(intent("add"));
    void outbox.submit(intent("elsewhere", { chain: "order-2" }));
    expect(labels()).toEqual(["open", "elsewhere"]);
    tries[0]?.fail(unreachable());
    await settled();
    expect(labels()).toEqual(["open", "elsewhere"]);
    await vi.advanceTimersByTimeAsync(2_000);
    tries[2]?.answer({});
    await settled();
    expect(labels()).toEqual(["open", "elsewhere", "open", "add"]);
  });

  test("a refusal is final, says why, and lets the next one go", async () => {
    const { tries, outbox, labels } = setUp();
    const done = outbox.submit(intent("void"));
    void outbox.submit(intent("send"));
    tries[0]?.fail(refusal());
    const outcome = await done;
    expect(outcome).toMatchObject({ ok: false, problem: { message: "Tomato soup is sold out." } });
    await settled();
    expect(labels()).toEqual(["void", "send"]);
    expect(outbox.entries.value.map(({ label }) => label)).toEqual(["send"]);
  });

  test("a refused intent that is kept stays with its reason until it is tried again, with a new key, or discarded", async () => {
    const { tries, outbox } = setUp();
    void outbox.submit(intent("add", { keeps: true }));
    tries[0]?.fail(refusal());
    await settled();
    const [kept] = outbox.entries.value;
    expect(kept).toMatchObject({ state: "refused", problem: { code: "conflict" } });
    outbox.retry(kept?.key ?? "");
    expect(tries[1]?.entry.key).not.toBe(kept?.key);
    tries[1]?.fail(refusal());
    await settled();
    outbox.discard(outbox.entries.value[0]?.key ?? "");
    expect(outbox.entries.value).toEqual([]);
  });

  test("when opening an order is refused, what hangs on it is refused with the same reason", async () => {
    const { tries, outbox } = setUp();
    const opened = outbox.submit(intent("open", { opens: true }));
    const added = outbox.submit(intent("add"));
    tries[0]?.fail(refusal("Table 4 has an open order."));
    expect((await opened).ok).toBe(false);
    expect(await added).toMatchObject({ ok: false, problem: { message: "Table 4 has an open order." } });
    expect(tries).toHaveLength(1);
  });

  test("a later change of the same thing replaces the one that still waits for its turn", async () => {
    const { tries, outbox } = setUp();
    void outbox.submit(intent("send"));
    const two = outbox.submit(intent("quantity 2", { name: "line quantity", body: { quantity: 2 } }));
    const three = outbox.submit(intent("quantity 3", { name: "line quantity", body: { quantity: 3 } }));
    tries[0]?.answer({});
    await settled();
    expect(tries.map(({ entry }) => entry.body)).toEqual([undefined, { quantity: 3 }]);
    tries[1]?.answer("done");
    expect(await two).toEqual({ ok: true, answer: "done" });
    expect(await three).toEqual({ ok: true, answer: "done" });
  });

  test("a change that came before a send is not replaced by one that came after it", async () => {
    const { tries, outbox, labels } = setUp();
    void outbox.submit(intent("first"));
    void outbox.submit(intent("two", { name: "line quantity" }));
    void outbox.submit(intent("send"));
    void outbox.submit(intent("three", { name: "line quantity" }));
    for (let index = 0; index < 4; index += 1) {
      tries[index]?.answer({});
      await settled();
    }
    expect(labels()).toEqual(["first", "two", "send", "three"]);
  });

  test("nobody else sends what a person tapped: keys belong to the actor", async () => {
    const { tries, outbox, actor } = setUp();
    void outbox.submit(intent("mine"));
    tries[0]?.fail(unreachable());
    await settled();
    actor.id = "someone-else";
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tries).toHaveLength(1);
    actor.id = "waiter";
    outbox.hurry();
    expect(tries).toHaveLength(2);
  });

  test("a hurry does not wait for the pause, and does not send twice what is on its way", async () => {
    const { tries, outbox } = setUp();
    void outbox.submit(intent("add"));
    outbox.hurry();
    expect(tries).toHaveLength(1);
    tries[0]?.fail(unreachable());
    await settled();
    outbox.hurry();
    expect(tries).toHaveLength(2);
  });

  test("'not set up' is an answer where asked once, and otherwise tried a few times only", async () => {
    const { tries, outbox } = setUp();
    const card = outbox.submit(intent("card", { asksOnce: true }));
    tries[0]?.fail(later());
    expect((await card).ok).toBe(false);
    const busy = outbox.submit(intent("busy"));
    for (let index = 1; index < 20; index += 1) {
      tries[index]?.fail(later());
      await vi.advanceTimersByTimeAsync(10_000);
    }
    expect((await busy).ok).toBe(false);
    expect(tries).toHaveLength(7);
  });
});
