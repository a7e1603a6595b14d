/** What a request may be told of: the same rooms that its device and person could hear live. */
import type { Device } from "@tillbox/shared/contract/device.ts";
import { deviceGrants, isOnlyAsked, mayHear, orderOfRoom } from "@tillbox/shared/protocol/rooms.ts";
import type { Kernel } from "../kernel/kernel.ts";
import { deviceOfOrigin } from "../kernel/origin.ts";
import type { Actor } from "../kernel/types.ts";

type Kept = Pick<Device, "type" | "capabilities">;
const unknownDevice: Kept = { type: "tablet", capabilities: {} };

const deviceOf = (kernel: Kernel, deviceId: string): Kept => {
  const entity = kernel.features
    .flatMap((feature) => feature.entities)
    .find((candidate) => candidate.name === "device");
  const state = entity ? kernel.get(entity, deviceId) : undefined;
  return entity && state ? (JSON.parse(entity.view(state, kernel)) as Device) : unknownDevice;
};

/** Whether a device is in a room by a socket that it has. */
export type IsIn = (deviceId: string, room: string) => boolean;
const isNowhere: IsIn = () => false;

/** Whether somebody in one of these rooms would be this device and person. */
export const audienceOf = (
  kernel: Kernel,
  actor: Actor,
  isIn = isNowhere,
): ((rooms: readonly string[]) => boolean) => {
  const deviceId = actor.deviceId ?? "";
  const { type, capabilities } = actor.deviceId === null ? unknownDevice : deviceOf(kernel, deviceId);
  const grants: readonly string[] = actor.deviceId === null ? [] : deviceGrants(type, capabilities);
  const listener = {
    deviceId,
    deviceType: type,
    capabilities,
    role: actor.userId === null ? null : actor.role,
    userId: actor.userId,
    permissions: new Set([...actor.permissions, ...grants]),
  };
  return (rooms) =>
    rooms.some((room) => {
      if (isOnlyAsked(room) && !isIn(deviceId, room)) return false;
      if (mayHear(listener, room)) return true;
      const order = orderOfRoom(room);
      return order !== null && deviceId !== "" && deviceOfOrigin(kernel.db, "order", order) === deviceId;
    });
};
