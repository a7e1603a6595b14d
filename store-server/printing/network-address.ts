/**
 * Which addresses a print job may go to: the private ranges of a store's network, loopback only where the store allows it. A
 * name is resolved once and the checked address itself is connected to, so a name that changes its mind (DNS rebinding)
 * gains nothing. Everything else is refused: public, link-local, multicast, unspecified, and addresses dressed up in IPv6.
 */
import { lookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { TransportFailure } from "./connection.ts";

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<string[]>;

const privateRanges = new BlockList();
for (const [network, bits] of [
  ["10.0.0.0", 8],
  ["172.16.0.0", 12],
  ["192.168.0.0", 16],
] as const) {
  privateRanges.addSubnet(network, bits, "ipv4");
}
// Unique local addresses, RFC 4193.
privateRanges.addSubnet("fc00::", 7, "ipv6");
const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** More than a printer has; a name with hundreds of addresses is no printer. */
const ADDRESS_LIMIT = 4;

const resolveByDns: Resolve = async (host) =>
  (await lookup(host, { all: true })).map((found) => found.address);

/** True for an IP address that a print job may go to. Texts that are no address are never allowed. */
export function isAllowedAddress(address: string, allowLoopback: boolean): boolean {
  const version = isIP(address);
  // A zone ("fe80::1%eth0") means link-local; mapped and other IPv4-in-IPv6 forms are never needed for a printer.
  if (version === 0 || address.includes("%") || (version === 6 && address.includes("."))) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  return (
    (version === 4 || !mappedIpv4.check(address, "ipv6")) &&
    (privateRanges.check(address, family) || (allowLoopback && loopback.check(address, family)))
  );
}

const mappedIpv4 = new BlockList();
mappedIpv4.addSubnet("::ffff:0:0", 96, "ipv6");

/** Whether a job could ever be sent to this host; a name may turn out well, so only its lookup decides. */
export const printTargets =
  (allowLoopback: boolean) =>
  (host: string): boolean =>
    isIP(host) === 0
      ? allowLoopback || host.toLowerCase() !== "localhost"
      : isAllowedAddress(host, allowLoopback);

/**
 * The addresses of a host that may be connected to, at most four. Throws TransportFailure: `address_forbidden` where none
 * may, `unreachable` where the name is unknown.
 */
export async function allowedAddresses(
  host: string,
  options: { allowLoopback: boolean; resolve?: Resolve },
): Promise<string[]> {
  const found = isIP(host) === 0 ? await resolved(host, options.resolve ?? resolveByDns) : [host];
  const allowed = found.filter((address) => isAllowedAddress(address, options.allowLoopback));
  if (allowed.length === 0) {
    throw new TransportFailure("address_forbidden", `${host} is not an address of the store's own network`);
  }
  return allowed.slice(0, ADDRESS_LIMIT);
}

async function resolved(host: string, resolve: Resolve): Promise<string[]> {
  try {
    return await resolve(host);
  } catch (cause) {
    throw new TransportFailure("unreachable", `The name ${host} is unknown`, { cause });
  }
}
