/**
 * What can be broken on purpose, each in the way of a naive system, to see that the checks notice: a proof that cannot fail proves
 * nothing.
 */
import type { SyncChange } from "@tillbox/shared/protocol/sync.ts";
import { voidLine } from "@tillbox/store-server/features/order/lines/commands.ts";
import { orders } from "@tillbox/store-server/features/order/rows.ts";
import type { Kernel } from "@tillbox/store-server/kernel/kernel.ts";
import { vocabularyOf } from "@tillbox/store-server/kernel/vocabulary.ts";
import { systemActor } from "@tillbox/store-server/testing.ts";
import type { Records, Versioned } from "@tillbox/store-server/web/client/records.ts";
import type { Store } from "@tillbox/store-server/web/client/store.ts";
import type { SeenOrder } from "./sight.ts";

export type Change = Pick<SyncChange, "entityType" | "entityId" | "action" | "data">;

export type Sabotage = {
  /** A device's outbox does not outlive a restart. */
  forgetsOutbox?: boolean;
  /** A device goes on from the seq of whatever frame came, whether or not it was the last of its seq. */
  ignoresLast?: boolean;
  /** Connections break with so many of their messages, in good weather and bad. */
  breaking?: number;
  /** Answers to taps wait up to so long on the box, so that what was said first may well arrive last. */
  lateAnswers_ms?: number;
  /** Before a call of a device is served. */
  beforeCall?(kernel: Kernel, changes: readonly SyncChange[]): Promise<void>;
  /** What a device sends instead of an intent. */
  said?(change: Change, seen: SeenOrder | undefined): Change;
  /** The records of a device. */
  store?(store: Store): void;
};

/** The box forgets what it answered. */
const noIdempotency: Sabotage = {
  beforeCall: async (kernel) => {
    await kernel.operate(() => kernel.db.exec("DELETE FROM answers"));
  },
};

const linesMark = "seen:";
/** A device sends the whole order as it saw it, and the box makes its own so: the later one wins. */
const snapshots: Sabotage = {
  said: (change, seen) =>
    change.entityType === "order" && seen && change.action === "add-items"
      ? { ...change, data: { ...change.data, [linesMark]: seen.lines.map(({ id }) => id) } }
      : change,
  beforeCall: async (kernel, changes) => {
    for (const { entityId, data } of changes) {
      const seen = data[linesMark] as string[] | undefined;
      delete data[linesMark];
      const lines = kernel.get(orders, entityId)?.lines ?? [];
      for (const { id } of seen ? lines.filter((line) => !seen.includes(line.id)) : [])
        await kernel.execute({
          command: voidLine,
          input: { id: entityId, itemId: id, reason: "not in the snapshot" },
          commandId: `snapshot-${kernel.headSeq()}-${id}`.slice(0, 64),
          fingerprint: "",
          actor: systemActor,
        });
    }
  },
};

/** Whatever comes last is shown, however old it is. */
const lastWins = <T extends Versioned>(records: Records<T>): void => {
  const { put, forget } = records;
  const show = (view: T): void => {
    forget(view.id);
    put(view);
  };
  Object.assign(records, { put: show, reset: (views: readonly T[]) => views.forEach(show) });
};
const noVersions: Sabotage = {
  lateAnswers_ms: 9000,
  store: ({ orders: known, tables }) => {
    lastWins(known);
    lastWins(tables);
  },
};

/** The box refuses cash like anything else. */
const refusesCash: Sabotage = {
  beforeCall: ({ db }) => {
    const vocabulary = vocabularyOf(db) as { intent: ReturnType<typeof vocabularyOf>["intent"] };
    const known = vocabulary.intent;
    vocabulary.intent = (entityType, action) => {
      const intent = known(entityType, action);
      return intent && { ...intent, instead: undefined };
    };
    return Promise.resolve();
  },
};

export const sabotages: Readonly<Record<string, Sabotage>> = {
  "no-idempotency": noIdempotency,
  snapshots,
  "refuses-cash": refusesCash,
  "lost-outbox": { forgetsOutbox: true },
  "no-versions": noVersions,
  "no-last": { ignoresLast: true, breaking: 0.1 },
};
/** The weather of `no-last` without its fault, which must do no harm. */
export const breakingOnly: Sabotage = { breaking: 0.1 };
/** The same for `no-versions`. */
export const lateAnswersOnly: Sabotage = { lateAnswers_ms: 9000 };
export const nothing: Sabotage = {};
