/** What the parts of the kitchen screen share: the client core, the station, the tickets, and what can be done with them. */
import { computed, effect, type ReadonlySignal, type Signal, signal, untracked } from "@preact/signals";
import type { Station } from "@tillbox/shared/contract/printer.ts";
import { createContext } from "preact";
import { useContext } from "preact/hooks";
import { type Client, openClient } from "../client/client.ts";
import { type ApiProblem, asProblem } from "../client/problem.ts";
import { type Notices, openNotices } from "../common/notices.ts";
import { type Bumps, type Ghost, openBumps } from "./bumps.ts";
import { type FinishedTicket, finish } from "./finished.ts";
import { isRecord, keep } from "./kept.ts";
import { readKitchen } from "./snapshot.ts";
import { byAge, heldTicketsOf, type KitchenTicket, ticketsOf } from "./tickets.ts";
import { ordersUnfinished, type Told, tell } from "./told.ts";

/** null: all stations; undefined: nobody has chosen yet. */
export type StationChoice = string | null | undefined;
/** A place on the rail. */
export type Slot = { key: string; ticket: KitchenTicket; ghost: Ghost | null };
export type Readiness = { step: "loading" | "ready" } | { step: "failed"; problem: ApiProblem };

export type Kitchen = Bumps & {
  readonly client: Client;
  readonly notices: Notices;
  readonly station: ReadonlySignal<StationChoice>;
  readonly stations: ReadonlySignal<readonly Station[]>;
  readonly hasSound: Signal<boolean>;
  readonly readiness: ReadonlySignal<Readiness>;
  readonly tickets: ReadonlySignal<readonly KitchenTicket[]>;
  /** Tickets and the places of those that were just bumped, the oldest first; then what is held as a whole. */
  readonly slots: ReadonlySignal<readonly Slot[]>;
  readonly finished: ReadonlySignal<readonly FinishedTicket[]>;
  /** Minutes. */
  readonly threshold: ReadonlySignal<number>;
  choose: (station: string | null) => void;
  start: () => void;
};

const isChoice = (value: unknown): value is { station: string | null } =>
  isRecord(value) && (value["station"] === null || typeof value["station"] === "string");
const isTold = (value: unknown): value is Told => isRecord(value);
const isList = (value: unknown): value is readonly FinishedTicket[] => Array.isArray(value);
const isFlag = (value: unknown): value is boolean => typeof value === "boolean";

const openMemory = () => ({
  choice: keep<{ station: StationChoice }>("tillbox.kitchen.station", { station: undefined }, isChoice),
  told: keep<Told>("tillbox.kitchen.told", {}, isTold),
  finished: keep<readonly FinishedTicket[]>("tillbox.kitchen.finished", [], isList),
  hasSound: keep("tillbox.kitchen.sound", false, isFlag),
});
type Memory = ReturnType<typeof openMemory>;

const stationsFor = (station: StationChoice): string[] => (station ? [station] : []);

const openTickets = (client: Client, { choice, told }: Memory) => {
  const station = computed(() => choice.value.station ?? null);
  const orders = computed(() =>
    [...client.store.orders.all.value.keys()].flatMap((id) => client.order(id).value ?? []),
  );
  const facts = computed(() => ({
    station: station.value,
    told: told.value,
    tableName: (id: string) => client.store.tables.all.value.get(id)?.name ?? null,
  }));
  return {
    tickets: computed((): readonly KitchenTicket[] => ticketsOf(orders.value, facts.value)),
    held: computed((): readonly KitchenTicket[] => heldTicketsOf(orders.value, facts.value)),
  };
};

const slotsOf = (tickets: readonly KitchenTicket[], ghosts: readonly Ghost[]): Slot[] => {
  const hanging = new Set(tickets.map(({ key }) => key));
  const held = ghosts.filter(({ ticket }) => !hanging.has(ticket.key));
  return [
    ...tickets.map((ticket) => ({ key: ticket.key, ticket, ghost: null })),
    ...held.map((ghost) => ({ key: ghost.ticket.key, ticket: ghost.ticket, ghost })),
  ].sort((a, b) => byAge(a.ticket, b.ticket));
};

const retry_ms = 5_000;

