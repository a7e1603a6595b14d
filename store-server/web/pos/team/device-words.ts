/** Devices in words: what they are, how they stand, in which order a manager reads them. Pure. */
import type { Device } from "@tillbox/shared/contract/device.ts";
import type { IconName } from "@tillbox/shared/ui/icon-nodes.ts";
import type { Figures } from "../../common/figures.ts";

export const typeWords: Readonly<Record<Device["type"], string>> = {
  tablet: "Tablet",
  phone: "Phone",
  desktop: "Computer",
  kiosk: "Kiosk",
  kitchen: "Kitchen screen",
};
export const typeIcons: Readonly<Record<Device["type"], IconName>> = {
  tablet: "tablet",
  phone: "tablet",
  desktop: "monitor",
  kiosk: "store",
  kitchen: "chef",
};

type Times = Pick<Figures, "time" | "dayTime" | "longDay" | "businessDay">;
const days_ms = 6 * 86_400_000;

/** "19:58" of today, "Friday, 19:58" of this week, "Friday 20 November" of before. */
export const whenWords = (
  at: string,
  now_ms: number,
  { time, dayTime, longDay, businessDay }: Times,
): string => {
  const at_ms = Date.parse(at);
  if (businessDay(at_ms) === businessDay(now_ms)) return time(at_ms);
  return now_ms - at_ms < days_ms ? dayTime(at_ms) : longDay(at_ms);
};

/** "Connected since 19:58", "Last seen Friday, 19:58"; `when` writes a time. */
export const seenWords = (device: Device, when: (at: string) => string): string => {
  const { revoked, updatedAt, connected, connectedSince, lastSeenAt } = device;
  if (revoked) return `Revoked ${when(updatedAt)}`;
  if (connected) return connectedSince === null ? "Connected" : `Connected since ${when(connectedSince)}`;
  return lastSeenAt === null ? "Never seen" : `Last seen ${when(lastSeenAt)}`;
};

/** "Clock 12 min ahead"; null where it is right, or nobody knows. */
export const clockWords = ({ clockSkewSeconds: skew }: Device): string | null =>
  skew === null
    ? null
    : `Clock ${Math.max(1, Math.round(Math.abs(skew) / 60))} min ${skew > 0 ? "ahead" : "behind"}`;

export type DeviceGroups = { connected: Device[]; away: Device[]; revoked: Device[] };

const byTime = (time: (device: Device) => string | null) => (one: Device, other: Device) =>
  (time(other) ?? "").localeCompare(time(one) ?? "");

/** Those that are here by name, with the device in hand first; the others with the latest first. */
export const groupsOf = (devices: readonly Device[], ownId: string | null): DeviceGroups => {
  const paired = devices.filter(({ revoked }) => !revoked);
  const own = (device: Device): number => (device.id === ownId ? 0 : 1);
  return {
    connected: paired
      .filter(({ connected }) => connected)
      .sort((one, other) => own(one) - own(other) || one.name.localeCompare(other.name)),
    away: paired.filter(({ connected }) => !connected).sort(byTime(({ lastSeenAt }) => lastSeenAt)),
    revoked: devices.filter(({ revoked }) => revoked).sort(byTime(({ updatedAt }) => updatedAt)),
  };
};

/** "Waiter 1", "Waiter 1 and Cook 2", "Waiter 1, Cook 2 and Manager". */
export const listed = (names: readonly string[]): string =>
  names.length < 2 ? (names[0] ?? "") : `${names.slice(0, -1).join(", ")} and ${names.at(-1)}`;
