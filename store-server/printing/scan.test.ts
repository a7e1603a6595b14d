import { createServer } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";
import { afterEach, describe, expect, it } from "vitest";
import { printerRoutes } from "../features/printer/routes.ts";
import { openHttpStore } from "../testing/http-store.ts";
import { type Emulator, startEmulator } from "./emulator.ts";
import { ownNetworks, probe, scanPrinters } from "./scan.ts";

const running: Emulator[] = [];
const emulator = async (change: Parameters<typeof startEmulator>[0] = {}): Promise<Emulator> => {
  const started = await startEmulator(change);
  running.push(started);
  return started;
};
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop()));
});

const card = (
  address: string,
  bits: number,
  more: Partial<NetworkInterfaceInfo> = {},
): NetworkInterfaceInfo =>
  ({
    address,
    cidr: `${address}/${bits}`,
    family: "IPv4",
    internal: false,
    netmask: "",
    mac: "",
    ...more,
  }) as NetworkInterfaceInfo;
const scanOf = (ports: readonly number[]) => scanPrinters({ allowLoopback: true, interfaces: {}, ports });

describe("a scan for printers", () => {
  it("finds what speaks ESC/POS, says how its paper is, and prints nothing", async () => {
    const [good, empty] = [await emulator(), await emulator({ paper: "out" })];
    const found = await scanOf([good.port, empty.port]);
    expect(
      found.items.filter(({ answers }) => answers).map(({ transport, paper }) => [transport.port, paper]),
    ).toEqual([
      [good.port, "ok"],
      [empty.port, "out"],
    ]);
    expect([good.printed().length, empty.received_bytes()]).toEqual([0, 0]);
    expect(found).toMatchObject({ searched: ["network"], notSearched: ["usb", "serial", "bluetooth"] });
  });
  it("names what takes the call and stays silent or talks nonsense as not known to be a printer", async () => {
    for (const answers of ["none", "garbage"] as const) {
      const { port } = await emulator({ answers });
      expect(await probe("127.0.0.1", port)).toEqual({ answers: false, paper: null });
    }
  });
  it("leaves out where nobody takes the call, and ends in time where somebody hangs up", async () => {
    const deaf = await emulator();
    await deaf.refuse();
    expect(await probe("127.0.0.1", deaf.port)).toBeNull();
    const rude = createServer((socket) => socket.destroy());
    await new Promise<void>((resolve) => rude.listen(0, "127.0.0.1", resolve));
    const { port } = rude.address() as { port: number };
    expect(await probe("127.0.0.1", port)).not.toMatchObject({ answers: true });
    rude.close();
  });
});

describe("what is searched", () => {
  const names = (interfaces: Record<string, NetworkInterfaceInfo[]>, allowLoopback = false) =>
    ownNetworks({ allowLoopback, interfaces }).map(({ name }) => name);
  it("is at most the /24 around each own private address, without the own one", () => {
    const [network] = ownNetworks({ allowLoopback: false, interfaces: { eth0: [card("10.1.2.3", 8)] } });
    expect([network?.name, network?.addresses.length]).toEqual(["10.1.2.0/24", 253]);
    expect(network?.addresses).not.toContain("10.1.2.3");
    expect([network?.addresses[0], network?.addresses.at(-1)]).toEqual(["10.1.2.1", "10.1.2.254"]);
    expect(names({ a: [card("192.168.5.130", 26)] })).toEqual(["192.168.5.128/26"]);
  });
  it("is never a public network, IPv6, the loopback unless allowed, nor more than four", () => {
    expect(
      names({ wan: [card("8.8.8.8", 24)], six: [card("fd00::1", 64, { family: "IPv6" } as never)] }),
    ).toEqual([]);
    expect(names({ lo: [card("127.0.0.1", 8, { internal: true })] })).toEqual([]);
    expect(names({}, true)).toEqual(["127.0.0.1/32"]);
    const many = [1, 2, 3, 4, 5, 5].map((third) => card(`192.168.${third}.9`, 24));
    expect(names({ many })).toHaveLength(4);
  });
});

it("the route says what is set up already, and is for whoever looks after printers", async () => {
  const { port } = await emulator();
  const store = openHttpStore({ routes: printerRoutes(() => true, scanOf) });
  await store.addPerson("manager", "manager");
  await store.addPerson("waiter", "waiter");
  const token = await store.signIn("manager");
  const printer = {
    id: "p1",
    name: "Pass",
    transport: { type: "network", host: "127.0.0.1", port },
    role: "kitchen",
    width: 80,
  };
  expect((await store.send("POST", "/api/printers", printer, { token })).status).toBe(201);
  const said = await store.send("GET", "/api/printers/scan", undefined, { token });
  expect(said.json.items).toContainEqual({
    transport: { type: "network", host: "127.0.0.1", port },
    answers: true,
    paper: "ok",
    printerId: "p1",
  });
  const waiter = { token: await store.signIn("waiter") };
  expect((await store.send("GET", "/api/printers/scan", undefined, waiter)).status).toBe(403);
  store.close();
});
