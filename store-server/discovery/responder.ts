/**
 * bonjour-service on one address. It answers and announces with this address only (the library takes all of the machine's), its
 * errors end up here instead of ending the process, and it hears its own announcements, which is the only proof that the
 * network carried them.
 */
import type { EventEmitter } from "node:events";
import { Bonjour } from "bonjour-service";
import { serviceType } from "./service.ts";
import type { Place } from "./types.ts";

export type DnsRecord = { name: string; type: string; ttl?: number; data?: unknown };
type Packet = { answers?: DnsRecord[]; additionals?: DnsRecord[] };
type Sent = (error?: Error | null) => void;

/** The parts of the library that it does not show. */
type Mdns = EventEmitter & {
  respond(packet: DnsRecord[] | Packet, ...rest: unknown[]): void;
  query(questions: { name: string; type: string }[], sent?: Sent): void;
};
type Inside = { server: { mdns: Mdns; register(records: DnsRecord[]): void } };

export type Publication = {
  name: string;
  host: string;
  port: number;
  text: Record<string, string>;
};
export type Responder = {
  place: Place;
  /** Calls `heard` with every record that arrives, until what it returns is called. */
  listen(heard: (record: DnsRecord) => void): () => void;
  ask(name: string, type: string): void;
  publish(publication: Publication): void;
  /** Says goodbye and ends; resolves when that is done, or after a moment. */
  close(): Promise<void>;
};

const goodbye_ms = 1000;

/** Only this address; and this one where the service is told of without any. */
const onlyHere = (records: DnsRecord[], { address }: Place, host: string): DnsRecord[] => {
  const kept = records.filter(({ type, data }) => type !== "AAAA" && (type !== "A" || data === address));
  const service = kept.find(({ type }) => type === "SRV");
  if (!service || kept.some(({ type }) => type === "A")) return kept;
  return [...kept, { name: host, type: "A", ttl: service.ttl ?? 120, data: address }];
};

const filtered = (packet: DnsRecord[] | Packet, place: Place, host: string): Packet => {
  if (Array.isArray(packet)) return { answers: onlyHere(packet, place, host) };
  const { answers = [], additionals = [] } = packet;
  const only = answers.filter(
    ({ type, data }) => type !== "AAAA" && (type !== "A" || data === place.address),
  );
  return { ...packet, answers: only, additionals: onlyHere(additionals, place, host) };
};

/** A malformed packet of a stranger is no trouble of ours; what the system says is. */
const isOurs = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && "syscall" in error;

const within = (limit_ms: number, work: (done: () => void) => void): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, limit_ms);
    work(() => {
      clearTimeout(timer);
      resolve();
    });
  });

export const openResponder = (place: Place, failed: (error: Error) => void, mdnsPort?: number): Responder => {
  const options = {
    interface: place.address,
    bind: "0.0.0.0",
    ...(mdnsPort === undefined ? {} : { port: mdnsPort }),
  };
  const bonjour = new Bonjour(options, failed);
  const { mdns, register } = insideOf(bonjour);
  let host = "";
  mdns.on("error", failed);
  mdns.on("warning", (error: unknown) => {
    if (isOurs(error)) failed(error);
  });
  const respond = mdns.respond.bind(mdns);
  mdns.respond = (packet, ...rest) => respond(filtered(packet, place, host), ...rest);
  return {
    place,
    listen: (heard) => {
      const hear = ({ answers = [], additionals = [] }: Packet): void => {
        for (const record of [...answers, ...additionals]) heard(record);
      };
      mdns.on("response", hear);
      return () => mdns.off("response", hear);
    },
    ask: (name, type) =>
      mdns.query([{ name, type }], (error) => {
        if (error) failed(error);
      }),
    publish: ({ name, port, text, ...publication }) => {
      ({ host } = publication);
      register([{ name: host, type: "A", ttl: 120, data: place.address }]);
      // Whether the name is free was asked before: the library would take its own answer on another interface for a rival's.
      bonjour.publish({ name, type: serviceType, port, host, txt: text, probe: false, disableIPv6: true });
    },
    close: async () => {
      await within(goodbye_ms, (done) => bonjour.unpublishAll(done));
      await within(goodbye_ms, (done) => bonjour.destroy(done));
    },
  };
};

const insideOf = (bonjour: Bonjour): { mdns: Mdns; register(records: DnsRecord[]): void } => {
  const { server } = bonjour as unknown as Inside;
  return { mdns: server.mdns, register: (records) => server.register(records) };
};
