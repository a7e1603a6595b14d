/** The one session at a time that carries the journal, and how it stands. */
import type { ReplicationStatus } from "@tillbox/shared/protocol/replication.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { openCursor } from "./cursor.ts";
import { openHubClient } from "./hub-client.ts";
import { runSession, type SessionParts } from "./session.ts";
import type { Link, Log, ReplicationConfig } from "./types.ts";
import { openWaits } from "./waits.ts";

export type State = ReplicationStatus["state"];
export type Lane = {
  /** Ends the session before, if there is one. */
  start(link: Link): Promise<void>;
  end(): Promise<void>;
  acked(): number;
  standing(): { state: State; error?: string };
  /** Says how it stands while there is no session. */
  changed(state: State, error?: string): void;
};

export type LaneParts = {
  kernel: Kernel;
  config: ReplicationConfig;
  fetch: typeof globalThis.fetch;
  log: Log;
  pack?: SessionParts["pack"];
};

const fault = "Replication ended by a fault of the box. Restart it, and report this.";

export const openLane = ({ kernel, config, fetch, log, pack }: LaneParts): Lane => {
  let standing: { state: State; error?: string } = { state: "off" };
  let running: { end(): Promise<void>; acked(): number } | null = null;
  /** Starts and ends follow each other, whoever asks for them. */
  let turn: Promise<void> = Promise.resolve();

  const changed = (state: State, error?: string): void => {
    const before = standing;
    standing = { state, ...(error === undefined ? {} : { error }) };
    if (state === "failed") log.error({ error }, "replication needs a person");
    else if (state === "waiting" && before.state !== "waiting")
      log.warn({ error }, "the hub is away; the journal waits");
    else if (state === "idle" && before.error !== undefined) log.info({}, "the hub is back");
    // The reason stays until the hub was reached again.
    if (state === "replicating" && before.error !== undefined) standing = { state, error: before.error };
  };
  const open = (link: Link) => {
    const waits = openWaits();
    const cursor = openCursor(kernel, link.hubUrl, config.cursorEvery_ms, log);
    const client = openHubClient({ fetch, timeout_ms: config.timeout_ms, signal: waits.signal });
    const sleep = kernel.onCommit(waits.wake);
    const acknowledged = (seq: number): void => {
      if (standing.error !== undefined) changed("idle");
      cursor.moved(seq);
    };
    const ackedSeq = cursor.acked();
    const session = { kernel, config, client, link, waits, ackedSeq, changed, acknowledged };
    const done = runSession(pack ? { ...session, pack } : session)
      .catch((error: unknown) => {
        log.error({ err: error }, "replication ended by a fault of its own");
        changed("failed", fault);
      })
      .finally(sleep)
      .then(cursor.write);
    const end = (): Promise<void> => {
      waits.stop();
      return done;
    };
    return { end, acked: cursor.acked };
  };
  const replace = async (link: Link | null): Promise<void> => {
    await running?.end();
    running = link && open(link);
  };
  const change = (link: Link | null): Promise<void> => {
    turn = turn.then(() => replace(link));
    return turn;
  };
  return {
    start: change,
    end: () => change(null),
    acked: () => running?.acked() ?? 0,
    standing: () => standing,
    changed,
  };
};
