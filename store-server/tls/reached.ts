/** Under which names and addresses a box is reached, as far as its authority may vouch for them. */
import { BlockList, isIP } from "node:net";
import { hostname, type NetworkInterfaceInfo } from "node:os";
import type { Reached } from "./types.ts";

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** The names that exist on one network only, and the machine itself. */
export const localDomains = ["local", "localhost"];
/** Addresses that no public network uses: RFC 1918, 3927, 6598, 2544, 5737, 4193, 4291, and the machine itself. */
export const privateNetworks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "198.18.0.0/15",
  "192.0.2.0/24",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "127.0.0.0/8",
  "fc00::/7",
  "fe80::/10",
  "::1/128",
];
const maxAddresses = 48;

const isPrivate = (() => {
  const list = new BlockList();
  for (const network of privateNetworks) {
    const [address = "", prefix = ""] = network.split("/");
    list.addSubnet(address, Number(prefix), isIP(address) === 6 ? "ipv6" : "ipv4");
  }
  return (address: string): boolean =>
    isIP(address) !== 0 && list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");
})();

/** Addresses that a page can be opened at; one of IPv6 that needs a zone is none. */
const ownAddresses = (interfaces: Interfaces, host: string): string[] => {
  const everywhere = host === "0.0.0.0" || host === "::" || host === "";
  if (!everywhere) return isIP(host) === 0 ? [] : [host];
  return Object.values(interfaces)
    .flatMap((all) => all ?? [])
    .filter(({ family, internal }) => !internal && (family === "IPv4" || host !== "0.0.0.0"))
    .map(({ address }) => address)
    .filter((address) => !address.startsWith("fe80:"));
};

/** What the machine calls itself on the network, where that is a name at all. */
const nameOfMachine = (name: string): string[] => {
  const label = (name.split(".")[0] ?? "").toLowerCase();
  return /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label) && label !== "localhost"
    ? [`${label}.local`]
    : [];
};

export type ReachedOptions = {
  /** The name that the box announces, `tillbox-….local`. */
  name: string;
  /** Where it listens. */
  host: string;
  interfaces: Interfaces;
  /** The machine's own name. */
  machine?: string;
};

/** `outside`: addresses for which the authority may not vouch. */
export const reachedOf = (options: ReachedOptions): Reached & { outside: string[] } => {
  const { name, host, interfaces, machine = hostname() } = options;
  const own = [...new Set(ownAddresses(interfaces, host))].sort();
  const addresses = ["127.0.0.1", "::1", ...own.filter(isPrivate)];
  return {
    names: [...new Set([name, ...nameOfMachine(machine), "localhost"])],
    addresses: [...new Set(addresses)].slice(0, maxAddresses),
    outside: own.filter((address) => !isPrivate(address)),
  };
};
