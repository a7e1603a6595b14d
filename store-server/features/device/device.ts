/** Devices: what is paired with the box. Their credentials are no part of it. Pure. */
import type { deviceTypes } from "@tillbox/shared/contract/device.ts";
import { notFound } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, StoredEvent } from "../../kernel/types.ts";

export type DeviceType = (typeof deviceTypes)[number];
export type DeviceCapabilities = Record<string, unknown>;
export type DeviceFields = { type: DeviceType; name: string; capabilities: DeviceCapabilities };
export type DeviceState = BaseState & DeviceFields & { revoked: boolean };

type Folds = Record<string, (state: DeviceState, data: Record<string, unknown>) => DeviceState>;
const folds: Folds = {
  DeviceRegistered: (state, data) => ({ ...state, ...(data as DeviceFields), revoked: false }),
  DeviceChanged: (state, data) => ({ ...state, ...(data as Partial<DeviceFields>) }),
  DeviceRevoked: (state) => ({ ...state, revoked: true }),
};

export const evolveDevice = (state: DeviceState | undefined, event: StoredEvent): DeviceState => {
  const fold = folds[event.type];
  if (!fold) throw new Error(`a device knows no ${event.type}`);
  const empty = { type: "tablet", name: "", capabilities: {}, revoked: true, createdAt: event.at } as const;
  const before = state ?? { ...empty, id: event.id, version: 0, updatedAt: event.at };
  return { ...fold(before, event.data), version: event.seq, updatedAt: event.at };
};

const event = (id: string, type: string, data: Record<string, unknown> = {}): EventDraft => ({
  entity: "device",
  id,
  type,
  data,
});

/** Pairs a device, or again: nothing happens when it is as it was. The pairing itself is proven elsewhere. */
export const decideRegister = (
  state: DeviceState | undefined,
  id: string,
  fields: Omit<DeviceFields, "name"> & { name?: string | undefined },
): EventDraft[] => {
  const name = fields.name ?? state?.name ?? `${fields.type} ${id}`.slice(0, 120);
  const wanted: DeviceFields = { type: fields.type, name, capabilities: fields.capabilities };
  if (state && !state.revoked && isSame(state, wanted)) return [];
  return [event(id, "DeviceRegistered", wanted)];
};

const isSame = (state: DeviceState, wanted: DeviceFields): boolean =>
  state.type === wanted.type &&
  state.name === wanted.name &&
  JSON.stringify(state.capabilities) === JSON.stringify(wanted.capabilities);

export const decideChange = (
  state: DeviceState | undefined,
  id: string,
  changes: Partial<Pick<DeviceFields, "name" | "capabilities">>,
): EventDraft[] => {
  if (!state || state.revoked) throw notFound("device", id);
  if (isSame(state, { ...state, ...changes })) return [];
  return [event(id, "DeviceChanged", changes)];
};

export const decideRevoke = (state: DeviceState | undefined, id: string): EventDraft[] => {
  if (!state) throw notFound("device", id);
  return state.revoked ? [] : [event(id, "DeviceRevoked")];
};
