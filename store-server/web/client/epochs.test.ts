import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { type Api } from "./api.ts";
import { type Epochs, followReplicated, openEpochs } from "./epochs.ts";
import { openMemoryKeeper } from "./keeper.ts";
import { ApiProblem, restoring } from "./problem.ts";
import type { Entry } from "./tap.ts";
import { setUp as setUpOutbox, tap } from "./testing-outbox.ts";
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

describe("a disk that does not answer while taps are to be put back", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test("holds back no call for more than some seconds; what it puts back later is sent and counted then", async () => {
    const { epochs, calls, write } = setUp(1, 1);
    epochs.saw(1);
    epochs.saw(2);
    expect(() => epochs.current()).toThrow("The box was restored");
    await vi.advanceTimersByTimeAsync(10_100);
    expect([epochs.current(), epochs.restored.value?.again]).toEqual([2, 0]);
    write();
    await vi.advanceTimersByTimeAsync(0);
    expect(epochs.restored.value?.again).toBe(2);
    expect(calls).toEqual(["begin", "restore", "restore"]);
  });
});

describe("an answer", () => {
  test("of a life that ended while it was on its way brings nothing back, and is told apart from news", async () => {
    const { epochs, left, calls, write } = setUp(1, 2);
    write();
    expect(epochs.heard(null, 1)).toBe(true);
    await settled();
    expect(epochs.heard(1, 1)).toBe(true);
    // The socket came to the restored box while two calls were on their way.
    epochs.saw(2);
    await settled();
    const moved = [...calls];
    expect(epochs.heard(1, 1)).toBe(false);
    expect(epochs.heard(null, 1)).toBe(false);
    expect(epochs.heard(1, 2)).toBe(true);
    await settled();
    expect([epochs.current(), left, calls]).toEqual([2, [2], moved]);
    // The next restore is told by the answer itself, also where its number is lower.
    expect(epochs.heard(2, 1)).toBe(true);
    await settled();
    expect([epochs.current(), left, calls]).toEqual([1, [], [...moved, "begin", "restore"]]);
  });
});

describe("a call", () => {
  const entry = { key: "k1", actorId: null, change: { entityType: "order" } } as unknown as Entry;
  const setUpSender = (ask: Api["ask"], isOfNow = true) => {
    const heardEpoch = vi.fn<Epochs["heard"]>(() => isOfNow);
    const send = openSender({ ask } as Api, {
      deviceId: () => "d1",
      bearerOf: () => null,
      refused: () => undefined,
      epoch: () => 1,
      heardEpoch,
    });
    return { heardEpoch, send };
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
    const { send, heardEpoch } = setUpSender(ask);
    await expect(send([entry], new Set())).rejects.toMatchObject({ code: "unavailable" });
    expect(heardEpoch).toHaveBeenCalledWith(1, 2);
  });

  test("whose answer comes when another life was seen is made again: what the lost one took is not done", async () => {
    const answer = { results: [{ changeId: "k1", status: "applied", version: 7 }], epoch: 1 };
    const ask = () => Promise.resolve(answer);
    await expect(setUpSender(ask as never, false).send([entry], new Set())).rejects.toMatchObject({
      code: "unavailable",
    });
    const { send, heardEpoch } = setUpSender(ask as never);
    expect(await send([entry], new Set())).toMatchObject([{ key: "k1", ok: true, epoch: 1 }]);
    expect(heardEpoch).toHaveBeenCalledWith(1, 1);
  });
});

describe("a tap", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test.each([
    [2, [[], ["soup"]]],
    [1, [["soup"], []]],
  ])(
    "that was taken, while the box's life is %i as its answer is on the screen: it is over only in the life that took it",
    async (epoch, [sent, left]) => {
      const { box, calls, disk, outbox, labels } = setUpOutbox();
      const { promise, resolve } = Promise.withResolvers<void>();
      box.shown = promise;
      void outbox.submit(tap("soup"));
      await vi.advanceTimersByTimeAsync(0);
      const key = calls[0]?.entries[0]?.key;
      calls[0]?.answer();
      await vi.advanceTimersByTimeAsync(0);
      box.epoch = epoch;
      resolve();
      await vi.advanceTimersByTimeAsync(2_000);
      expect([disk.sent, labels()]).toEqual([sent?.map(() => key), left]);
      expect(calls.slice(1).map(({ entries }) => entries[0]?.key)).toEqual(left?.map(() => key));
    },
  );
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
