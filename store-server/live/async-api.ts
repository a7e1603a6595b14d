/** The events of the WebSocket at `/sync` as AsyncAPI 3, made from the schemas that the box itself checks and answers with. */
import { Account, AccountInvoice } from "@tillbox/shared/contract/account.ts";
import { Customer } from "@tillbox/shared/contract/customer.ts";
import { DayReport } from "@tillbox/shared/contract/day.ts";
import { Daypart, PriceRule } from "@tillbox/shared/contract/daypart.ts";
import { Device } from "@tillbox/shared/contract/device.ts";
import { Drawer } from "@tillbox/shared/contract/drawer.ts";
import { Area, Table } from "@tillbox/shared/contract/floor.ts";
import { GiftCard } from "@tillbox/shared/contract/gift-card.ts";
import { InboxItem } from "@tillbox/shared/contract/inbox.ts";
import { Invoice } from "@tillbox/shared/contract/invoice.ts";
import { LoyaltyProgram } from "@tillbox/shared/contract/loyalty.ts";
import { Category, MenuItem, TaxClass } from "@tillbox/shared/contract/menu.ts";
import { MenuDraft } from "@tillbox/shared/contract/menu-draft.ts";
import { Order, Payment } from "@tillbox/shared/contract/order.ts";
import { Printer, PrintJob, Station } from "@tillbox/shared/contract/printer.ts";
import { Reservation, WaitEntry } from "@tillbox/shared/contract/reservation.ts";
import { RoleView } from "@tillbox/shared/contract/role.ts";
import { Setting } from "@tillbox/shared/contract/setting.ts";
import { User } from "@tillbox/shared/contract/staff.ts";
import { TimeEntry } from "@tillbox/shared/contract/time-entry.ts";
import { ClientFrame, closeCodes, liveVersion, type ServerEvent } from "@tillbox/shared/protocol/live.ts";
import { SyncAnswer } from "@tillbox/shared/protocol/sync.ts";
import { z } from "zod";

type Told = { summary: string; data: z.ZodType };

const position = { syncVersion: z.int().meta({ description: "Everything up to this seq was sent" }) };
const removed = z.object({
  id: z.string(),
  deleted: z.literal(true),
  entityType: z.string(),
  version: z.int(),
});

/** Trouble with a printer, and its end. */
const PrinterAlert = z.object({
  kind: z.literal("printer"),
  printerId: z.string(),
  resolved: z.boolean(),
  code: z.string().optional(),
  message: z.string().optional(),
  jobId: z.string().nullable().optional(),
});

/** A device whose clock is off, or right again. */
const ClockAlert = z.object({
  id: z.string(),
  kind: z.literal("clock"),
  deviceId: z.string(),
  message: z.string(),
  resolved: z.boolean(),
  clockSkewSeconds: z.number().nullable(),
});

/** Every event that the box sends, but for `ack`: what it tells, and the schema of its data. */
export const told: Record<Exclude<ServerEvent, "ack">, Told> = {
  "device:registered": {
    summary: "The device is in; live frames follow from syncVersion on",
    data: z.object({
      deviceId: z.string(),
      deviceToken: z
        .string()
        .optional()
        .meta({ description: "Only when this call paired the device: keep it" }),
      ...position,
      epoch: z.int(),
      heartbeatSeconds: z.number(),
      rooms: z.array(z.string()),
    }),
  },
  "device:rooms": {
    summary: "The rooms that are left when a person's sign-in ends: what happens in the others is not told",
    data: z.object({ rooms: z.array(z.string()) }),
  },
  "sync:changes": {
    summary: "What changed since the seq that was asked for, as current views; ask on while hasMore",
    data: z.object({ changes: SyncAnswer.shape.changes, ...position, hasMore: z.boolean() }),
  },
  "sync:reset": {
    summary: "Too far behind, or another life of the journal: load everything again over HTTP",
    data: z.object({ ...position, epoch: z.int() }),
  },
  heartbeat: {
    summary: "The box's time, and how far everything was sent",
    data: z.object({ serverTime: z.string(), ...position }),
  },
  "order:update": { summary: "An order as it is now", data: Order },
  "table:update": {
    summary: "A table or an area as it is now; without a seq where only `lockedBy` of a table changed",
    data: z.union([Table, Area, removed]),
  },
  "menu:update": {
    summary:
      "A part of the menu as it is now (items, categories, tax classes, dayparts, price rules, stations, drafts), or that it was removed",
    data: z.union([MenuItem, Category, TaxClass, Daypart, PriceRule, Station, MenuDraft, removed]),
  },
  "payment:update": { summary: "A payment as it is now", data: Payment },
  "print:update": {
    summary: "A print job as it is now, without a seq; or a printer as it is now",
    data: z.union([PrintJob, Printer, removed]),
  },
  "device:update": {
    summary: "A device as it is now, and who is connected; without a seq where only that changed",
    data: Device,
  },
  "settings:update": { summary: "A setting as it is now", data: Setting },
  "drawer:update": {
    summary: "A drawer session as it is now; what should be in it is told from its first count on",
    data: Drawer,
  },
  "reservation:update": {
    summary: "A reservation as it is now; in the room `reservations`, for whoever may see them",
    data: Reservation,
  },
  "waitlist:update": {
    summary: "A party that waits, or did, as it is now; in the room `reservations`",
    data: WaitEntry,
  },
  "customer:update": {
    summary: "A customer as they are now; in the room `customers`, for whoever may see customers",
    data: z.union([Customer, removed]),
  },
  "gift-card:update": {
    summary: "A gift card as it is now, without its code; in the room `gift-cards`, for whoever may see them",
    data: GiftCard,
  },
  "account:update": {
    summary: "A house account as it is now; in the room `accounts`, for whoever may see them",
    data: Account,
  },
  "day:update": { summary: "A day was closed: its Z", data: DayReport },
  "time:update": {
    summary: "Somebody came, paused or left; to owners and managers",
    data: TimeEntry,
  },
  "inbox:update": {
    summary:
      "A change of a device that was refused or overwritten, as it is now; to that device and to managers",
    data: InboxItem,
  },
  "staff:update": {
    summary: "A person or a role as it is now; in the room `staff`, for whoever may see people",
    data: z.union([User, RoleView, removed]),
  },
  "loyalty:update": {
    summary: "A loyalty program as it is now; in the room `loyalty`, for whoever may see customers",
    data: z.union([LoyaltyProgram, removed]),
  },
  "invoice:update": {
    summary:
      "An invoice of an order, in the room `invoices`; or of a house account, in the room `accounts`. Never changes",
    data: z.union([Invoice, AccountInvoice]),
  },
  alert: {
    summary: "Something that a person should see, or that it is over; without a seq",
    data: z.union([PrinterAlert, ClockAlert]),
  },
};

