/** What discovery is given and what it says, so that it knows no other module. */
export type Log = Record<"debug" | "info" | "warn" | "error", (details: object, message: string) => void>;

export type Identity = {
  storeId: string;
  storeName: string;
  /** Where TLS is served now, and the fingerprints of its certificate and of the authority behind it; left out while there is none. */
  tls?: { port: number; fingerprint: string; authority: string } | undefined;
};
export type DiscoveryConfig = {
  /** Where the box listens: an address, or `0.0.0.0` for all. */
  host: string;
  /** The port it really listens on. */
  port: number;
  /** Looks for changed addresses so often: nothing wakes a program when they change. */
  look_ms?: number;
  /** Makes sure so often that it can still be found. */
  verify_ms?: number;
  /** Between two questions whether the name is free. */
  probe_ms?: number;
  /** Another port than that of mDNS, for tests. */
  mdnsPort?: number;
};

/** An address that tablets can reach, and the interface that it is on. */
export type Place = { interfaceName: string; address: string };

/** How the box stands on one network. */
export type PlaceState = Place & { found: boolean; name: string; reason?: string };

export type DiscoveryState = {
  /** starting: asking whether the name is free. off: not wanted here; `reason` says why. problem: cannot be found (everywhere). */
  state: "starting" | "published" | "off" | "problem";
  /** The name under which it is found. */
  name: string;
  /** Where it can be found. */
  addresses: string[];
  /** Each network of the shop that the box is on. */
  places: PlaceState[];
  /** What a person should know or do. */
  reason?: string;
};
