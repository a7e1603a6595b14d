import { describe, expect, it } from "vitest";
import { networkOf, openPlaces } from "./places.ts";
import { liveDefaults } from "./types.ts";

const open = (bounds: Partial<typeof liveDefaults> = {}) => openPlaces({ ...liveDefaults, ...bounds });
/** As many as find room, of so many that come. */
const fill = (places: ReturnType<typeof open>, addresses: readonly string[]): number => {
  let entered = 0;
  for (const address of addresses)
    if (places.hasRoom(address)) {
      places.enter(address);
      entered += 1;
    }
  return entered;
};
const guests = (count: number, addressOf: (index: number) => string): string[] =>
  Array.from({ length: count }, (_, index) => addressOf(index));

describe("the places to wait", () => {
  it("are few for one address, written as IPv4 or within IPv6", () => {
    const places = open();
    expect(
      fill(
        places,
        guests(100, (index) => `${index % 2 ? "::ffff:" : ""}10.0.0.9`),
      ),
    ).toBe(8);
    expect(places.hasRoom("10.0.0.10")).toBe(true);
    places.leave("10.0.0.9");
    expect(places.hasRoom("::ffff:10.0.0.9")).toBe(true);
  });

  it("are bounded for a network of IPv6, which has more addresses than anybody can count", () => {
    const places = open();
    expect(
      fill(
        places,
        guests(300, (index) => `2001:db8:0:7::${index.toString(16)}`),
      ),
    ).toBe(64);
    expect([places.hasRoom("2001:db8:0:8::1"), places.hasRoom("10.0.0.10")]).toEqual([true, true]);
  });

  it("are there for an address where a device registered, when strangers have taken all of theirs", () => {
    const places = open();
    places.settle("10.0.1.1");
    expect(
      fill(
        places,
        guests(300, (index) => `10.0.0.${index}`),
      ),
    ).toBe(256);
    expect([places.hasRoom("10.0.2.1"), places.hasRoom("10.0.1.1")]).toEqual([false, true]);
    expect(
      fill(
        places,
        guests(20, () => "10.0.1.1"),
      ),
    ).toBe(8);
    // What waits there takes no stranger's place.
    places.leave("10.0.0.0");
    expect(places.hasRoom("10.0.2.1")).toBe(true);
  });

  it("are not counted by address for this machine itself", () => {
    expect(
      fill(
        open(),
        guests(300, () => "127.0.0.1"),
      ),
    ).toBe(256);
    expect(
      fill(
        open({ isHere: () => false }),
        guests(300, () => "127.0.0.1"),
      ),
    ).toBe(8);
  });
});

it.each([
  ["2001:db8::1", "2001:db8:0:0"],
  ["2001:0DB8:0000:0007:1:2:3:4", "2001:db8:0:7"],
  ["fe80::1%eth0", "fe80:0:0:0"],
  ["::1", "0:0:0:0"],
  ["1::", "1:0:0:0"],
  ["10.0.0.1", null],
  ["", null],
])("the network of %s is %s", (address, network) => {
  expect(networkOf(address)).toBe(network);
});
