/**
 * The WebSocket to the box. It registers, keeps the last seq that it completed and resumes from there, so that no change is missed
 * between two connections; when the box says that it cannot, everything is loaded again. It tries for ever, with growing pauses and
 * jitter, and always says how it stands: connected, reconnecting, offline.
 */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Change, ClientFrame, ServerEvent, ServerFrame } from "@tillbox/shared/protocol/live.ts";

export type ConnectionState = "connected" | "reconnecting" | "offline";
type RegisterFrame = Extract<ClientFrame, { event: "device:register" }>;
export type RegisterData = Omit<RegisterFrame["data"], "lastSyncVersion" | "epoch">;
export type Registered = {
  deviceId: string;
  syncVersion: number;
  epoch: number;
  heartbeatSeconds: number;
  rooms: string[];
};
export type Position = { seq: number; epoch: number };

export type LiveEvents = {
  /** `isResumed`: what was missed follows; otherwise a snapshot is needed. */
  onRegistered(answer: Registered, isResumed: boolean): void;
  onChanges(changes: readonly Change[]): void;
  onFrame(event: ServerEvent, data: unknown): void;
  /** What this device knows is out of date or of another journal. */
  onReset(): void;
  /** The box does not take this device, or not the person on it, as it said with `asked`. */
  onRejected(code: string, message: string, asked: RegisterData): void;
  /** It is in rooms that depend on who is signed in, and was not: nobody tells what happened there meanwhile. */
  onRoomsGained(): void;
  /** The person's token ended: this device hears only what is its own. */
  onPersonGone(): void;
  /** The box's time, with every heartbeat. */
  onTime(serverTime: string): void;
};

/** As much of a `WebSocket` as is used here. */
export type Socket = {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(name: "open" | "close", listen: () => void): void;
  addEventListener(name: "message", listen: (event: { data: unknown }) => void): void;
};
export type LiveOptions = LiveEvents & {
  /** Who registers, asked anew for every connection; null: not paired, so there is nothing to connect. */
  register(): RegisterData | null;
  openSocket(): Socket;
  random?: () => number;
};

export type Live = {
  readonly state: ReadonlySignal<ConnectionState>;
  /** The last seq that was completed, and in which journal; null before the first registration. */
  position(): Position | null;
  /** Where an earlier page stood: the first registration resumes from there. */
  resumeFrom(position: Position): void;
  connect(): void;
  /** Registers again on the open socket: a person signed in or out, a token is new. */
  announce(): void;
  /** Hears one more room, also after every new connection. Returns how to leave it. */
  join(room: string): () => void;
  /** Tries at once: the network is back, the page is in sight again. */
  hurry(): void;
  close(): void;
};

const open = 1;
const firstPause_ms = 400;
const longestPause_ms = 5_000;
/** From this many failures in a row on it is called offline. */
const offlineAfter = 3;
const registerWait_ms = 6_000;
const heartbeatGrace_ms = 8_000;
const probe_ms = 5_000;

/** Half of the pause is chance, so that thirty tablets do not come back in the same moment. */
export const pauseBefore = (failures: number, random: () => number): number => {
  const full = Math.min(longestPause_ms, firstPause_ms * 2 ** Math.max(0, failures - 1));
  return Math.round(full / 2 + (full / 2) * random());
};

type Inner = {
  socket: Socket | null;
  position: Position | null;
  failures: number;
  isClosed: boolean;
  isRegistered: boolean;
  registrations: number;
  /** Registrations on their way on this socket, by the id that their answer brings back. */
  asked: Map<string, RegisterData>;
  /** Rooms that screens asked for, each with how many of them. */
  rooms: Map<string, number>;
  /** Rooms that it was in without a break, as far as it knows. */
  heard: ReadonlySet<string>;
  heartbeat_ms: number;
  retry: ReturnType<typeof setTimeout> | undefined;
  watch: ReturnType<typeof setTimeout> | undefined;
  beat: ReturnType<typeof setInterval> | undefined;
};

