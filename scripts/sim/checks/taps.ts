/**
 * Every tap ended, once, and its device was told how; what it was told is what the journal says; and nothing stands in the journal that
 * nobody tapped.
 */
import type { SyncResult } from "@tillbox/shared/protocol/sync.ts";
import type { StoredEvent } from "@tillbox/store-server/kernel/types.ts";
import type { Device } from "../device.ts";
import type { TapRecord, World } from "../world.ts";
import { type Books, isDone, statesOf, tapOf } from "./books.ts";

const wordOf = (result: SyncResult): string =>
  isDone(result)
    ? result.status === "duplicate"
      ? "again"
      : "done"
    : `${result.status} ${result.code}: ${result.detail}`;

/** Says something of the box at that moment, not of the tap: never stored, so it may be another answer later. */
const isPassing = (word: string): boolean => word.startsWith("rejected unavailable");

const nameOf = ({ change, deviceId, actorId }: TapRecord): string =>
  `${change.action} ${change.changeId} of ${change.entityType} ${change.entityId} (${actorId} on ${deviceId})`;

type Whereabouts = {
  /** Keys that lie on the disk of a device, or in its list. */
  onDevices: ReadonlyMap<string, "open" | "refused">;
  /** Changes that the box keeps for people to see. */
  inInbox: ReadonlySet<string>;
  /** Somebody looked at it and let it go. */
  discarded: ReadonlySet<string>;
  /** Its device was still writing it when its power went. */
  unwritten: ReadonlySet<string>;
};

/** Taken, once and for all; or refused, where somebody saw it or can see it. */
const ended = (tap: TapRecord, where: Whereabouts): string[] => {
  const { onDevices, inInbox, discarded, unwritten } = where;
  const { changeId } = tap.change;
  const heard = tap.heard.find(isDone) ?? tap.heard[0];
  const lies = onDevices.get(changeId);
  if (heard && isDone(heard))
    return lies === undefined ? [] : [`${nameOf(tap)} was taken, and its device still has it`];
  if (lies === "open") return [`${nameOf(tap)} never ended`];
  const isSeen = lies === "refused" || inInbox.has(changeId) || discarded.has(changeId);
  const wasTold = tap.outcomes.some(({ ok }) => !ok);
  if (isSeen || wasTold) return [];
  // Nobody was told that it was taken.
  if (!heard && unwritten.has(changeId)) return [];
  return [heard ? `${nameOf(tap)} was refused and nobody can see it` : `${nameOf(tap)} ended 0 times`];
};

/**
 * Done once and "again" ever after; or refused, every time in the same words. Cash that was refused while somebody waited, and of which
 * nobody heard, is booked all the same when it comes again without them.
 */
const oneAnswer = (tap: TapRecord, events: readonly StoredEvent[]): string[] => {
  const isLateCash = events.some(({ command }) => command !== tapOf({ command }));
  const all = tap.answers.map(wordOf).filter((word) => !isPassing(word));
  const words = isLateCash ? all.slice(all.indexOf("done")) : all;
  const done = words.filter((word) => word === "done").length;
  const kinds = new Set(words);
  kinds.delete("done");
  const isGood = done === 1 ? [...kinds].every((word) => word === "again") : done === 0 && kinds.size <= 1;
  return isGood ? [] : [`${nameOf(tap)} was answered: ${words.join(" | ")}`];
};

/** What the device was told at last, and whoever waited, is what the box did. */
const toldTheTruth = (tap: TapRecord, events: readonly StoredEvent[]): string[] => {
  const last = tap.heard.at(-1);
  const isRefused = (last !== undefined && !isDone(last)) || tap.outcomes.some(({ ok }) => !ok);
  return isRefused && events.length > 0
    ? [`${nameOf(tap)} was refused, and did ${events.map(({ type }) => type).join(", ")}`]
    : [];
};

/** What one tap wrote stands together: a second time would stand elsewhere. */
const oneEffect = ({ journal }: Books): string[] => {
  const last = new Map<string, StoredEvent>();
  return journal.flatMap((event) => {
    const before = last.get(event.command);
    last.set(event.command, event);
    const isTogether = !before || (before.seq === event.seq - 1 && before.at === event.at);
    return isTogether || event.command === ""
      ? []
      : [`${event.type} ${event.seq}: its tap had its effect at ${before.seq}`];
  });
};

const orphans = ({ journal }: Books, taps: ReadonlyMap<string, TapRecord>): string[] =>
  journal.flatMap(({ device, command, type, seq, entity }) =>
    device === null || taps.has(tapOf({ command })) || entity === "refused-change"
      ? []
      : [`${type} ${seq} on ${device} was tapped by nobody`],
  );

const onDevices = (devices: readonly Device[]): Map<string, "open" | "refused"> => {
  const found = new Map<string, "open" | "refused">();
  for (const device of devices) {
    for (const { key, refusal } of device.disk.outbox())
      found.set(key, refusal === null ? "open" : "refused");
    for (const { key, state } of device.client().outbox.entries.peek())
      found.set(key, state === "refused" ? "refused" : "open");
  }
  return found;
};

export const tapFaults = (books: Books, { taps, devices, discarded, unwritten }: World): string[] => {
  const kept = statesOf<{ changeId: string | null }>(books.kernel, "refused_changes");
  const where: Whereabouts = {
    onDevices: onDevices(devices),
    inInbox: new Set(kept.flatMap(({ changeId }) => changeId ?? [])),
    discarded,
    unwritten,
  };
  const byTap = Map.groupBy(
    books.journal.filter(({ entity, type }) => entity !== "refused-change" || type === "UnallocatedTaken"),
    tapOf,
  );
  return [
    ...oneEffect(books),
    ...orphans(books, taps),
    ...[...taps.values()].flatMap((tap) => [
      ...ended(tap, where),
      ...oneAnswer(tap, byTap.get(tap.change.changeId) ?? []),
      ...toldTheTruth(tap, byTap.get(tap.change.changeId) ?? []),
    ]),
  ];
};