/** Reads the kitchen's orders whenever the client core had to load anew. What fails is tried again; what is shown stays. */
const followLoads = (client: Client, { told }: Memory, readiness: Signal<Readiness>): void => {
  const failed = (problem: ApiProblem): void => {
    if (readiness.peek().step !== "ready") readiness.value = { step: "failed", problem };
  };
  const load = async (): Promise<void> => {
    try {
      await readKitchen(client, ordersUnfinished(told.peek()));
      readiness.value = { step: "ready" };
    } catch (error) {
      failed(asProblem(error));
      setTimeout(() => void client.reload(), retry_ms);
    }
  };
  effect(() => {
    if (client.isRestored.value) readiness.value = { step: "ready" };
  });
  effect(() => {
    const state = client.store.load.value;
    untracked(() => {
      if (state.step === "ready") void load();
      // The client core tries this one again by itself.
      else if (state.step === "failed") failed(state.problem);
    });
  });
};

/** Notes what was shown and what left the rail. */
const followTickets = (kitchen: Kitchen, { choice, told, finished }: Memory): void => {
  const { client, tickets, readiness } = kitchen;
  effect(() => {
    const orders = client.store.orders.all.value;
    if (readiness.value.step === "ready") told.value = tell(told.peek(), orders);
  });
  let before: readonly KitchenTicket[] = [];
  let station: StationChoice;
  effect(() => {
    const now = tickets.value;
    const isSame = station === choice.value.station;
    station = choice.value.station;
    const at = new Date(Date.now() + client.clock.skew_ms.peek()).toISOString();
    const orderOf = (id: string) => client.order(id).peek();
    if (isSame) finished.value = finish(finished.peek(), before, now, orderOf, at);
    before = now;
  });
};

/** A table that was made after the floor was read: it is read again, once for each. */
const followTables = ({ client, tickets }: Kitchen): void => {
  const asked = new Set<string>();
  effect(() => {
    const known = client.store.tables.all.value;
    const orders = tickets.value.map(({ orderId }) => client.store.orders.get(orderId)?.tableId ?? null);
    const unknown = orders.filter((id) => id !== null && !known.has(id) && !asked.has(id));
    if (unknown.length === 0 || client.store.load.peek().step !== "ready") return;
    for (const id of unknown) if (id !== null) asked.add(id);
    void client.reload();
  });
};

export const openKitchen = (): Kitchen => {
  const memory = openMemory();
  const capabilities = { canManageKitchen: true, stations: stationsFor(memory.choice.value.station) };
  const client = openClient({
    kind: "kitchen",
    deviceType: "kitchen",
    capabilities,
    parts: ["floor"],
    worksWithoutPerson: true,
    tick_ms: 1000,
  });
  const notices = openNotices();
  const readiness = signal<Readiness>({ step: "loading" });
  const bumps = openBumps({ client, notices, told: memory.told });
  const { tickets, held } = openTickets(client, memory);
  const kitchen: Kitchen = {
    ...bumps,
    client,
    notices,
    readiness,
    tickets,
    slots: computed(() => [
      ...slotsOf(tickets.value, bumps.ghosts.value),
      ...held.value.map((ticket) => ({ key: ticket.key, ticket, ghost: null })),
    ]),
    station: computed(() => memory.choice.value.station),
    stations: computed(() =>
      [...client.store.stations.all.value.values()].sort(
        (a, b) => a.sort - b.sort || a.name.localeCompare(b.name),
      ),
    ),
    hasSound: memory.hasSound,
    finished: memory.finished,
    threshold: computed(() => client.store.setting("order.delay_threshold", 15)),
    choose: (station) => {
      memory.choice.value = { station };
      // The next registration, now and after every break, asks for the rooms of these stations.
      capabilities.stations = stationsFor(station);
      client.live.announce();
    },
    start: () => {
      client.start();
      followLoads(client, memory, readiness);
      followTickets(kitchen, memory);
      followTables(kitchen);
    },
  };
  return kitchen;
};

export const KitchenContext = createContext<Kitchen | null>(null);

export const useKitchen = (): Kitchen => {
  const kitchen = useContext(KitchenContext);
  if (!kitchen) throw new Error("a part of the kitchen screen stands outside of its page");
  return kitchen;
};
