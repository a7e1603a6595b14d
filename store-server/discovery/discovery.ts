/**
 * The box can be found without typing an address: `_tillbox._tcp` by mDNS on every network of the shop. It looks for changed addresses
 * on a slow timer, because nothing tells a program of them, and announces itself anew; and it always knows, and says, whether it
 * can really be found, or why not. Nothing else of the box waits for it.
 */
import { networkInterfaces } from "node:os";
import { type Board, type BoardOptions, openBoard, reasonOf, type Standing } from "./board.ts";
import { type Interfaces, isOnlyLocal } from "./places.ts";
import { nameOf } from "./service.ts";
import type { DiscoveryState, PlaceState } from "./types.ts";

export type DiscoveryOptions = Omit<BoardOptions, "interfaces"> & {
  /** Told when the box cannot be found, once for each reason. */
  onProblem?(reason: string): void;
  /** The machine's addresses; given in tests. */
  interfaces?(): Interfaces;
  /** Announces itself also where only this machine hears it, for programs on it. */
  evenLocal?: boolean | undefined;
};
export type Discovery = {
  state(): DiscoveryState;
  /** For `/health`. */
  check(): { status: "ok" | "degraded" } & DiscoveryState;
  /** Looks for changes now; resolves when what changed was announced. */
  refresh(): Promise<void>;
  /** Says goodbye on all networks. */
  stop(): Promise<void>;
};

const look_ms = 5000;
const onlyHere = "The box listens to this machine only. Set HOST=0.0.0.0 to be found by others.";
const nowhere = "This machine has no address on the shop's network. Connect it.";

/** Tells each reason once, and again only after it was gone. */
const openComplaints = ({ log, onProblem }: DiscoveryOptions) => {
  let told = new Set<string>();
  return (reasons: ReadonlySet<string>): void => {
    for (const reason of reasons) {
      if (told.has(reason)) continue;
      log.warn({ reason }, "the box cannot be found by itself");
      onProblem?.(reason);
    }
    told = new Set(reasons);
  };
};

const troubleOf = (board: Board): string[] =>
  board
    .all()
    .map(reasonOf)
    .filter((reason) => reason !== null);

const placeOf = (standing: Standing): PlaceState => {
  const { announcement, outcome, name } = standing;
  const reason = reasonOf(standing);
  return {
    ...announcement.place,
    found: outcome.kind === "published",
    name,
    ...(reason === null ? {} : { reason }),
  };
};

/** What a person should know of an announcement that stands: that it is not under the store's own name. */
const renamedBy = (board: Board): string | undefined => {
  const other = board.all().find(({ outcome, rivalOf }) => outcome.kind === "published" && rivalOf !== null);
  return (
    other &&
    `Another box has the name ${other.rivalOf} already; this one is found as ${other.name}. Rename one of the stores.`
  );
};

const stateOf = (board: Board, name: string, isSettled: boolean, isLocal: boolean): DiscoveryState => {
  const places = board.all().map(placeOf);
  const found = places.filter((place) => place.found);
  const known = { name: found[0]?.name ?? name, addresses: found.map(({ address }) => address), places };
  if (!isSettled) return { state: "starting", ...known };
  const [trouble] = troubleOf(board);
  if (found.length === 0) return { state: "problem", ...known, reason: trouble ?? nowhere };
  const reason = trouble ?? renamedBy(board) ?? (isLocal ? onlyHere : undefined);
  return { state: "published", ...known, ...(reason === undefined ? {} : { reason }) };
};

export const startDiscovery = (options: DiscoveryOptions): Discovery => {
  const { config, identity, log } = options;
  const board = openBoard({ ...options, interfaces: options.interfaces ?? networkInterfaces });
  const complain = openComplaints(options);
  const isLocal = isOnlyLocal(config.host);
  const isWanted = options.evenLocal === true || !isLocal;
  let isStopped = false;
  let isSettled = false;
  let turn: Promise<void> = Promise.resolve();

  const look = async (): Promise<void> => {
    if (isStopped || !isWanted) return;
    try {
      await board.look();
    } catch (error) {
      log.error({ err: error }, "discovery failed; it tries again");
    }
    isSettled = true;
    const trouble = troubleOf(board);
    if (!isLocal) complain(new Set(board.all().length === 0 ? [nowhere] : trouble));
  };
  const refresh = (): Promise<void> => {
    turn = turn.then(look);
    return turn;
  };
  const state = (): DiscoveryState => {
    const name = nameOf(identity(), 0);
    return isWanted
      ? stateOf(board, name, isSettled, isLocal)
      : { state: "off", name, addresses: [], places: [], reason: onlyHere };
  };
  const timer = setInterval(() => void refresh(), config.look_ms ?? look_ms);
  void refresh();
  return {
    state,
    check: () => {
      const now = state();
      // A box that nobody else should find is well also where it is not found.
      return { status: now.state === "problem" && !isLocal ? "degraded" : "ok", ...now };
    },
    refresh,
    stop: async () => {
      isStopped = true;
      clearInterval(timer);
      board.end();
      await turn;
      await board.clear();
    },
  };
};
