/** The health of the box in words for a person: what is well, what is not, what to do. Pure. */
import type { IconName } from "@tillbox/shared/ui/icon-nodes.ts";
import type { Tone } from "@tillbox/shared/ui/tone.ts";
import type { Part, Report } from "./report.ts";

export type Told = {
  id: string;
  title: string;
  icon: IconName;
  tone: Tone;
  /** One or two words on the pill. */
  state: string;
  /** What a person should know or do. */
  trouble: string[];
  facts: { label: string; value: string }[];
};

const troubled = (part: Part | undefined): boolean => part?.status === "degraded" || part?.status === "down";
const toneOf = (part: Part | undefined): Tone =>
  part === undefined ? "plain" : part.status === "down" ? "bad" : troubled(part) ? "attention" : "good";

const units = ["B", "kB", "MB", "GB", "TB"];
/** "1.2 GB"; thousands, as disks are sold. */
export const formatBytes = (bytes: number): string => {
  const step = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${value < 10 && step > 0 ? value.toFixed(1) : Math.round(value)} ${units[step]}`;
};
/** "21 December 2027". */
const formatDay = (at: string): string =>
  new Intl.DateTimeFormat("en-GB", {
    day: "numeric",
    month: "long",
    year: "numeric",
    timeZone: "UTC",
  }).format(new Date(at));
const fact = (label: string, value: string | number | null | undefined): Told["facts"] =>
  value === undefined || value === null || value === "" ? [] : [{ label, value: String(value) }];

const foundStates: Readonly<Record<string, string>> = {
  published: "Found",
  starting: "Starting",
  off: "Not announced",
  problem: "Not found",
};

/** A box that its own machine alone should reach is no trouble; one that has another name, or is missed on one network, is. */
const toneOfNetwork = (discovery: Report["checks"]["discovery"], trouble: readonly string[]): Tone => {
  const isLocal = (discovery?.addresses ?? []).some((address) => address.startsWith("127."));
  if (isLocal || discovery?.state === "off") return "plain";
  return discovery?.state === "published" && trouble.length > 0 ? "attention" : toneOf(discovery);
};

const network = ({ discovery }: Report["checks"], httpPort: number, name: string): Told => {
  const places = discovery?.places ?? [];
  const reasons = places.flatMap(({ reason }) => (reason === undefined ? [] : [reason]));
  const own = discovery?.reason;
  const trouble = own === undefined || reasons.includes(own) ? reasons : [own, ...reasons];
  return {
    id: "network",
    title: "On the network",
    icon: "wifi",
    tone: toneOfNetwork(discovery, trouble),
    state: foundStates[discovery?.state ?? ""] ?? "Not known",
    trouble,
    facts: [
      ...fact("Found as", discovery?.name),
      ...places.flatMap(({ interfaceName, address, found }) =>
        fact(interfaceName, `${address}${found ? "" : ", not found there"}`),
      ),
      ...fact("Name", name),
      ...fact("Port", httpPort),
    ],
  };
};

const encryptionStates: Readonly<Record<string, string>> = {
  serving: "Encrypted",
  starting: "Starting",
  off: "Switched off",
  problem: "Not offered",
};
const encryption = ({ tls }: Report["checks"]): Told => ({
  id: "encryption",
  title: "Encryption",
  icon: "lock",
  tone: tls?.state === "off" ? "plain" : toneOf(tls),
  state: encryptionStates[tls?.state ?? ""] ?? "Not known",
  trouble: tls?.reason === undefined ? [] : [tls.reason],
  facts: [
    ...fact("Port", tls?.port),
    ...(tls?.certificate ? fact("Certificate until", formatDay(tls.certificate.validUntil)) : []),
    ...fact("Good for", tls?.certificate?.names.concat(tls.certificate.addresses).join(", ")),
    ...fact("Listed on devices as", tls?.authority?.subject),
  ],
});

const printers = ({ printers: part }: Report["checks"]): Told => {
  const problems = part?.problems ?? [];
  const count = part?.waiting?.length ?? 0;
  const waiting = (part?.waiting ?? []).reduce((sum, each) => sum + each.waiting, 0);
  return {
    id: "printers",
    title: "Printers",
    icon: "printer",
    tone: toneOf(part),
    state: problems.length > 0 ? `${problems.length} in trouble` : count === 0 ? "None yet" : "All print",
    trouble: problems.map(({ message }) => message),
    facts: [...fact("Printers", count), ...fact("Jobs that wait", waiting)],
  };
};

const hubStates: Readonly<Record<string, string>> = {
  off: "Not connected",
  idle: "Up to date",
  replicating: "Sending",
  waiting: "Waiting",
  failed: "Stopped",
};
const hub = ({ replication }: Report["checks"]): Told => ({
  id: "hub",
  title: "Hub",
  icon: "cloud",
  tone: replication?.state === "off" ? "plain" : toneOf(replication),
  state: hubStates[replication?.state ?? ""] ?? "Not known",
  trouble: [
    ...(replication?.error === undefined ? [] : [replication.error]),
    ...(replication?.state === "waiting"
      ? ["The shop goes on selling; what is unsent is sent when the hub is back."]
      : []),
  ],
  facts:
    replication?.state === "off"
      ? []
      : fact("Entries to send", Math.max(0, (replication?.lastSeq ?? 0) - (replication?.ackedSeq ?? 0))),
});

const devices = ({ live }: Report["checks"]): Told => ({
  id: "devices",
  title: "Devices",
  icon: "tablet",
  tone: toneOf(live),
  state: `${live?.connections ?? 0} connected`,
  trouble: [],
  facts: [],
});

const storage = ({ database, disk, memory }: Report["checks"]): Told => {
  const worst = [database, disk, memory].find(troubled) ?? database;
  return {
    id: "storage",
    title: "Storage",
    icon: "store",
    tone: toneOf(worst),
    state: troubled(worst) ? "Look here" : "Well",
    trouble: [
      ...(troubled(disk) ? [disk?.reason ?? "The disk cannot be read."] : []),
      ...(troubled(database) ? [database?.error ?? "The database does not answer."] : []),
      ...(troubled(memory) ? ["The box uses much memory. Start it again after closing time."] : []),
    ],
    facts: [
      ...(disk?.free_bytes === undefined
        ? []
        : fact(
            "Free on the disk",
            `${formatBytes(disk.free_bytes)} of ${formatBytes(disk.size_bytes ?? 0)}`,
          )),
      ...(database?.size_bytes === undefined ? [] : fact("Database", formatBytes(database.size_bytes))),
      ...fact("Entries in the journal", database?.seq),
      ...(memory?.rss === undefined ? [] : fact("Memory", formatBytes(memory.rss))),
    ],
  };
};

export const tellAll = (report: Report, where: { httpPort: number; name: string }): Told[] => [
  network(report.checks, where.httpPort, where.name),
  encryption(report.checks),
  devices(report.checks),
  printers(report.checks),
  hub(report.checks),
  storage(report.checks),
];

/** All of it in one sentence. */
export const tellWhole = (
  report: Report,
  told: readonly Told[],
): { tone: Tone; title: string; text: string } => {
  const needing = told.filter(({ tone }) => tone === "attention" || tone === "bad");
  if (report.status === "down")
    return {
      tone: "bad",
      title: "The box cannot work",
      text: "Its database does not answer. Start it again.",
    };
  if (needing.length === 0)
    return { tone: "good", title: "All is well", text: "Nothing here needs a person." };
  const names = needing.map(({ title }) => title.toLowerCase()).join(", ");
  return {
    tone: "attention",
    title: "Something needs a person",
    text: `Look at: ${names}. Orders are taken all the same.`,
  };
};
