/**
 * The box on one address: first it asks whether its name is free, then it announces itself, then it proves that it can be found by
 * hearing its own answer; from time to time it proves it again. Whatever fails is said, in words that name the cause.
 */
import { setTimeout as pause } from "node:timers/promises";
import { type DnsRecord, openResponder, type Publication, type Responder } from "./responder.ts";
import { fullNameOf } from "./service.ts";
import type { DiscoveryConfig, Place } from "./types.ts";

/** Three questions, a quarter of a second apart (RFC 6762, 8.1). */
const probes = 3;
const usualProbe_ms = 250;
const proof_ms = 2000;

export type Outcome = { kind: "published" } | { kind: "taken" } | { kind: "failed"; reason: string };
export type Announcement = {
  place: Place;
  /** Asks for the name, announces, proves it. */
  begin(publication: Publication): Promise<Outcome>;
  /** Whether it can still be found. */
  verify(): Promise<Outcome>;
  close(): Promise<void>;
};

const reasonOf = (error: Error, { interfaceName, address }: Place): string => {
  const code = "code" in error ? String(error.code) : error.message;
  const where = `${interfaceName} (${address})`;
  if (code === "EADDRINUSE" || code === "EACCES")
    return `Port 5353 cannot be used (${code}): another program holds it for itself. Stop that program, or let it share the port.`;
  return `Multicast does not work on ${where}: ${code}. Check the network, or use the QR code to connect tablets.`;
};

const unheard = ({ interfaceName, address }: Place): string =>
  `Multicast does not come through on ${interfaceName} (${address}), though it was sent. Allow UDP port 5353 in the firewall, or use the QR code to connect tablets.`;

const isSame = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
const isOwn = (data: unknown, { host, port }: Publication): boolean =>
  typeof data === "object" &&
  data !== null &&
  "port" in data &&
  "target" in data &&
  data.port === port &&
  isSame(String(data.target), host);

/** Somebody else's service of the same name. */
const isRival = (record: DnsRecord, publication: Publication): boolean =>
  record.type === "SRV" &&
  record.ttl !== 0 &&
  isSame(record.name, fullNameOf(publication.name)) &&
  !isOwn(record.data, publication);
const isProof = (record: DnsRecord, publication: Publication): boolean =>
  record.type === "SRV" &&
  isSame(record.name, fullNameOf(publication.name)) &&
  isOwn(record.data, publication);

/** True when such a record arrives in time, and at once when it fails. */
const hears = async (
  responder: Responder,
  fits: (record: DnsRecord) => boolean,
  ask: () => void | Promise<void>,
  limit_ms: number,
  stopped: AbortSignal,
): Promise<boolean> => {
  const heard = Promise.withResolvers<boolean>();
  const hush = responder.listen((record) => {
    if (fits(record)) heard.resolve(true);
  });
  const over = (): void => heard.resolve(false);
  if (stopped.aborted) over();
  stopped.addEventListener("abort", over);
  const timer = setTimeout(over, limit_ms);
  try {
    await ask();
    return await heard.promise;
  } finally {
    hush();
    clearTimeout(timer);
    stopped.removeEventListener("abort", over);
  }
};

export type AnnouncementOptions = Pick<DiscoveryConfig, "mdnsPort" | "probe_ms"> & {
  /** Ends whatever it waits for. */
  over?: AbortSignal;
};

export const openAnnouncement = (
  place: Place,
  { mdnsPort, probe_ms = usualProbe_ms, over }: AnnouncementOptions,
): Announcement => {
  let failure: string | null = null;
  let published: Publication | null = null;
  const stopping = new AbortController();
  const stopped = over ? AbortSignal.any([over, stopping.signal]) : stopping.signal;
  const responder = openResponder(
    place,
    (error) => {
      failure = reasonOf(error, place);
    },
    mdnsPort,
  );
  const outcome = (isProven: boolean): Outcome => {
    if (failure !== null) return { kind: "failed", reason: failure };
    return isProven ? { kind: "published" } : { kind: "failed", reason: unheard(place) };
  };
  const probe = (publication: Publication): Promise<boolean> => {
    const ask = async (): Promise<void> => {
      for (let asked = 0; asked < probes && !stopped.aborted; asked++) {
        responder.ask(fullNameOf(publication.name), "ANY");
        await pause(probe_ms, undefined, { signal: stopped }).catch(() => undefined);
      }
    };
    return hears(responder, (record) => isRival(record, publication), ask, probes * probe_ms, stopped);
  };
  const prove = async (publication: Publication): Promise<Outcome> => {
    failure = null;
    const ask = (): void => responder.ask(fullNameOf(publication.name), "SRV");
    return outcome(await hears(responder, (record) => isProof(record, publication), ask, proof_ms, stopped));
  };
  return {
    place,
    begin: async (publication) => {
      if (await probe(publication)) return { kind: "taken" };
      if (stopped.aborted) return { kind: "failed", reason: "The box is stopping." };
      if (failure !== null) return { kind: "failed", reason: failure };
      responder.publish(publication);
      published = publication;
      return prove(publication);
    },
    verify: async () => (published ? prove(published) : { kind: "failed", reason: unheard(place) }),
    close: () => {
      stopping.abort();
      return responder.close();
    },
  };
};
