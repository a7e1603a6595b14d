import { AreaInput, TableInput } from "@tillbox/shared/contract/floor.ts";
import { PrinterInput, StationInput } from "@tillbox/shared/contract/printer.ts";
import { describe, expect, it } from "vitest";
import { type DemoTable, demoAreas, demoTables } from "./floor.ts";
import { demoPrinters, demoStations } from "./printers.ts";

/** The box around a table as it stands, turned or not. */
const extent = ({ x, y, width, height, rotation }: DemoTable) => {
  const angle = (rotation * Math.PI) / 180;
  const half = {
    x: (Math.abs(Math.cos(angle)) * width + Math.abs(Math.sin(angle)) * height) / 2,
    y: (Math.abs(Math.sin(angle)) * width + Math.abs(Math.cos(angle)) * height) / 2,
  };
  const [cx, cy] = [x + width / 2, y + height / 2];
  return { left: cx - half.x, right: cx + half.x, top: cy - half.y, bottom: cy + half.y };
};
const touch = (one: DemoTable, other: DemoTable, gap = 20): boolean => {
  const [a, b] = [extent(one), extent(other)];
  return a.left < b.right + gap && b.left < a.right + gap && a.top < b.bottom + gap && b.top < a.bottom + gap;
};

describe("the demo's floor", () => {
  it("has three areas and twenty tables that fit the contract", () => {
    expect(demoAreas).toHaveLength(3);
    expect(demoTables).toHaveLength(20);
    for (const area of demoAreas) expect(AreaInput.safeParse(area).error).toBeUndefined();
    for (const { sort: _sort, ...table } of demoTables)
      expect(TableInput.safeParse(table).error).toBeUndefined();
    expect(new Set(demoTables.map((table) => table.id)).size).toBe(20);
    expect(new Set(demoTables.map((table) => table.name)).size).toBe(20);
  });

  it("puts every table inside its room, clear of the others", () => {
    for (const table of demoTables) {
      const { left, right, top, bottom } = extent(table);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(20);
      expect(right).toBeLessThanOrEqual(850);
      expect(bottom).toBeLessThanOrEqual(570);
    }
    for (const area of demoAreas) {
      const inside = demoTables.filter((table) => table.areaId === area.id);
      expect(inside.length).toBeGreaterThanOrEqual(3);
      inside.forEach((one, index) => {
        const near = inside.slice(index + 1).filter((other) => touch(one, other));
        expect(near.map((other) => `${one.name} ${other.name}`)).toEqual([]);
      });
    }
    const [first, second] = demoTables as [DemoTable, DemoTable];
    expect(touch(first, { ...second, x: first.x + 30 })).toBe(true);
  });
});

describe("the demo's printers", () => {
  it("are screens: one for each station, one for receipts, one of them narrow", () => {
    for (const station of demoStations) expect(StationInput.safeParse(station).error).toBeUndefined();
    for (const { sort: _sort, ...printer } of demoPrinters) {
      expect(PrinterInput.safeParse(printer).error).toBeUndefined();
      expect(printer.transport).toEqual({ type: "screen" });
    }
    for (const { id } of demoStations)
      expect(demoPrinters.filter((printer) => printer.stations.includes(id))).toHaveLength(1);
    expect(demoPrinters.filter((printer) => printer.role === "receipt")).toHaveLength(1);
    expect(demoPrinters.map((printer) => printer.width).sort()).toEqual([58, 80, 80, 80]);
  });
});
