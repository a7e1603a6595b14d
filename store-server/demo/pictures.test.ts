import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { find } from "./images.ts";
import { demoItems } from "./menu.ts";
import { demoImages, drawings } from "./pictures.ts";

/** Says what is wrong with the XML of a picture: tags that do not close, attributes without quotes; nothing when it is well formed. */
const faultOf = (xml: string): string | null => {
  const open: string[] = [];
  const rest = xml.replaceAll(
    /<(\/?)([a-zA-Z]+)((?: [a-zA-Z-]+(?::[a-z]+)?="[^"<&]*")*)(\/?)>/g,
    (_tag, closing: string, name: string, attributes: string, empty: string) => {
      const names = [...attributes.matchAll(/ ([a-zA-Z-]+)="/g)].map((match) => match[1]);
      if (new Set(names).size < names.length) open.push(`twice in ${name}`);
      if (closing && open.pop() !== name) open.push(`unexpected ${name}`);
      if (!closing && !empty) open.push(name);
      return "";
    },
  );
  if (rest !== "") return `left over: ${rest.slice(0, 60)}`;
  return open.length > 0 ? open.join(", ") : null;
};

const ids = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]!);
const uses = (svg: string): string[] =>
  [...svg.matchAll(/(?:href="|url\()#([^")]+)/g)].map((match) => match[1]!);

describe("the demo's pictures", () => {
  it("are one for every item, each different, at the path that the item names", () => {
    const images = demoImages();
    const items = demoItems();
    expect(new Set(Object.keys(drawings))).toEqual(new Set(items.map((item) => item.id)));
    expect(images.size).toBe(items.length);
    for (const item of items) expect(images.has(item.image ?? "")).toBe(true);
    expect(new Set(images.values()).size).toBe(items.length);
  });

  it("are named by their bytes and the same in every run", () => {
    for (const [path, svg] of demoImages()) {
      const hash = createHash("sha256").update(svg).digest("hex").slice(0, 32);
      expect(path).toBe(`/images/${hash}.svg`);
    }
    for (const draw of Object.values(drawings)) expect(draw()).toBe(draw());
  });

  it("are well-formed SVG of less than 3 kB that asks for nothing from outside", () => {
    for (const [path, svg] of demoImages()) {
      expect([path, faultOf(svg)]).toEqual([path, null]);
      expect(Buffer.byteLength(svg)).toBeLessThan(3000);
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="360" height="240" /);
      expect(svg.replace("http://www.w3.org/2000/svg", "")).not.toMatch(
        /https?:|script|NaN|undefined|Infinity/,
      );
    }
    expect(faultOf("<svg><g></svg>")).not.toBeNull();
    expect(faultOf('<svg a="1" a="2"/>')).not.toBeNull();
    expect(faultOf("<svg a=1/>")).not.toBeNull();
  });

  it("use only parts that they define, each of them once", () => {
    for (const svg of demoImages().values()) {
      expect(new Set(ids(svg)).size).toBe(ids(svg).length);
      for (const used of uses(svg)) expect(ids(svg)).toContain(used);
    }
  });

  it("are found by their name, and nothing else is", () => {
    const [path, svg] = [...demoImages()][0]!;
    expect(find(path.slice("/images/".length))).toEqual({ type: "image/svg+xml", body: svg });
    for (const name of ["", "margherita.svg", "../pictures.ts", `${"0".repeat(32)}.svg`])
      expect(find(name)).toBeUndefined();
  });
});
