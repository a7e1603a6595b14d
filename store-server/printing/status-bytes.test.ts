import { describe, expect, it } from "vitest";
import { problemIn } from "./problems.ts";
import { readAnswers, readStatus } from "./status-bytes.ts";

describe("the answers of a printer", () => {
  it("are told apart by their fixed bits", () => {
    const answers = readAnswers();
    answers.push(Uint8Array.of(0x12, 0x16, 0x00, 0x0f, 0x7e));
    expect(answers).toMatchObject({ realTime: [0x12, 0x16, 0x7e], ordered: 2, garbled: false });
  });

  it("skip an automatic status, also where it comes in pieces", () => {
    const answers = readAnswers();
    for (const byte of [0x14, 0x00, 0x03, 0x0f, 0x12, 0x00]) answers.push(Uint8Array.of(byte));
    expect(answers).toMatchObject({ realTime: [0x12], ordered: 1, garbled: false });
  });

  it("take an answer within an automatic status for what it is", () => {
    const answers = readAnswers();
    answers.push(Uint8Array.of(0x10, 0x00, 0x12));
    expect(answers).toMatchObject({ realTime: [0x12], ordered: 0 });
  });

  it("are garbled by a byte that no such printer sends", () => {
    const answers = readAnswers();
    answers.push(Uint8Array.of(0x12, 0x00));
    expect(answers.garbled).toBe(false);
    answers.push(Buffer.from("HTTP/1.1 400"));
    expect(answers.garbled).toBe(true);
  });
});

describe("the status", () => {
  const good = [0x12, 0x12, 0x12, 0x12] as const;
  const withByte = (n: 1 | 2 | 3 | 4, byte: number) =>
    readStatus(good.map((usual, index) => (index === n - 1 ? usual | byte : usual)) as never);

  it("is good when nothing is set", () => {
    expect(readStatus(good)).toEqual({ online: true, paper: "ok", cover: "closed", error: "none" });
    expect(problemIn(readStatus(good))).toBeNull();
  });

  it.each([
    [1, 0x08, "offline"],
    [2, 0x04, "cover_open"],
    [2, 0x20, "paper_out"],
    [4, 0x60, "paper_out"],
    [3, 0x08, "cutter_jammed"],
    [3, 0x20, "printer_error"],
    [3, 0x40, "printer_error"],
    [3, 0x04, "printer_error"],
  ] as const)("of DLE EOT %i with bit %i says %s", (n, byte, problem) => {
    expect(problemIn(withByte(n, byte))).toBe(problem);
  });

  it("with little paper left is no problem yet", () => {
    const status = withByte(4, 0x0c);
    expect(status.paper).toBe("low");
    expect(problemIn(status)).toBeNull();
  });

  it("names the cause rather than that the printer is offline", () => {
    expect(problemIn(readStatus([0x1a, 0x32, 0x12, 0x72]))).toBe("paper_out");
  });
});