const asked: Record<ClientFrame["event"], string> = {
  "device:register": "Says who the device is, and proves it; within five seconds",
  "room:join": "Hear this room too",
  "room:leave": "Hear it no more",
  "sync:resume": "Ask for what changed since a seq",
  heartbeat: "Ask for the time and the position",
};

type Json = Record<string, unknown>;

/** Collects the named schemas, so that each is in the document once. */
const openSchemas = () => {
  const named: Json = {};
  const toSchema = (schema: z.ZodType, io: "input" | "output"): Json => {
    const text = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: "any" }));
    const {
      $defs,
      $schema: _draft,
      ...rest
    } = JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as Json;
    Object.assign(named, $defs);
    return rest;
  };
  return { named, toSchema };
};

const keyOf = (direction: "send" | "receive", event: string): string =>
  `${direction}-${event.replace(":", "-")}`;

const serverFrame = (event: string, data: Json): Json => ({
  type: "object",
  required: ["event", "data"],
  properties: {
    event: { const: event },
    data,
    seq: { type: "integer", description: "The journal entry that this tells of; ascends" },
    last: { const: true, description: "Nothing more of this seq comes: resume from here" },
  },
});

const ack: Json = {
  type: "object",
  required: ["event"],
  properties: {
    event: { const: "ack" },
    id: { type: ["string", "number"], description: "Of the request" },
    data: { description: "What the request brought" },
    error: {
      type: "object",
      required: ["code", "message"],
      properties: { code: { type: "string" }, message: { type: "string" } },
    },
  },
};

const description = `JSON frames in text messages. Socket.IO clients get the same events, with the data as their one argument, in the namespace /sync of /socket.io/. A request may carry an \`id\`; it is then answered by an \`ack\` with the same id, in addition to the event. Close codes: ${Object.entries(
  closeCodes,
)
  .map(([name, code]) => `${code} ${name}`)
  .join(", ")}, 1008 nonsense, 1009 a frame over 64 KiB, 1001 the box is stopping.`;

export const asyncApiDocument = (): Json => {
  const schemas = openSchemas();
  const sent = ClientFrame.options.map((frame) => {
    const event = frame.shape.event.value;
    const payload = schemas.toSchema(frame, "input");
    return [keyOf("send", event), { name: event, title: event, summary: asked[event], payload }] as const;
  });
  const received = Object.entries(told).map(([event, { summary, data }]) => {
    const payload = serverFrame(event, schemas.toSchema(data, "output"));
    return [keyOf("receive", event), { name: event, title: event, summary, payload }] as const;
  });
  const answer = {
    name: "ack",
    title: "ack",
    summary: "The answer to a request that had an id",
    payload: ack,
  };
  const messages = [...sent, ...received, [keyOf("receive", "ack"), answer] as const];
  const refTo = (name: string) => ({ $ref: `#/channels/sync/messages/${name}` });
  const namesOf = (direction: string) =>
    messages.map(([name]) => name).filter((name) => name.startsWith(direction));
  const channel = { $ref: "#/channels/sync" };
  return {
    asyncapi: "3.0.0",
    info: { title: "Tillbox live", version: String(liveVersion), description },
    defaultContentType: "application/json",
    channels: { sync: { address: "/sync", messages: Object.fromEntries(messages) } },
    operations: {
      request: { action: "receive", channel, messages: namesOf("send-").map(refTo) },
      tell: { action: "send", channel, messages: namesOf("receive-").map(refTo) },
    },
    components: { schemas: schemas.named },
  };
};
