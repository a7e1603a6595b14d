/**
 * Looks for printers on the box's own networks: port 9100 of every address, sixty-four at a time, each for half a second. At most the /24
 * around an own address is searched, and only private ranges, so that a box in a large network troubles nobody. Whatever takes the call
 * is asked for its paper (DLE EOT 4): a printer that speaks ESC/POS answers, what does not answer may be one all the same, and says so.
 */
import { connect } from "node:net";
import { type NetworkInterfaceInfo, networkInterfaces } from "node:os";
import type { FoundPrinter, PrinterScan } from "@tillbox/shared/contract/printer.ts";
import { isAllowedAddress } from "./network-address.ts";
import { readAnswers } from "./status-bytes.ts";

export const printerPort = 9100;
const atATime = 64;
const connect_ms = 500;
const answer_ms = 500;
const maxNetworks = 4;
const maxPorts = 4;
/** DLE EOT 4: the state of the paper. */
const askPaper = Uint8Array.of(0x10, 0x04, 0x04);

export type ScanOptions = {
  allowLoopback: boolean;
  /** Besides 9100: those of printers that are set up already. */
  ports?: readonly number[];
  interfaces?: NodeJS.Dict<NetworkInterfaceInfo[]>;
};
export type Network = { name: string; addresses: string[] };

const toNumber = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
const toAddress = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");

/** The addresses around one of ours, without ours, the network's own and the broadcast's. */
const around = (own: string, bits: number): Network => {
  const size = 2 ** (32 - Math.max(24, Math.min(bits, 30)));
  const first = Math.floor(toNumber(own) / size) * size;
  const addresses = Array.from({ length: size - 2 }, (_, index) => toAddress(first + 1 + index));
  return {
    name: `${toAddress(first)}/${32 - Math.log2(size)}`,
    addresses: addresses.filter((address) => address !== own),
  };
};

/** What is searched: the private IPv4 networks that the box is in, each once; the loopback only where it is allowed. */
export const ownNetworks = ({ allowLoopback, interfaces = networkInterfaces() }: ScanOptions): Network[] => {
  const own = Object.values(interfaces)
    .flatMap((infos) => infos ?? [])
    .filter(
      ({ family, internal, address }) => family === "IPv4" && !internal && isAllowedAddress(address, false),
    )
    .map(({ address, cidr }) => around(address, Number(cidr?.split("/")[1] ?? 24)));
  const networks = [...new Map(own.map((network) => [network.name, network])).values()].slice(0, maxNetworks);
  return allowLoopback ? [...networks, { name: "127.0.0.1/32", addresses: ["127.0.0.1"] }] : networks;
};

type Probe = Pick<FoundPrinter, "answers" | "paper">;
const paperOf = (byte: number): FoundPrinter["paper"] => {
  if ((byte & 0x60) !== 0) return "out";
  return (byte & 0x0c) !== 0 ? "low" : "ok";
};

/** Whether somebody takes the call, and what they say; null where nobody does. Never rejects. */
export const probe = (host: string, port: number): Promise<Probe | null> =>
  new Promise((resolve) => {
    const answers = readAnswers();
    let isConnected = false;
    const socket = connect({ host, port });
    const end = (): void => {
      clearTimeout(timer);
      socket.destroy();
      const [byte] = answers.realTime;
      if (!isConnected) resolve(null);
      else
        resolve(
          byte === undefined ? { answers: false, paper: null } : { answers: true, paper: paperOf(byte) },
        );
    };
    let timer = setTimeout(end, connect_ms);
    socket.on("connect", () => {
      isConnected = true;
      clearTimeout(timer);
      timer = setTimeout(end, answer_ms);
      socket.write(askPaper);
    });
    socket.on("data", (bytes: Buffer) => {
      answers.push(bytes);
      if (answers.realTime.length > 0) end();
    });
    socket.on("error", end);
    socket.on("close", end);
  });

/** Bounded by its lists: at most 4 networks of 254 addresses on 4 ports, 64 at a time. */
export const scanPrinters = async (options: ScanOptions): Promise<PrinterScan> => {
  const networks = ownNetworks(options);
  const ports = [...new Set([printerPort, ...(options.ports ?? [])])].slice(0, maxPorts);
  const places = networks.flatMap(({ addresses }) =>
    addresses.flatMap((host) => ports.map((port) => ({ host, port }))),
  );
  const found: FoundPrinter[] = [];
  const queue = places.values();
  const work = async (): Promise<void> => {
    for (const { host, port } of queue) {
      const said = await probe(host, port);
      if (said) found.push({ transport: { type: "network", host, port }, ...said, printerId: null });
    }
  };
  await Promise.all(Array.from({ length: atATime }, work));
  return {
    items: found.toSorted((a, b) => toNumber(a.transport.host) - toNumber(b.transport.host)),
    searched: ["network"],
    notSearched: ["usb", "serial", "bluetooth"],
    networks: networks.map(({ name }) => name),
  };
};

/** Scans that are asked for while one runs get its result. */
export const openScan = (allowLoopback: boolean) => {
  let running: Promise<PrinterScan> | null = null;
  return (ports: readonly number[]): Promise<PrinterScan> => {
    running ??= scanPrinters({ allowLoopback, ports }).finally(() => {
      running = null;
    });
    return running;
  };
};
