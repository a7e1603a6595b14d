import { describe, expect, test } from "vitest";
import { watchPrinters } from "./printer-troubles.ts";

const setUp = (problems: object[] = []) => {
  let tell: (data: unknown) => void = () => undefined;
  const once: string[] = [];
  const troubles = watchPrinters(
    {
      on: (_event, listen) => {
        tell = listen;
        return () => undefined;
      },
      api: {
        get: async () => ({ problems }) as never,
        ask: async () => undefined as never,
        renew: async () => false,
      },
    },
    (message) => once.push(message),
  );
  const alert = (data: object) => tell({ kind: "printer", ...data });
  return { troubles, once, alert, tell: (data: unknown) => tell(data) };
};
const paper = "Kitchen printer is out of paper. Load paper and press Resume.";

describe("troubles of printers", () => {
  test("one that lasts is shown until it is mended, once for each printer", () => {
    const { troubles, alert } = setUp();
    alert({ printerId: "kitchen", message: "Cover is open.", resolved: false, jobId: null });
    alert({ printerId: "kitchen", message: paper, resolved: false, jobId: null });
    expect(troubles.open.value).toEqual([{ printerId: "kitchen", message: paper }]);
    alert({ printerId: "kitchen", resolved: true });
    expect(troubles.open.value).toEqual([]);
  });

  test("what concerns one job is told once and does not stay", () => {
    const { troubles, once, alert } = setUp();
    alert({ printerId: "kitchen", message: "A ticket may have printed twice.", jobId: "job-1" });
    expect(once).toEqual(["A ticket may have printed twice."]);
    expect(troubles.open.value).toEqual([]);
  });

  test("what was wrong before this page came is read from the box", async () => {
    const { troubles, tell } = setUp([{ printerId: "bar", message: "Bar printer does not answer." }]);
    await troubles.read();
    tell({ kind: "something else" });
    tell(null);
    expect(troubles.open.value.map(({ printerId }) => printerId)).toEqual(["bar"]);
  });
});
