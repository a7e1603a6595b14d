/**
 * Replication of this box: enrolling it with a hub, keeping the token, carrying the journal there, and saying at any time how it
 * stands. Without a hub it is off and costs nothing.
 */
import type { ReplicationStatus } from "@tillbox/shared/protocol/replication.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { timeAt } from "./batch.ts";
import { enrolStore, hubUrlOf } from "./enrolment.ts";
import { openHubClient } from "./hub-client.ts";
import { openLane } from "./lane.ts";
import { openPatience } from "./patience.ts";
import {
  type Link,
  type Log,
  type ReplicationConfig,
  replicationDefaults,
  type Secrets,
  type StoreFacts,
} from "./types.ts";
import { openWaits } from "./waits.ts";

export type ReplicationOptions = {
  kernel: Kernel;
  secrets: Secrets;
  /** Who the store says it is; asked when it enrols. */
  store(): StoreFacts;
  /** From the environment: a store that has no hub yet enrols at start, and tries again while the hub is away. */
  hubUrl?: string | null;
  enrollCode?: string | null;
  fetch?: typeof globalThis.fetch;
  log: Log;
  config?: Partial<ReplicationConfig>;
};

export type Enrol = { hubUrl: string; code: string };
export type Replication = {
  status(): ReplicationStatus;
  lag(): { lagSeq: number; lagSeconds: number };
  /** Whether the store belongs to a hub, however that stands. */
  enrolled(): boolean;
  /** Enrols and starts. Throws `Refusal`: `invalid` for address or code, `conflict`, `unavailable` when the hub is away. */
  enrol(input: Enrol): Promise<ReplicationStatus>;
  /** Ends what is under way; resolves when nothing is. */
  stop(): Promise<void>;
};

const secretName = "replication";

const readLink = (secrets: Secrets): Link | null => {
  const text = secrets.read(secretName);
  return text === null ? null : (JSON.parse(text) as Link);
};

/** How far behind the hub is, in entries and in seconds of the oldest that it lacks. */
const lagOf = (kernel: Kernel, acked: number): { lagSeq: number; lagSeconds: number } => {
  const lagSeq = Math.max(0, kernel.headSeq() - acked);
  const since = lagSeq > 0 ? timeAt(kernel.db, acked + 1) : null;
  const lag_ms = since === null ? 0 : Date.parse(kernel.clock.now()) - Date.parse(since);
  return { lagSeq, lagSeconds: Math.max(0, lag_ms / 1000) };
};

export const startReplication = (options: ReplicationOptions): Replication => {
  const { kernel, secrets, log } = options;
  const config: ReplicationConfig = { ...replicationDefaults, ...options.config };
  const fetch = options.fetch ?? globalThis.fetch;
  const lane = openLane({ kernel, config, fetch, log });
  const waits = openWaits();
  const client = openHubClient({ fetch, timeout_ms: config.timeout_ms, signal: waits.signal });
  let link = readLink(secrets);

  const enrol = async ({ hubUrl, code }: Enrol): Promise<ReplicationStatus> => {
    const enrolled = await enrolStore(
      kernel,
      client,
      { hubUrl: hubUrlOf(hubUrl), code },
      { secrets, facts: options.store() },
    );
    if (waits.stopped()) throw new Refusal("unavailable", "The box is stopping. Try again in a moment.");
    secrets.write(secretName, JSON.stringify(enrolled));
    link = enrolled;
    if (enrolled.hubUrl.startsWith("http:"))
      log.warn(
        { hubUrl: enrolled.hubUrl },
        "the hub is reached without TLS; do this only on a network you trust",
      );
    await lane.start(enrolled);
    return status();
  };
  const enrolAtStart = async (input: Enrol): Promise<void> => {
    const patience = openPatience(config, waits, (message) => lane.changed("waiting", message));
    const isWanted = (): boolean => !waits.stopped() && link === null;
    while (isWanted()) {
      try {
        lane.changed("connecting");
        await enrol(input);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        if (error.code !== "unavailable") return lane.changed("failed", error.message);
        await patience.wait(error.message, (error.details.retryAfter_s ?? 0) * 1000);
      }
    }
  };
  const begin = async (): Promise<void> => {
    const { hubUrl, enrollCode } = options;
    if (link) await lane.start(link);
    else if (hubUrl && enrollCode) await enrolAtStart({ hubUrl, code: enrollCode });
  };
  const lag = () => (link ? lagOf(kernel, lane.acked()) : { lagSeq: 0, lagSeconds: 0 });
  const status = (): ReplicationStatus => ({
    ...lane.standing(),
    hubUrl: link?.hubUrl ?? options.hubUrl ?? null,
    lastSeq: kernel.headSeq(),
    ackedSeq: lane.acked(),
    lagSeconds: lag().lagSeconds,
  });
  const begun = begin().catch((error: unknown) => log.error({ err: error }, "replication did not start"));
  const stop = async (): Promise<void> => {
    waits.stop();
    await begun;
    await lane.end();
  };
  return { status, lag, enrolled: () => link !== null, enrol, stop };
};
