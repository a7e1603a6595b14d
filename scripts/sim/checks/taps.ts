/**
 * Every tap ended, once, and its device was told how; what it was told is what the journal says; and nothing stands in the journal that
 * nobody tapped.
 */
import type { SyncResult } from "@tillbox/shared/protocol/sync.ts";
import type { StoredEvent } from "@tillbox/store-server/kernel/types.ts";
import type { TapRecord } from "../world.ts";
import type { Books } from "./books.ts";

const isDone = ({ status }: Pick<SyncResult, "status">): boolean =>
  status !== "rejected" && status !== "conflict";
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

const ended = (tap: TapRecord): string[] =>
  tap.ended.length === 1 ? [] : [`${nameOf(tap)} ended ${tap.ended.length} times`];

/** Done once and "again" ever after; or refused, every time in the same words. */
const oneAnswer = (tap: TapRecord): string[] => {
  const words = tap.answers.map(wordOf).filter((word) => !isPassing(word));
  const done = words.filter((word) => word === "done").length;
  const kinds = new Set(words);
  kinds.delete("done");
  const isGood = done === 1 ? [...kinds].every((word) => word === "again") : done === 0 && kinds.size <= 1;
  return isGood ? [] : [`${nameOf(tap)} was answered: ${words.join(" | ")}`];
};

/** What the device was told last is what the box did. */
const toldTheTruth = (tap: TapRecord, events: readonly StoredEvent[]): string[] => {
  const [end] = tap.ended;
  if (!end) return [];
  const isAccepted = "result" in end && isDone(end.result);
  return !isAccepted && events.length > 0
    ? [
        `${nameOf(tap)} was refused (${JSON.stringify(end).slice(0, 200)}), and did ${events.map(({ type }) => type).join(", ")}`,
      ]
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
  journal.flatMap(({ device, command, type, seq }) =>
    device === null || taps.has(command) ? [] : [`${type} ${seq} on ${device} was tapped by nobody`],
  );

export const tapFaults = (books: Books, taps: ReadonlyMap<string, TapRecord>): string[] => {
  const byTap = Map.groupBy(books.journal, ({ command }) => command);
  return [
    ...oneEffect(books),
    ...orphans(books, taps),
    ...[...taps.values()].flatMap((tap) => [
      ...ended(tap),
      ...oneAnswer(tap),
      ...toldTheTruth(tap, byTap.get(tap.change.changeId) ?? []),
    ]),
  ];
};
