/** A small store for tests and the fan-out bench: orders with a wire name of their own, tables they sit at, and things nobody hears of. */
import { fileURLToPath } from "node:url";
import { newId } from "@tillbox/shared/id.ts";
import { conflict, invalid, notFound } from "@tillbox/shared/refusal.ts";
import { openDatabase } from "../kernel/database.ts";
import { type Kernel, type KernelOptions, openKernel } from "../kernel/kernel.ts";
import { migrate, readMigrations } from "../kernel/migrate.ts";
import type {
  Actor,
  Announcement,
  Answer,
  BaseState,
  Command,
  Decision,
  Entity,
  EventDraft,
  Feature,
  StoredEvent,
} from "../kernel/types.ts";

const migrations = fileURLToPath(new URL("../kernel/migrations", import.meta.url));

export type Tab = BaseState & { lines: string[]; tableId: string | null; paid: number; filler: string };
type Spot = BaseState & { name: string };
type Note = BaseState & { text: string };

const fold =
  <S extends BaseState>(first: Omit<S, keyof BaseState>) =>
  (state: S | undefined, event: StoredEvent): S | undefined => {
    if (event.type === "Deleted") return undefined;
    const base = state ?? { ...first, id: event.id, createdAt: event.at };
    return { ...base, ...event.data, version: event.seq, updatedAt: event.at } as unknown as S;
  };

const texts = new WeakMap<object, string>();
const textOf = (state: object): string => {
  const known = texts.get(state) ?? JSON.stringify(state);
  texts.set(state, known);
  return known;
};

export const spots: Entity<Spot> = {
  name: "spot",
  wireName: "table",
  table: "toy_spots",
  evolve: fold<Spot>({ name: "" }),
  view: textOf,
  announce: (event, state) => [
    {
      event: "table:update",
      rooms: ["tables"],
      data: state ? textOf(state) : JSON.stringify({ id: event.id, deleted: true }),
    },
  ],
};

const tabRooms = (id: string): string[] => ["orders", `order:${id}`];

export const tabs: Entity<Tab> = {
  name: "order",
  table: "toy_tabs",
  evolve: fold<Tab>({ lines: [], tableId: null, paid: 0, filler: "" }),
  view: textOf,
  announce: (event, state, reads) => {
    if (!state)
      return [
        {
          event: "order:update",
          rooms: tabRooms(event.id),
          data: JSON.stringify({ id: event.id, deleted: true }),
        },
      ];
    const told: Announcement[] = [{ event: "order:update", rooms: tabRooms(state.id), data: textOf(state) }];
    if (event.type === "Paid")
      told.push({
        event: "payment:update",
        rooms: ["orders"],
        data: JSON.stringify({ id: `payment-${event.seq}`, orderId: event.id, amount: event.data.paid }),
      });
    const spot = event.type === "Seated" && state.tableId ? reads.get(spots, state.tableId) : undefined;
    if (spot) told.push({ event: "table:update", rooms: ["tables"], data: textOf(spot) });
    return told;
  },
};

const notes: Entity<Note> = {
  name: "note",
  table: "toy_notes",
  evolve: fold<Note>({ text: "" }),
  view: textOf,
};

const schema = [tabs, spots, notes]
  .map(
    ({ table }) =>
      `CREATE TABLE ${table} (id TEXT PRIMARY KEY, state TEXT NOT NULL, version INTEGER NOT NULL, created_at TEXT NOT NULL, updated_at TEXT NOT NULL);`,
  )
  .join("\n");

type Input = { id: string; data: Record<string, unknown> };
const decision = (entity: string, id: string, events: EventDraft[]): Decision => ({
  events,
  answer: events.at(-1)?.type === "Deleted" ? () => "null" : { entity, id },
});
const event = (entity: string, id: string, type: string, data: Record<string, unknown> = {}): EventDraft => ({
  entity,
  id,
  type,
  data,
});
const command = (
  name: string,
  decide: (input: Input, tab: Tab | undefined) => EventDraft[],
  permission: string | null = null,
): Command<Input> => ({
  name,
  permission,
  decide: (input, { reads }) => decision("order", input.id, decide(input, reads.get(tabs, input.id))),
});
const openTab = (tab: Tab | undefined, id: string): Tab => {
  if (!tab) throw notFound("order", id);
  if (tab.paid > 0) throw conflict("The order is paid.", tab);
  return tab;
};

export const commands = {
  create: command("toy.create", ({ id, data }, tab) => {
    if (tab) throw conflict("There is an order with this id.", tab);
    return [event("order", id, "Opened", { filler: "", ...data })];
  }),
  addLine: command("toy.add-line", ({ id, data }, tab) => [
    event("order", id, "LineAdded", { lines: [...openTab(tab, id).lines, String(data.line)] }),
  ]),
  pay: command(
    "toy.pay",
    ({ id, data }, tab) => {
      openTab(tab, id);
      return [event("order", id, "Paid", { paid: Number(data.amount) })];
    },
    "payment.take",
  ),
  seat: command("toy.seat", ({ id, data }, tab) => {
    openTab(tab, id);
    return [event("order", id, "Seated", { tableId: String(data.tableId) })];
  }),
  remove: command("toy.remove", ({ id }, tab) => {
    openTab(tab, id);
    return [event("order", id, "Deleted")];
  }),
  crash: command("toy.crash", () => {
    throw new Error("an assertion that fails");
  }),
  spot: {
    name: "toy.spot",
    permission: null,
    decide: ({ id, data }: Input) => decision("spot", id, [event("spot", id, "Changed", data)]),
  } satisfies Command<Input>,
  note: {
    name: "toy.note",
    permission: null,
    decide: ({ id, data }: Input) => decision("note", id, [event("note", id, "Changed", data)]),
  } satisfies Command<Input>,
};

const parse = ({ entityId, data }: { entityId: string; data: Record<string, unknown> }): Input => {
  if (data.line === "") throw invalid("line", "must not be empty");
  return { id: entityId, data };
};
const intent = (entityType: string, action: string, of: Command<Input>) => ({
  entityType,
  action,
  command: of as unknown as Command<never>,
  parse,
});

export const toyFeature: Feature = {
  name: "toy",
  entities: [tabs, spots, notes],
  intents: [
    intent("order", "create", commands.create),
    intent("order", "add-line", commands.addLine),
    intent("order", "pay", commands.pay),
    intent("order", "seat", commands.seat),
    intent("order", "delete", commands.remove),
    intent("order", "crash", commands.crash),
    intent("table", "update", commands.spot),
  ],
};

export const actorOf = (
  deviceId: string | null,
  permissions: readonly string[] = ["payment.take", "order.read"],
): Actor => ({
  userId: null,
  name: "Device",
  role: "device",
  deviceId,
  permissions: new Set(permissions),
});

export type ToyStore = {
  kernel: Kernel;
  run(
    name: keyof typeof commands,
    id: string,
    data?: Record<string, unknown>,
    actor?: Actor,
  ): Promise<Answer>;
};

/** Opens (and makes) a toy store; in memory unless a path is given. */
export const openToyStore = (path = ":memory:", options: KernelOptions = {}): ToyStore => {
  const db = openDatabase(path);
  migrate(db, [...readMigrations(migrations)], () => undefined);
  db.exec(schema.replaceAll("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"));
  const kernel = openKernel(db, [toyFeature], options);
  return {
    kernel,
    run: (name, id, data = {}, actor = actorOf("toy-device")) =>
      kernel.execute({
        command: commands[name],
        input: { id, data },
        commandId: newId(),
        fingerprint: name,
        actor,
      }),
  };
};
