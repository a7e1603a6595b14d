import { describe, expect, test, vi } from "vitest";
import { samplePayment } from "../testing/samples.ts";
import type { Api, ApiRequest } from "./api.ts";
import { payOrder } from "./intents.ts";
import { ApiProblem, asProblem } from "./problem.ts";
import { changeOf, type Entry, entryFrom, keptOf } from "./tap.ts";
import { openDisk } from "./testing-disk.ts";
import { later, setUp } from "./testing-outbox.ts";
import { openSender, type SenderOptions } from "./transport.ts";

const payment = samplePayment({ amount: 4232, rounding: -2, tendered: 5000, change: 770 });
const cash = payOrder(
  { id: "o1" },
  { id: "p1", method: "cash", tendered: 5000 },
  { kind: "pay", payment, completes: true },
);
const entryOf = (more: Partial<Entry> = {}): Entry => ({
  ...cash,
  change: changeOf(cash),
  key: "tap-1",
  place: 1,
  isReady: true,
  at: "2026-11-20T18:00:00.000Z",
  actorId: "waiter",
  actorName: null,
  state: "queued",
  attempts: 0,
  problem: null,
  inboxId: null,
  ...more,
});

type Body = { deviceTime?: string; changes: Record<string, unknown>[] };
/** What is sent of some entries. */
const sentOf = async (entries: readonly Entry[], attended: readonly string[] = []): Promise<Body> => {
  const asked: ApiRequest[] = [];
  const ask = (request: ApiRequest): Promise<never> => {
    asked.push(request);
    return Promise.resolve({ results: [], epoch: 1 } as never);
  };
  const send = openSender({ ask } as Pick<Api, "ask"> as Api, {
    deviceId: () => "tablet",
    bearerOf: () => undefined,
    refused: () => undefined,
  });
  await send(entries, new Set(attended));
  return asked[0]?.body as Body;
};

describe("a call to the box", () => {
  test("says of cash how much of it stays in the drawer", async () => {
    const { changes } = await sentOf([entryOf()]);
    expect(changes).toEqual([
      {
        entityType: "order",
        entityId: "o1",
        action: "pay",
        data: { id: "p1", method: "cash", tendered: 5000 },
        changeId: "tap-1",
        timestamp: "2026-11-20T18:00:00.000Z",
        taken: 4230,
      },
    ]);
  });

  test("says the same of a tap that came back from the disk, with and without somebody who waits", async () => {
    const first = await sentOf([entryOf()], ["tap-1"]);
    const again = await sentOf([entryFrom(structuredClone(keptOf(entryOf())))]);
    expect(first.changes).toEqual([{ ...again.changes[0], attended: true }]);
  });

  test("says nothing new of a tap from before it was known: the box may have taken it already, as it was", async () => {
    const { taken: _taken, ...old } = keptOf(entryOf()).entry;
    const { changes } = await sentOf([entryFrom({ ...keptOf(entryOf()), entry: old })]);
    expect(changes[0]).toMatchObject({ changeId: "tap-1", data: { tendered: 5000 } });
    expect(changes[0]).not.toHaveProperty("taken");
  });

  test("says what this device's own clock shows, wrong as it may be", async () => {
    vi.useFakeTimers({ now: Date.parse("2026-11-20T19:07:00Z") });
    try {
      expect((await sentOf([entryOf()])).deviceTime).toBe("2026-11-20T19:07:00.000Z");
    } finally {
      vi.useRealTimers();
    }
  });
});

describe("a call for somebody whose sign-in is gone", () => {
  /** What was asked for the waiter while a manager is here, and how it ended. */
  const sending = async (more: Partial<SenderOptions> = {}, fails?: ApiProblem) => {
    const asked: ApiRequest[] = [];
    const ended: string[] = [];
    const ask = (request: ApiRequest): Promise<never> => {
      asked.push(request);
      return fails ? Promise.reject(fails) : Promise.resolve({ results: [], epoch: 1 } as never);
    };
    const send = openSender({ ask } as Pick<Api, "ask"> as Api, {
      deviceId: () => "tablet",
      bearerOf: () => undefined,
      refused: (id) => ended.push(`refused ${id}`),
      isForOther: (id) => id === "waiter",
      refusedForOther: (id) => ended.push(`no more for ${id}`),
      ...more,
    });
    const problem = await send([entryOf()], new Set(["tap-1"])).then(
      () => null,
      (error: unknown) => asProblem(error).code,
    );
    return { asked, ended, problem, change: (asked[0]?.body as Body | undefined)?.changes[0] };
  };
  const no = (status: number) => new ApiProblem("forbidden", "Ask a manager.", { status });

  test("says whose tap it is, under the sender's own word, with nobody waiting", async () => {
    const { asked, change } = await sending();
    expect(change).toMatchObject({ changeId: "tap-1", onBehalfOf: "waiter", taken: 4230 });
    expect(change).not.toHaveProperty("attended");
    expect(asked[0]).not.toHaveProperty("bearer");
  });

  test("says nothing of it for whoever sends their own", async () => {
    const { change } = await sending({ isForOther: () => false });
    expect(change).toMatchObject({ changeId: "tap-1", attended: true });
    expect(change).not.toHaveProperty("onBehalfOf");
  });

  test("that the box forbids ends no tap: they wait for somebody who may; one's own, forbidden, is an answer", async () => {
    expect(await sending({}, no(403))).toMatchObject({
      problem: "unauthorized",
      ended: ["no more for waiter"],
    });
    expect(await sending({ isForOther: () => false }, no(403))).toMatchObject({
      problem: "forbidden",
      ended: [],
    });
  });

  test("is not made at all once nobody's word is here: the device alone would do it as nobody's", async () => {
    expect(await sending({ bearerOf: () => null, isForOther: () => false })).toMatchObject({
      asked: [],
      ended: [],
      problem: "unauthorized",
    });
  });
});

test("a refused tap of cash that is tried again says the same sum under its new key", async () => {
  const { outbox, calls } = setUp(openDisk());
  void outbox.submit({ ...cash, keeps: true });
  await vi.waitFor(() => expect(calls).toHaveLength(1), 10_000);
  calls[0]?.answer({ [cash.label]: later() });
  await vi.waitFor(() => expect(outbox.entries.value[0]?.state).toBe("refused"), 10_000);
  outbox.retry(outbox.entries.value[0]?.key ?? "");
  await vi.waitFor(() => expect(calls).toHaveLength(2), 10_000);
  expect(calls.map(({ entries }) => entries[0]?.taken)).toEqual([4230, 4230]);
  expect(calls[1]?.entries[0]?.key).not.toBe(calls[0]?.entries[0]?.key);
});
