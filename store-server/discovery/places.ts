/** Which of the machine's addresses to announce: those of the shop's network, not of containers, tunnels or the machine itself. */
import { isIPv4 } from "node:net";
import type { NetworkInterfaceInfo } from "node:os";
import type { Place } from "./types.ts";

export type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/** Bridges and pairs of containers and virtual machines, tunnels and VPNs: no tablet is there. */
const notTheShop =
  /^(docker|br-|veth|virbr|vmnet|vboxnet|cni|flannel|cali|lxc|lxd|podman|ifb|dummy|tun|tap|wg|tailscale|zt|utun|ppp)/;

const isLinkLocal = (address: string): boolean => address.startsWith("169.254.");

const shopAddress = (name: string, all: readonly NetworkInterfaceInfo[] = []): Place[] => {
  if (notTheShop.test(name)) return [];
  const own = all.filter(({ family, internal }) => family === "IPv4" && !internal);
  const routable = own.filter(({ address }) => !isLinkLocal(address));
  // One address an interface is enough to be found; a self-assigned one only where there is no other.
  return [...routable, ...own].slice(0, 1).map(({ address }) => ({ interfaceName: name, address }));
};

/** Sorted, so that two looks can be compared. `host` is where the box listens. */
export const placesOf = (interfaces: Interfaces, host: string): Place[] => {
  const everywhere = host === "0.0.0.0" || host === "::" || host === "";
  const places = Object.entries(interfaces).flatMap(([name, all]) => {
    if (everywhere) return shopAddress(name, all);
    const [own] = (all ?? []).filter(({ address }) => address === host && isIPv4(host));
    return own ? [{ interfaceName: name, address: own.address }] : [];
  });
  return places.sort((a, b) => (a.address < b.address ? -1 : 1));
};

/** A box that only this machine can reach should not be found by others. */
export const isOnlyLocal = (host: string): boolean =>
  host === "localhost" || host === "::1" || host.startsWith("127.");
