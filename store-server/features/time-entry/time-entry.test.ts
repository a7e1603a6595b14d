import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "../../testing/wire-box.ts";
import { decideCorrect, decideMove, durations, evolve, type TimeEntryState } from "./time-entry.ts";

const at = (time: string): string => `2026-05-04T${time}:00.000Z`;
const entry = (more: Partial<TimeEntryState> = {}): TimeEntryState => ({
  id: "e1",
  userId: "u1",
  businessDay: "2026-05-04",
  startedAt: at("09:00"),
  endedAt: null,
  breaks: [],
  corrections: [],
  version: 1,
  createdAt: at("09:00"),
  updatedAt: at("09:00"),
  ...more,
});
const step = (state: TimeEntryState, move: Parameters<typeof decideMove>[1], time: string): TimeEntryState =>
  decideMove(state, move).reduce(
    (before, draft) =>
      evolve(before, { ...draft, at: at(time), seq: before.version + 1, actor: "u1" } as never),
    state,
  );

describe("a working time", () => {
  test("counts what was worked and what was paused, to the second", () => {
    const paused = step(entry(), "break-start", "12:00");
    const back = step(paused, "break-end", "12:31");
    const home = step(back, "clock-out", "17:30");
    expect(durations(home)).toEqual({ workedSeconds: 8 * 3600 - 60, breakSeconds: 31 * 60 });
    expect(durations(back)).toBeNull();
  });

  test("that ends in a break ends the break too", () => {
    const home = step(step(entry(), "break-start", "12:00"), "clock-out", "12:15");
    expect(durations(home)).toEqual({ workedSeconds: 3 * 3600, breakSeconds: 15 * 60 });
    expect(() => step(home, "clock-out", "13:00")).toThrow("went home already");
  });

  test.each([
    [{ startedAt: at("18:30") }, "startedAt"],
    [{ endedAt: at("08:00") }, "endedAt"],
    [{ endedAt: at("19:00") }, "endedAt"],
    [{ startedAt: "2026-05-03T08:00:00.000Z", endedAt: at("08:01") }, "endedAt"],
    [{ breaks: [{ startedAt: at("08:00"), endedAt: at("09:30") }] }, "breaks.0"],
    [
      {
        breaks: [
          { startedAt: at("10:00"), endedAt: at("11:00") },
          { startedAt: at("10:30"), endedAt: at("11:30") },
        ],
      },
      "breaks.1",
    ],
    [{ startedAt: at("06:00") }, "startedAt"],
  ])("is not corrected to what cannot be: %j", (change, path) => {
    const neighbours = [{ startedAt: at("05:00"), endedAt: at("07:00") }];
    expect(() =>
      decideCorrect(entry(), { ...change, reason: "typo" }, at("18:00"), neighbours, entry().businessDay),
    ).toThrow(path);
  });

  test("that is corrected to another day counts for that day, and one that is not stays where it was", () => {
    const corrected = (startedAt: string, day: string): string =>
      decideCorrect(
        entry({ endedAt: at("12:00") }),
        { startedAt, reason: "typo" },
        at("18:00"),
        [],
        day,
      ).reduce(
        (before, draft) =>
          evolve(before, { ...draft, at: at("18:00"), seq: before.version + 1, actor: "m1" } as never),
        entry(),
      ).businessDay;
    expect(corrected("2026-05-03T21:00:00.000Z", "2026-05-03")).toBe("2026-05-03");
    expect(corrected(at("08:00"), "2026-05-04")).toBe("2026-05-04");
  });
});

describe("over the wire", () => {
  let box: WireBox;
  const way: Record<string, Way> = {};
  beforeAll(async () => {
    box = await openWireBox();
    for (const name of ["manager", "waiter", "cook"]) way[name] = { token: await box.signIn(name) };
  });
  afterAll(() => box.close());
  const post = (path: string, body: object, who: string): Promise<Said> =>
    box.ask("POST", `/api/time-entries${path}`, body, way[who]);

  test("people clock themselves, once, and managers correct with a reason", async () => {
    const came = await post("", {}, "waiter");
    expect([came.status, came.at("status")]).toEqual([201, "working"]);
    const twice = await post("", {}, "waiter");
    expect([twice.status, twice.at("current.id")]).toEqual([409, came.at("id")]);
    const path = `/${came.word("id")}`;
    expect((await post(`${path}/break-start`, {}, "cook")).at("permission")).toBe("time.manage");
    expect((await post(`${path}/break-start`, {}, "waiter")).at("status")).toBe("paused");
    expect((await post(`${path}/break-start`, {}, "waiter")).status).toBe(409);
    expect((await post(`${path}/clock-out`, {}, "waiter")).at("status")).toBe("ended");

    const startedAt = new Date(Date.parse(came.word("startedAt")) - 3_600_000).toISOString();
    const correct = (who: string, body: object): Promise<Said> =>
      box.ask("PUT", `/api/time-entries${path}`, body, way[who]);
    expect((await correct("waiter", { startedAt, reason: "forgot" })).status).toBe(403);
    expect((await correct("manager", { startedAt })).at("errors.0.path")).toBe("reason");
    const corrected = await correct("manager", { startedAt, breaks: [], reason: "came earlier" });
    expect(corrected.at("corrections.0.reason")).toBe("came earlier");
    expect(corrected.at("workedSeconds")).toBeGreaterThanOrEqual(3600);
  });

  test("a correction to the day before counts for that day", async () => {
    const came = await post("", { userId: "manager" }, "manager");
    const begin_ms = Date.parse(came.word("startedAt")) - 86_400_000;
    const [startedAt, endedAt] = [begin_ms, begin_ms + 3_600_000].map((at_ms) =>
      new Date(at_ms).toISOString(),
    );
    const body = { startedAt, endedAt, reason: "forgot to clock in yesterday" };
    const moved = await box.ask("PUT", `/api/time-entries/${came.word("id")}`, body, way.manager);
    const dayBefore = new Date(Date.parse(`${came.word("businessDay")}T12:00:00Z`) - 86_400_000);
    expect(moved.at("businessDay")).toBe(dayBefore.toISOString().slice(0, 10));
    const { status, list } = await box.ask(
      "GET",
      `/api/analytics/hours?from=${moved.word("businessDay")}&to=${moved.word("businessDay")}`,
      undefined,
      way.manager,
    );
    expect([status, list().map(({ workedSeconds }) => workedSeconds)]).toEqual([200, [3600]]);
  });

  test("the hours report sums by person and day, and one sees only one's own", async () => {
    const day = (await box.ask("GET", "/api/time-entries", undefined, way.waiter)).word(
      "items.0.businessDay",
    );
    await post("", {}, "cook");
    const hours = await box.ask("GET", `/api/analytics/hours?from=${day}&to=${day}`, undefined, way.manager);
    const cook = hours.list().find(({ open }) => open === 1);
    expect([cook?.workedSeconds, cook?.entries]).toEqual([0, 1]);
    expect(hours.list().find(({ open }) => open === 0)?.workedSeconds).toBeGreaterThanOrEqual(3600);
    const all = await box.ask("GET", "/api/time-entries", undefined, way.manager);
    const own = await box.ask("GET", "/api/time-entries", undefined, way.waiter);
    expect([all.list().length, own.list().length]).toEqual([3, 1]);
    const others = `/api/time-entries?userId=${String(cook?.userId)}`;
    expect((await box.ask("GET", others, undefined, way.waiter)).status).toBe(403);
  });
});
