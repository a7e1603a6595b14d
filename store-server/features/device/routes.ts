import { ListQuery, listOf } from "@tillbox/shared/contract/common.ts";
import {
  Device,
  DeviceChange,
  Heartbeat,
  HeartbeatInput,
  PairingCode,
  RegisterDeviceInput,
  RegisteredDevice,
} from "@tillbox/shared/contract/device.ts";
import { notFound, Refusal } from "@tillbox/shared/refusal.ts";
import type { z } from "zod";
import { action, type Route, type RouteRequest, read, write } from "../../http/route.ts";
import type { Kernel } from "../../kernel/kernel.ts";
import { type PageRequest, readPage } from "../../kernel/keyset.ts";
import { changeDevice, type Devices, revokeDevice } from "./commands.ts";
import type { DeviceCapabilities, DeviceState } from "./device.ts";
import { devices as entity, flushPresence, presenceOf } from "./rows.ts";

const tag = "Devices";
const permission = "device.read";
/** Between two writes of who was seen. */
const flush_ms = 5 * 60_000;

export type DeviceRouteOptions = {
  devices: Devices;
  /** Counts an operation of a device that synchronises. */
  counted(operation: "register" | "heartbeat"): void;
};

export const deviceRoutes = (options: DeviceRouteOptions): Route[] => [
  ...syncRoutes(options),
  ...listRoutes,
  ...manageRoutes(options),
];

const syncRoutes = ({ devices, counted }: DeviceRouteOptions): Route[] => [
  action<z.infer<typeof RegisterDeviceInput>, unknown>({
    method: "post",
    path: "/sync/register-device",
    root: true,
    tag,
    status: 201,
    permission: null,
    access: "public",
    summary: "Pair a device with a manager's code; again with the same code gives the same answer",
    body: RegisterDeviceInput,
    answers: RegisteredDevice,
    run: ({ body, address }) => {
      counted("register");
      return devices.register({ ...body, address });
    },
  }),
  action({
    method: "post",
    path: "/sync/handover",
    root: true,
    tag,
    status: 201,
    permission: null,
    access: "device",
    summary: "A code by which this very device registers from another address; its credential here ends then",
    answers: PairingCode,
    run: ({ actor: { deviceId } }) => {
      if (deviceId === null)
        throw new Refusal("forbidden", "Send the credential of the device: x-device-id and x-device-token.");
      return devices.createHandover(deviceId);
    },
  }),
  action<z.infer<typeof HeartbeatInput>, unknown>({
    method: "post",
    path: "/sync/heartbeat",
    root: true,
    tag,
    status: 200,
    permission: null,
    access: "device",
    summary: "I am here; answers with the time and how far the box is",
    body: HeartbeatInput,
    answers: Heartbeat,
    run: heartbeat(counted),
  }),
];

const heartbeat = (counted: DeviceRouteOptions["counted"]) => {
  let flushedAt = "";
  return ({ kernel, actor, body }: RouteRequest<z.infer<typeof HeartbeatInput>, unknown>) => {
    counted("heartbeat");
    const serverTime = kernel.clock.now();
    if (actor.deviceId !== null && actor.deviceId !== body.deviceId)
      throw new Refusal("forbidden", "This is the credential of another device.");
    if (actor.deviceId !== null) presenceOf(kernel.db).seen(actor.deviceId, serverTime);
    if (flushedAt === "" || Date.parse(serverTime) - Date.parse(flushedAt) >= flush_ms) {
      flushedAt = serverTime;
      // Worth no answer that fails: what is lost is when somebody was last seen.
      void flushPresence(kernel).catch(() => undefined);
    }
    return { serverTime, syncVersion: kernel.headSeq() };
  };
};

const byName = {
  select: "SELECT id, name, state FROM devices",
  order: ["name", "id"],
  direction: "ASC",
} as const;

const list = ({ kernel, query }: { kernel: Kernel; query: PageRequest }) => {
  const page = readPage(kernel.db, byName, [], query);
  const views = page.items.map((row) => entity.view(JSON.parse(String(row.state)) as DeviceState, kernel));
  return { json: `{"items":[${views.join(",")}],"nextCursor":${JSON.stringify(page.nextCursor)}}` };
};

const listRoute = (path: string, root: boolean): Route =>
  read<PageRequest>({
    path,
    ...(root ? { root } : {}),
    tag,
    permission,
    summary: "Paired and revoked devices, by name, and when they were last seen",
    query: ListQuery,
    answers: listOf(Device),
    run: list,
  });

const listRoutes: Route[] = [
  listRoute("/sync/devices", true),
  listRoute("/devices", false),
  read({
    path: "/devices/:id",
    tag,
    permission,
    summary: "One device",
    answers: Device,
    run: ({ kernel, params }) => {
      const state = kernel.get(entity, params.id ?? "");
      if (!state) throw notFound("device", params.id ?? "");
      return { json: entity.view(state, kernel), version: state.version };
    },
  }),
];

const manageRoutes = ({ devices }: DeviceRouteOptions): Route[] => [
  action({
    method: "post",
    path: "/devices/pairing-codes",
    tag,
    status: 201,
    permission: "device.manage",
    summary: "A code that pairs one device, for ten minutes",
    answers: PairingCode,
    run: ({ actor }) => devices.createPairingCode(actor),
  }),
  write<
    z.infer<typeof DeviceChange>,
    { id: string; changes: { name?: string; capabilities?: DeviceCapabilities } }
  >({
    method: "put",
    path: "/devices/:id",
    tag,
    status: 200,
    summary: "Change a device's name or what it may do",
    body: DeviceChange,
    answers: Device,
    prepare: ({ body: { name, capabilities }, params }) => ({
      command: changeDevice,
      input: {
        id: params.id ?? "",
        changes: {
          ...(name === undefined ? {} : { name }),
          ...(capabilities === undefined ? {} : { capabilities }),
        },
      },
    }),
  }),
  write<unknown, { id: string }>({
    method: "delete",
    path: "/devices/:id",
    tag,
    status: 204,
    summary: "Revoke a device: its credential and whoever is signed in on it stop working at once",
    answers: null,
    prepare: ({ params }) => ({ command: revokeDevice, input: { id: params.id ?? "" } }),
  }),
];
