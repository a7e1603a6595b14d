import { describe, expect, test, vi } from "vitest";
import { samplePayment } from "../testing/samples.ts";
import type { Api, ApiRequest } from "./api.ts";
import { payOrder } from "./intents.ts";
import { changeOf, type Entry, entryFrom, keptOf } from "./tap.ts";
import { openDisk } from "./testing-disk.ts";
import { later, setUp } from "./testing-outbox.ts";
import { openSender } from "./transport.ts";

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

test("a refused tap of cash that is tried again says the same sum under its new key", async () => {
  const { outbox, calls } = setUp(openDisk());
  void outbox.submit({ ...cash, keeps: true });
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  calls[0]?.answer({ [cash.label]: later() });
  await vi.waitFor(() => expect(outbox.entries.value[0]?.state).toBe("refused"));
  outbox.retry(outbox.entries.value[0]?.key ?? "");
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  expect(calls.map(({ entries }) => entries[0]?.taken)).toEqual([4230, 4230]);
  expect(calls[1]?.entries[0]?.key).not.toBe(calls[0]?.entries[0]?.key);
});
