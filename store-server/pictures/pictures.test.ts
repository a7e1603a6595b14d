import { deflateSync } from "node:zlib";
import jpeg from "jpeg-js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openWireBox, type Said, type Way, type WireBox } from "../testing/wire-box.ts";
import { convert, longestSide } from "./convert.ts";
import { upright } from "./pixels.ts";

/** Left half red, right half blue, with a top row of green. */
const painted = (width: number, height: number) => {
  const data = Buffer.alloc(width * height * 4, 255);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = (y * width + x) * 4;
      const colour = y < height / 8 ? [0, 255, 0] : x < width / 2 ? [255, 0, 0] : [0, 0, 255];
      data.set(colour, at);
    }
  return { width, height, data };
};
const photograph = (width: number, height: number): Buffer =>
  Buffer.from(jpeg.encode(painted(width, height), 90).data);

/** With a place and an orientation in it, as a phone writes them. */
const withExif = (photo: Buffer, orientation: number): Buffer => {
  const tiff = Buffer.alloc(26);
  tiff.write("II*\0", 0, "latin1");
  tiff.writeUInt32LE(8, 4);
  tiff.writeUInt16LE(1, 8);
  tiff.writeUInt16LE(0x0112, 10);
  tiff.writeUInt16LE(3, 12);
  tiff.writeUInt32LE(1, 14);
  tiff.writeUInt16LE(orientation, 18);
  const body = Buffer.concat([Buffer.from("Exif\0\0", "latin1"), tiff, Buffer.from("taken at home")]);
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([photo.subarray(0, 2), head, body, photo.subarray(2)]);
};

const chunk = (type: string, data: Buffer): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(data.length, 0);
  head.write(type, 4, "latin1");
  return Buffer.concat([head, data, Buffer.alloc(4)]);
};
/** Each row with another filter; half of it shines through. */
const drawing = (width: number, height: number): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const rows = Array.from({ length: height }, (_, y) => {
    const row = Buffer.alloc(1 + width * 4);
    row[0] = y % 2;
    for (let x = 0; x < width; x += 1) {
      const pixel = [0, 0, 0, x < width / 2 ? 255 : 0];
      const left = x > 0 ? [0, 0, 0, x - 1 < width / 2 ? 255 : 0] : [0, 0, 0, 0];
      row.set(
        pixel.map((part, index) => (y % 2 === 1 ? (part - (left[index] ?? 0)) & 255 : part)),
        1 + x * 4,
      );
    }
    return row;
  });
  const data = deflateSync(Buffer.concat(rows));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
};

const pixel = (bytes: Buffer, x: number, y: number): number[] => {
  const { width, height, data } = jpeg.decode(bytes, { useTArray: true });
  const at = (Math.floor(y * (height - 1)) * width + Math.floor(x * (width - 1))) * 4;
  return [...data.subarray(at, at + 3)].map((part) => Math.round(part / 255));
};

describe("a picture", () => {
  it("is made as small as a screen needs it, and never larger", () => {
    expect(convert(photograph(1600, 800))).toMatchObject({ width: longestSide, height: longestSide / 2 });
    const same = convert(photograph(64, 40));
    expect(same).toMatchObject({ width: 64, height: 40 });
    expect([pixel(same.bytes, 0.1, 0.6), pixel(same.bytes, 0.9, 0.6), pixel(same.bytes, 0.5, 0)]).toEqual([
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
    ]);
  });
  it("stands upright, whichever way the phone was held, and does not say where it was taken", () => {
    const turned = convert(withExif(photograph(64, 32), 6));
    expect(turned).toMatchObject({ width: 32, height: 64 });
    // Turned a quarter to the right, the top row is at the right.
    expect(pixel(turned.bytes, 1, 0.5)).toEqual([0, 1, 0]);
    expect(turned.bytes.includes("taken at home")).toBe(false);
  });
  it("is turned as each of the eight orientations says", () => {
    const source = { width: 2, height: 1, rgba: new Uint8Array([1, 1, 1, 255, 2, 2, 2, 255]) };
    const shown = (orientation: number) => {
      const { width, height, rgba } = upright({ ...source, rgba: source.rgba.slice() }, orientation);
      return [width, height, rgba[0], rgba[4]];
    };
    expect([1, 2, 3, 4, 5, 6, 7, 8].map(shown)).toEqual([
      [2, 1, 1, 2],
      [2, 1, 2, 1],
      [2, 1, 2, 1],
      [2, 1, 1, 2],
      [1, 2, 1, 2],
      [1, 2, 1, 2],
      [1, 2, 2, 1],
      [1, 2, 2, 1],
    ]);
  });
  it("of a drawing program stands on white where it shines through", () => {
    const { bytes } = convert(drawing(40, 20));
    expect([pixel(bytes, 0.1, 0.5), pixel(bytes, 0.9, 0.5)]).toEqual([
      [0, 0, 0],
      [1, 1, 1],
    ]);
  });
});

