import { z } from "zod";
import { entityFields, Id, Name } from "./common.ts";

export const deviceTypes = ["tablet", "phone", "desktop", "kiosk", "kitchen"] as const;
export const Capabilities = z
  .object({
    canTakeOrders: z.boolean().optional(),
    canManageKitchen: z.boolean().optional(),
    canTakePayments: z.boolean().optional(),
    stations: z.array(Id).max(20).optional(),
  })
  .catchall(z.union([z.boolean(), z.string().max(200), z.number(), z.array(z.string().max(64)).max(50)]));
export const RegisterDeviceInput = z.strictObject({
  deviceId: Id,
  deviceType: z.enum(deviceTypes),
  name: Name.optional(),
  pairingCode: z.string().max(12),
  capabilities: Capabilities.default({}),
});
export const RegisteredDevice = z
  .object({
    deviceId: z.string(),
    deviceToken: z.string(),
    storeId: z.string(),
    storeName: z.string(),
    epoch: z.int(),
    syncVersion: z.int(),
  })
  .meta({ id: "RegisteredDevice" });
export const Device = z
  .object({
    ...entityFields,
    type: z.enum(deviceTypes),
    name: z.string(),
    capabilities: z.record(z.string(), z.unknown()),
    revoked: z.boolean(),
    lastSeenAt: z.string().nullable(),
    connected: z.boolean().meta({ description: "Whether it holds a socket" }),
    connectedSince: z.string().nullable(),
    clockSkewSeconds: z.int().nullable().meta({
      description:
        "How far its clock was ahead of the box's when it last synchronised, negative when behind; null within two minutes",
    }),
    person: z
      .object({ id: z.string(), name: z.string(), role: z.string() })
      .nullable()
      .meta({ description: "Who is signed in on it, as its socket said" }),
  })
  .meta({ id: "Device" });
export type Device = z.infer<typeof Device>;
export const PairingCode = z.object({ code: z.string(), expiresAt: z.string() }).meta({ id: "PairingCode" });
export const HeartbeatInput = z.strictObject({ deviceId: Id, syncVersion: z.int().min(0).optional() });
export const DeviceChange = z.strictObject({ name: Name.optional(), capabilities: Capabilities.optional() });
export const Heartbeat = z.object({ serverTime: z.string(), syncVersion: z.int() }).meta({ id: "Heartbeat" });