const send = (inner: Inner, frame: object): void => {
  if (inner.socket?.readyState === open) inner.socket.send(JSON.stringify(frame));
};

const beat = (inner: Inner): void => send(inner, { event: "heartbeat", data: {} });

const frameOf = (data: unknown): ServerFrame | null => {
  try {
    return JSON.parse(String(data)) as ServerFrame;
  } catch {
    return null;
  }
};

/** Rooms of people whose views a screen holds; the others are a device's own, with or without a person. */
const personal: ReadonlySet<string> = new Set(["reservations", "printers"]);

/** What each frame does, apart from how the socket is kept. */
const openReader = (inner: Inner, events: LiveEvents, onReady: (answer: Registered) => void) => {
  const reached = (seq: number): void => {
    if (inner.position) inner.position = { ...inner.position, seq: Math.max(inner.position.seq, seq) };
  };
  const registered = (answer: Registered): void => {
    const before = inner.position;
    const isSameJournal = before !== null && before.epoch === answer.epoch;
    const isInNew = answer.rooms.some((room) => personal.has(room) && !inner.heard.has(room));
    inner.position = isSameJournal ? before : { seq: answer.syncVersion, epoch: answer.epoch };
    inner.heard = new Set(answer.rooms);
    const isFirst = !inner.isRegistered;
    inner.isRegistered = true;
    onReady(answer);
    if (isFirst) events.onRegistered(answer, isSameJournal);
    if (isInNew && isSameJournal) events.onRoomsGained();
  };
  const changes = (data: { changes: Change[]; syncVersion: number; hasMore: boolean }): void => {
    events.onChanges(data.changes);
    reached(data.syncVersion);
    if (data.hasMore) send(inner, { event: "sync:resume", data: { since: data.syncVersion } });
  };
  const special: Partial<Record<ServerEvent, (data: never) => void>> = {
    "device:registered": registered,
    "sync:changes": changes,
    "sync:reset": (data: { syncVersion: number; epoch: number }) => {
      inner.position = { seq: data.syncVersion, epoch: data.epoch };
      events.onReset();
    },
    heartbeat: (data: { serverTime: string; syncVersion?: number }) => {
      events.onTime(data.serverTime);
      // The answer follows everything up to that seq, so it is complete here.
      if (data.syncVersion !== undefined) reached(data.syncVersion);
    },
    "device:rooms": ({ rooms }: { rooms: string[] }) => {
      inner.heard = new Set(rooms);
      events.onPersonGone();
    },
    ack: () => undefined,
  };
  return (frame: ServerFrame): void => {
    const asked = frame.event === "ack" ? inner.asked.get(String(frame.id)) : undefined;
    if (asked) inner.asked.delete(String(frame.id));
    if (asked && frame.error) return events.onRejected(frame.error.code, frame.error.message, asked);
    const handle = special[frame.event];
    if (handle) return handle(frame.data as never);
    events.onFrame(frame.event, frame.data);
    if (frame.seq !== undefined && frame.last === true) reached(frame.seq);
  };
};

const tellRoom = (inner: Inner, event: "room:join" | "room:leave", room: string): void => {
  if (inner.isRegistered) send(inner, { event, data: { room } });
};

const joinRoom = (inner: Inner, room: string): (() => void) => {
  const count = inner.rooms.get(room) ?? 0;
  inner.rooms.set(room, count + 1);
  if (count === 0) tellRoom(inner, "room:join", room);
  return () => {
    const left = (inner.rooms.get(room) ?? 1) - 1;
    if (left > 0) return void inner.rooms.set(room, left);
    inner.rooms.delete(room);
    tellRoom(inner, "room:leave", room);
  };
};

/** On an open registration it only brings the new credentials; on a new socket it also asks for what was missed. */
const register = (inner: Inner, data: RegisterData | null): void => {
  if (data === null) return inner.socket?.close();
  const resume =
    inner.position === null || inner.isRegistered
      ? {}
      : { lastSyncVersion: inner.position.seq, epoch: inner.position.epoch };
  if (inner.socket?.readyState !== open) return undefined;
  inner.registrations += 1;
  const id = `register-${inner.registrations}`;
  inner.asked.set(id, data);
  return send(inner, { event: "device:register", data: { ...data, ...resume }, id });
};

