import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as ws from "ws";
import { bundleParcel, emptyBundle, withFrame } from "./bundle.ts";
import { encodeText, toldFrame } from "./frame.ts";

/** The parts of ws that its types leave out. */
const { Sender, Receiver } = ws as unknown as {
  Sender: { frame(data: Buffer, options: object): Buffer[] };
  Receiver: new (options: object) => NodeJS.WritableStream;
};

/** What ws itself would put on the wire. */
const reference = (text: string): Buffer =>
  Buffer.concat(
    Sender.frame(Buffer.from(text), { fin: true, rsv1: false, opcode: 1, mask: false, readOnly: true }),
  );

const decode = (bytes: Buffer): unknown[] => {
  const receiver = new Receiver({});
  const seen: unknown[] = [];
  receiver.on("message", (data: Buffer) => seen.push(JSON.parse(String(data))));
  receiver.write(bytes);
  return seen;
};

describe("a frame", () => {
  it("has the very bytes that ws would send", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 400 }), (text) => {
        expect(encodeText(text).equals(reference(text))).toBe(true);
      }),
    );
  });

  it.each([0, 1, 125, 126, 127, 65_535, 65_536, 200_000])("is right at the border of %i bytes", (length) => {
    const text = "é".repeat(length >> 1) + "e".repeat(length & 1);
    expect(encodeText(text).equals(reference(text))).toBe(true);
  });
});

describe("a bundle", () => {
  const frames = [
    toldFrame(1, "order:update", ["orders"], '{"id":"a"}'),
    toldFrame(1, "table:update", ["tables"], '{"id":"t"}'),
    toldFrame(2, "order:update", ["orders"], '{"id":"b"}'),
  ];

  it("marks the last frame of each seq that is in it", () => {
    const seqs = (indexes: number[]): unknown[] => {
      let bundle = emptyBundle();
      for (const index of indexes) {
        const told = frames[index];
        if (told) bundle = withFrame(bundle, told);
      }
      return decode(bundleParcel(bundle).raw).map((frame) => {
        const { event, seq, last } = frame as { event: string; seq: number; last?: boolean };
        return `${event} ${seq}${last ? " last" : ""}`;
      });
    };
    expect(seqs([0, 1, 2])).toEqual(["order:update 1", "table:update 1 last", "order:update 2 last"]);
    expect(seqs([0, 2])).toEqual(["order:update 1 last", "order:update 2 last"]);
    expect(seqs([1])).toEqual(["table:update 1 last"]);
  });

  it("is put together once for all sockets that get the same frames", () => {
    const root = emptyBundle();
    const [first, second] = frames;
    if (!first || !second) throw new Error("there are frames");
    const one = bundleParcel(withFrame(withFrame(root, first), second));
    expect(bundleParcel(withFrame(withFrame(root, first), second))).toBe(one);
    expect(bundleParcel(withFrame(root, first))).not.toBe(one);
  });
});
