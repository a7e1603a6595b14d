/**
 * The box on the shop's network: its two ports, its certificates, and how it is found. Plain HTTP has to stand for the box to start; all else
 * says what is wrong and tries again.
 */
import type { Config } from "./config.ts";
import { connectView } from "./connect.ts";
import { type Discovery, startDiscovery } from "./discovery/discovery.ts";
import { hostOf } from "./discovery/service.ts";
import { setting } from "./features/settings/rows.ts";
import type { Checks } from "./http/health.ts";
import type { Log } from "./http/log.ts";
import type { Route } from "./http/route.ts";
import type { Kernel } from "./kernel/kernel.ts";
import type { Secrets } from "./secrets.ts";
import { type BoxServer, type Handlers, openSecureServer, openServer } from "./server.ts";
import { tlsRoutes } from "./tls/routes.ts";
import { startTls, type Tls } from "./tls/tls.ts";

export type Network = {
  tls: Tls;
  routes: Route[];
  checks: Checks;
  /** Resolves with `http://host:port` when it serves. Rejects with `StartupError`. */
  serve(handlers: Handlers): Promise<string>;
  /** Takes no more requests and says goodbye; resolves when what is under way has ended. */
  stop(): Promise<void>;
};
export type NetworkParts = {
  kernel: Kernel;
  config: Config;
  secrets: Secrets;
  log: Log;
  wall?: (() => number) | undefined;
  /** A box that listens to its own machine only is announced there; tests need not be. */
  announceLocally?: boolean | undefined;
};

/** The box can be found by itself, under the name that the store has now, and with the certificate that it shows now. */
const announce = (
  { kernel, config, log, announceLocally }: NetworkParts,
  port: number,
  tls: Tls,
): Discovery =>
  startDiscovery({
    config: { host: config.host, port },
    identity: () => ({
      storeId: kernel.storeId,
      storeName: setting(kernel, "store.name"),
      tls: tls.announced(),
    }),
    log,
    evenLocal: announceLocally,
  });

/** Begins with the certificates, which take a moment at the first start; serves when it is told what answers. */
export const openNetwork = (parts: NetworkParts): Network => {
  const { kernel, config, secrets, log, wall } = parts;
  let server: BoxServer | null = null;
  let discovery: Discovery | null = null;
  let url = "http://127.0.0.1:0";
  const tls = startTls({
    port: config.httpsPort,
    host: config.host,
    storeId: kernel.storeId,
    name: hostOf(kernel.storeId),
    vault: secrets,
    log,
    wall,
    onChange: () => void discovery?.refresh(),
  });
  const connect = () => connectView({ kernel, config, tls: tls.state(), discovery: discovery?.state(), url });
  return {
    tls,
    routes: tlsRoutes({ authority: tls.authority, connect }),
    checks: {
      tls: tls.check,
      discovery: () => discovery?.check() ?? { status: "ok", state: "starting" },
    },
    serve: async (handlers) => {
      server = openServer(handlers);
      url = await server.listen(config.host, config.port);
      await tls.serve((pair) => openSecureServer(handlers, pair));
      discovery = announce(parts, Number(new URL(url).port), tls);
      return url;
    },
    stop: async () => {
      await Promise.all([server?.close(), tls.stop(), discovery?.stop()]);
    },
  };
};
