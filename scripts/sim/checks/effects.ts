/** What a tap that was taken must have done, by the ids that it brought: each thing exactly once, and nothing undone that nobody undid. */
import type { StoredEvent } from "@tillbox/store-server/kernel/types.ts";
import type { TapRecord } from "../world.ts";
import { type Books, isDone, tapOf } from "./books.ts";

type Data = Record<string, unknown>;
const idsIn = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.flatMap((item: { id?: string }) => (item.id === undefined ? [] : [item.id]))
    : [];

/** What could not be booked of cash that was taken. */
const unallocated = (paymentId: string): string => `unallocated payment ${paymentId}`;
/** Ids of what an event brings into the world, in words that say what. */
const bornIn = ({ entity, id, type, data }: StoredEvent): string[] => {
  const born = data as Data;
  if (type === "OrderOpened") return [`order ${id}`, ...linesBorn(born)];
  if (type === "LinesAdded") return linesBorn(born);
  if (type === "PaymentCaptured") return [`payment ${(born.payment as { id: string }).id}`];
  if (type === "UnallocatedTaken") return [unallocated(String(born.paymentId))];
  if (type === "RefundIssued") return [`refund ${id}`];
  if (entity === "drawer" && type === "Opened") return [`drawer ${id}`];
  if (type === "PaidIn" || type === "PaidOut") return [`move ${String(born.moveId ?? born.id)}`];
  return [];
};
/** A check that was split off brings lines of the other. */
const linesBorn = (data: Data): string[] =>
  data.splitFrom ? [] : idsIn(data.lines).map((id) => `line ${id}`);

/** What a tap asks for by an id of its own. Parts of a combo get ids from the box. */
const wantedBy = ({ change: { action, entityType, entityId, data } }: TapRecord): string[] => {
  if (entityType === "drawer" && action === "create") return [`drawer ${entityId}`];
  if (entityType !== "order") return [];
  if (action === "create") return [`order ${entityId}`, ...linesWanted(data.items)];
  if (action === "add-items") return linesWanted(data.items);
  return action === "pay" && typeof data.id === "string" ? [`payment ${data.id}`] : [];
};
const linesWanted = (items: unknown): string[] =>
  (items as { id?: string; parts?: unknown }[]).flatMap(({ id, parts }) =>
    id === undefined || parts ? [] : [`line ${id}`],
  );

const isTaken = ({ heard }: TapRecord): boolean => heard.some(isDone);

/** Whose taps may take a line off: everything else that does so undoes another's work. */
const mayVoid = new Set(["void-item", "change-item", "exchange"]);
const undone = ({ journal }: Books, taps: ReadonlyMap<string, TapRecord>): string[] =>
  journal.flatMap(({ type, seq, command }) => {
    if (type !== "LineVoided") return [];
    const action = taps.get(tapOf({ command }))?.change.action ?? "nobody";
    return mayVoid.has(action) ? [] : [`line taken off at ${seq} by ${action}`];
  });

export const effectFaults = (books: Books, taps: ReadonlyMap<string, TapRecord>): string[] => {
  const born = Map.groupBy(books.journal.flatMap(bornIn), (name) => name);
  const twice = [...born]
    .filter(([, all]) => all.length > 1)
    .map(([name]) => `${name} came into the world twice`);
  const missing = [...taps.values()].filter(isTaken).flatMap((tap) =>
    wantedBy(tap)
      .filter((name) => !born.has(name) && !born.has(`unallocated ${name}`))
      .map((name) => `${name} was taken (${tap.change.changeId} on ${tap.deviceId}) and is not there`),
  );
  return [...twice, ...missing, ...undone(books, taps)];
};