const newInner = (): Inner => ({
  socket: null,
  position: null,
  failures: 0,
  isClosed: true,
  isRegistered: false,
  registrations: 0,
  asked: new Map(),
  rooms: new Map(),
  heard: new Set(),
  heartbeat_ms: 25_000,
  retry: undefined,
  watch: undefined,
  beat: undefined,
});

/** Registered: the heart beats, and the rooms that screens want are heard again. */
const settle = (inner: Inner, { heartbeatSeconds }: Registered): void => {
  inner.failures = 0;
  inner.heartbeat_ms = heartbeatSeconds * 1000;
  clearInterval(inner.beat);
  inner.beat = setInterval(() => beat(inner), inner.heartbeat_ms);
  beat(inner);
  for (const room of inner.rooms.keys()) tellRoom(inner, "room:join", room);
};

type Hearing = { opened(): void; closed(): void; heard(frame: ServerFrame): void };
/** What a socket says that was left already is of no concern. */
const listenTo = (inner: Inner, socket: Socket, { opened, closed, heard }: Hearing): void => {
  const isCurrent = (): boolean => inner.socket === socket;
  socket.addEventListener("open", () => {
    if (isCurrent()) opened();
  });
  socket.addEventListener("close", () => {
    if (isCurrent()) closed();
  });
  socket.addEventListener("message", ({ data }) => {
    const frame = isCurrent() ? frameOf(data) : null;
    if (frame !== null) heard(frame);
  });
};

export const openLive = (options: LiveOptions): Live => {
  const { random = Math.random } = options;
  const inner = newInner();
  const state = signal<ConnectionState>("reconnecting");

  /** Silence for this long means that the connection is dead, whatever the socket says. */
  const expect = (within_ms: number): void => {
    clearTimeout(inner.watch);
    inner.watch = setTimeout(leave, within_ms);
  };
  const read = openReader(inner, options, (answer) => {
    state.value = "connected";
    settle(inner, answer);
  });
  const announce = (): void => register(inner, options.register());
  const lost = (): void => {
    inner.socket = null;
    inner.isRegistered = false;
    clearInterval(inner.beat);
    clearTimeout(inner.watch);
    if (inner.isClosed) return;
    inner.failures += 1;
    state.value = inner.failures >= offlineAfter ? "offline" : "reconnecting";
    clearTimeout(inner.retry);
    inner.retry = setTimeout(attempt, pauseBefore(inner.failures, random));
  };
  /** At once: on a dead network the browser says for a minute that it is closing. */
  const leave = (): void => {
    const dead = inner.socket;
    if (dead) lost();
    dead?.close();
  };
  const attempt = (): void => {
    clearTimeout(inner.retry);
    if (inner.isClosed || inner.socket || options.register() === null) return;
    const socket = options.openSocket();
    inner.socket = socket;
    inner.asked.clear();
    expect(registerWait_ms);
    listenTo(inner, socket, {
      opened: announce,
      closed: lost,
      heard: (frame) => {
        read(frame);
        if (inner.isRegistered) expect(inner.heartbeat_ms + heartbeatGrace_ms);
      },
    });
  };
  return {
    state,
    position: () => inner.position,
    resumeFrom: (position) => {
      inner.position ??= position;
    },
    announce,
    join: (room) => joinRoom(inner, room),
    connect: () => {
      inner.isClosed = false;
      attempt();
    },
    hurry: () => {
      if (!inner.socket) return attempt();
      if (!inner.isRegistered) return undefined;
      // A dead connection does not say so; whoever hurries wants to know soon.
      beat(inner);
      return expect(probe_ms);
    },
    close: () => {
      inner.isClosed = true;
      clearTimeout(inner.retry);
      leave();
    },
  };
};
