/** What a new device needs to know, put together: where the box is reached, and by which certificates it knows it. */
import { networkInterfaces } from "node:os";
import type { Connect } from "@tillbox/shared/contract/connect.ts";
import type { Config } from "./config.ts";
import { placesOf } from "./discovery/places.ts";
import { hostOf } from "./discovery/service.ts";
import type { DiscoveryState } from "./discovery/types.ts";
import { setting } from "./features/settings/rows.ts";
import type { Kernel } from "./kernel/kernel.ts";
import type { TlsState } from "./tls/tls.ts";

export type ConnectParts = {
  kernel: Kernel;
  config: Pick<Config, "host" | "demo">;
  tls: TlsState;
  discovery: DiscoveryState | undefined;
  /** Where plain HTTP is served. */
  url: string;
};

/** Those of the shop's network, whether or not multicast works there. */
const addressesOf = (host: string, discovery: DiscoveryState | undefined): string[] => {
  const announced = discovery?.addresses ?? [];
  const all = placesOf(networkInterfaces(), host).map(({ address }) => address);
  return [...new Set([...announced, ...all])];
};

export const connectView = ({ kernel, config, tls, discovery, url }: ConnectParts): Connect => ({
  storeName: setting(kernel, "store.name"),
  demo: config.demo,
  name: hostOf(kernel.storeId),
  addresses: addressesOf(config.host, discovery),
  httpPort: Number(new URL(url).port),
  httpsPort: tls.state === "serving" ? tls.port : null,
  reason: tls.reason ?? null,
  authority: tls.authority,
  certificate: tls.certificate,
});