describe("the box", () => {
  let box: WireBox;
  let manager: Way;
  beforeAll(async () => {
    box = await openWireBox();
    manager = { token: await box.signIn("manager") };
  });
  afterAll(() => box.close());
  const send = (bytes: Buffer, way: Way = manager): Promise<Said> =>
    box.ask("POST", "/api/pictures", { data: bytes.toString("base64") }, way);

  it("keeps a picture under the hash of its bytes, for ever, and an item names it", async () => {
    const one = await send(photograph(64, 40));
    expect([one.status, one.at("width"), one.at("height")]).toEqual([201, 64, 40]);
    expect((await send(photograph(64, 40))).word("image")).toBe(one.word("image"));
    const item = (await box.ask("GET", "/api/menu-items?limit=1", undefined, manager)).word("items.0.id");
    const named = await box.ask("PUT", `/api/menu-items/${item}`, { image: one.word("image") }, manager);
    expect(named.at("image")).toBe(one.word("image"));
    const shown = await fetch(box.url + one.word("image"));
    expect([shown.status, shown.headers.get("content-type"), shown.headers.get("cache-control")]).toEqual([
      200,
      "image/jpeg",
      "public, max-age=31536000, immutable",
    ]);
    expect((await shown.arrayBuffer()).byteLength).toBe(one.at("bytes"));
    const tag = shown.headers.get("etag") ?? "";
    expect((await fetch(box.url + one.word("image"), { headers: { "if-none-match": tag } })).status).toBe(
      304,
    );
  });
  it("goes by the bytes, whatever their sender says, and refuses what is no photograph", async () => {
    const scripted = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');
    const cut = photograph(200, 200).subarray(0, 400);
    const huge = photograph(64, 40);
    const frame = huge.indexOf(Buffer.from([0xff, 0xc0]));
    huge.writeUInt16BE(60_000, frame + 5);
    huge.writeUInt16BE(60_000, frame + 7);
    const bomb = drawing(20, 20);
    bomb.writeUInt32BE(4_000_000, 16);
    for (const [bytes, reason] of [
      [scripted, "is neither a JPEG nor a PNG"],
      [cut, "is a broken JPEG"],
      [huge, "has more than 24 million pixels"],
      [bomb, "has more than 24 million pixels"],
      [photograph(8, 8), "is smaller than 16 pixels"],
      [drawing(20, 20).subarray(0, 60), "is a broken PNG"],
    ] as const) {
      const refused = await send(Buffer.from(bytes));
      expect([refused.status, refused.at("errors.0")]).toEqual([422, { path: "data", message: reason }]);
    }
    expect((await box.ask("POST", "/api/pictures", { data: "no base64!" }, manager)).status).toBe(422);
    expect((await box.ask("GET", "/pictures/nothing.jpg")).status).toBe(404);
  });
  it("takes pictures from managers only", async () => {
    expect((await send(photograph(64, 40), { token: await box.signIn("waiter") })).status).toBe(403);
  });
});
