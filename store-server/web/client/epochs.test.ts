import { describe, expect, test, vi } from "vitest";
import { type Api } from "./api.ts";
import { followReplicated, openEpochs } from "./epochs.ts";
import { openMemoryKeeper } from "./keeper.ts";
import { ApiProblem, restoring } from "./problem.ts";
import type { Entry } from "./tap.ts";
import { openSender } from "./transport.ts";

type Lost = (epoch: number) => boolean;
/** A disk with taps of these lives of the journal. */
const setUp = (...sent: number[]) => {
  const left = [...sent];
  const { promise: written, resolve: write } = Promise.withResolvers<void>();
  const calls: string[] = [];
  const keeper = {
    ...openMemoryKeeper(),
    resend: async (isLost: Lost) => {
      const lost = left.filter(isLost);
      left.splice(0, left.length, ...left.filter((epoch) => !isLost(epoch)));
      await written;
      return lost.length;
    },
  };
  const epochs = openEpochs({
    keeper,
    begin: () => void calls.push("begin"),
    restore: () => Promise.resolve(void calls.push("restore")),
    wait: restoring,
    now: () => 0,
  });
  return { epochs, left, calls, write };
};
const settled = () => new Promise((done) => setTimeout(done));

describe("the life of the journal", () => {
  test("that a page starts with is no restore, and brings back only what an earlier page left behind", async () => {
    const { epochs, left, calls, write } = setUp(1, 2, 3);
    epochs.saw(2);
    write();
    await settled();
    expect([left, calls, epochs.restored.value]).toEqual([[2, 3], ["restore"], null]);
    expect(epochs.current()).toBe(2);
  });

  test("that is another one holds back all calls until everything of the lost one is in the outbox again", async () => {
    const { epochs, left, calls, write } = setUp(3, 3);
    epochs.saw(3);
    write();
    await settled();
    expect(epochs.current()).toBe(3);
    // Also where its number is lower: the box is another machine, restored from an old backup.
    epochs.saw(2);
    expect(() => epochs.current()).toThrow("The box was restored");
    await settled();
    expect([left, calls]).toEqual([[], ["begin", "restore"]]);
    expect([epochs.current(), epochs.restored.value]).toEqual([2, { at: new Date(0), again: 2 }]);
    epochs.saw(2);
    await settled();
    expect(calls).toHaveLength(2);
    epochs.seen();
    expect(epochs.restored.value).toBeNull();
  });
});

describe("a call", () => {
  const entry = { key: "k1", actorId: null, change: { entityType: "order" } } as unknown as Entry;
  const setUpSender = (ask: Api["ask"]) => {
    const sawEpoch = vi.fn<(epoch: number) => void>();
    const send = openSender({ ask } as Api, {
      deviceId: () => "d1",
      bearerOf: () => null,
      refused: () => undefined,
      epoch: () => 1,
      sawEpoch,
    });
    return { sawEpoch, send };
  };

  test("is for the life of the journal that this device knows, and no other", async () => {
    const ask = vi.fn<() => Promise<unknown>>(() => Promise.resolve({ results: [], epoch: 1 }));
    await setUpSender(ask as never).send([entry], new Set());
    expect(ask).toHaveBeenCalledWith(
      expect.objectContaining({ body: expect.objectContaining({ epoch: 1, sameEpoch: true }) }),
    );
  });

  test("that a restored box did not take tells which life it is in, and is made again", async () => {
    const details = { status: 412, current: { epoch: 2 } };
    const ask = () => Promise.reject(new ApiProblem("precondition_failed", "Restored.", details));
    const { send, sawEpoch } = setUpSender(ask);
    await expect(send([entry], new Set())).rejects.toMatchObject({ code: "unavailable" });
    expect(sawEpoch).toHaveBeenCalledWith(2);
  });
});

describe("what a restore from the hub would bring back", () => {
  test("is what the hub holds of this life of the journal; without a hub nothing waits for one", () => {
    const { saw, isSafe } = followReplicated();
    expect(isSafe({ epoch: 2, version: 1 })).toBe(false);
    saw(2, 40);
    expect([40, 41].map((version) => isSafe({ epoch: 2, version }))).toEqual([true, false]);
    expect(isSafe({ epoch: 1, version: 900 })).toBe(true);
    saw(2, null);
    expect(isSafe({ epoch: 2, version: 41 })).toBe(true);
  });
});
