/** Frames of the WebSocket at `/sync`. Version 1; a test pins the hash of this file's schemas to its version. */
import { z } from "zod";
import { Id } from "../contract/common.ts";
import { Capabilities, deviceTypes } from "../contract/device.ts";

export const liveVersion = 1;
export const maxFrameBytes = 64 * 1024;
export const heartbeatSeconds = 25;
/** Close codes: not registered in time; over its buffer, resume; replaced or revoked. */
export const closeCodes = { unauthenticated: 4401, revoked: 4403, overflow: 4408 } as const;

const request = <N extends string, D extends z.ZodType>(event: N, data: D) =>
  z.strictObject({ event: z.literal(event), data, id: z.union([z.string().max(64), z.number()]).optional() });
export const ClientFrame = z.discriminatedUnion("event", [
  request(
    "device:register",
    z.strictObject({
      deviceId: Id,
      deviceType: z.enum(deviceTypes),
      name: z.string().max(120).optional(),
      capabilities: Capabilities.default({}),
      token: z.string().max(200).optional(),
      accessToken: z.string().max(4000).optional(),
      pairingCode: z.string().max(12).optional(),
      lastSyncVersion: z.int().min(0).optional(),
      epoch: z.int().min(1).optional(),
    }),
  ),
  request("room:join", z.strictObject({ room: z.string().max(80) })),
  request("room:leave", z.strictObject({ room: z.string().max(80) })),
  request("sync:resume", z.strictObject({ since: z.int().min(0) })),
  request("heartbeat", z.strictObject({}).optional()),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;

export const serverEvents = [
  "ack",
  "device:registered",
  "device:rooms",
  "sync:changes",
  "sync:reset",
  "heartbeat",
  "order:update",
  "table:update",
  "menu:update",
  "payment:update",
  "print:update",
  "device:update",
  "settings:update",
  "reservation:update",
  "waitlist:update",
  "customer:update",
  "gift-card:update",
  "account:update",
  "drawer:update",
  "day:update",
  "time:update",
  "inbox:update",
  "staff:update",
  "loyalty:update",
  "invoice:update",
  "alert",
] as const;
export type ServerEvent = (typeof serverEvents)[number];
export type ServerFrame = {
  event: ServerEvent;
  data?: unknown;
  id?: string | number;
  seq?: number;
  last?: boolean;
  error?: { code: string; message: string };
};
/** One change in `sync:changes`, `/sync/process` and `/api/orders/sync`; `data` is the full current view. */
export type Change = {
  seq: number;
  entityType: string;
  entityId: string;
  action: "create" | "update" | "delete";
  data: unknown;
  version: number;
  timestamp: string;
};
