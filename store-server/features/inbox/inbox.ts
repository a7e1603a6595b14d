/**
 * What a device sent and the box could not do as it was meant, as an entity with a life of its own: kept once, then applied again or
 * dismissed by a person. Nothing that somebody typed disappears without that. Pure.
 */
import type { InboxCash, inboxKinds, inboxStatuses } from "@tillbox/shared/contract/inbox.ts";
import { conflict } from "@tillbox/shared/refusal.ts";
import type { BaseState, EventDraft, LostField, LostFields, StoredEvent } from "../../kernel/types.ts";
import { type CashEvents, cashFolds, senderOf } from "./cash.ts";

export const entityName = "refused-change";

type Change = {
  entityType: string;
  entityId: string;
  action: string;
  data: Record<string, unknown>;
};
type By = { deviceId: string | null; userId: string | null };
export type InboxState = BaseState &
  Change &
  By & {
    kind: (typeof inboxKinds)[number];
    status: (typeof inboxStatuses)[number];
    /** Who sent it for whoever tapped; absent where they did it themselves. */
    sentBy?: string;
    tappedAt: string | null;
    changeId: string | null;
    basedOn: number | null;
    code: string | null;
    detail: string;
    fields: LostField[];
    by: By | null;
    cash: InboxCash | null;
    settled: { at: string; by: string | null; reason: string | null; entityId: string | null } | null;
  };

export type InboxEvents = {
  ChangeRefused: Change & { changeId: string; basedOn: number | null; code: string; detail: string };
  FieldsOverwritten: Change & By & { fields: LostField[] };
  ItemReapplied: { entityId: string };
  ItemDismissed: { reason: string | null };
} & CashEvents;
type EventType = keyof InboxEvents;

const event = <T extends EventType>(id: string, type: T, data: InboxEvents[T]): EventDraft => ({
  entity: entityName,
  id,
  type,
  data: { ...data },
});

const blank = (at: StoredEvent): InboxState => ({
  id: at.id,
  version: at.seq,
  createdAt: at.at,
  updatedAt: at.at,
  kind: "refused",
  status: "open",
  entityType: "",
  entityId: "",
  action: "",
  data: {},
  deviceId: at.device,
  userId: at.actor,
  tappedAt: at.deviceAt,
  changeId: null,
  basedOn: null,
  code: null,
  detail: "",
  fields: [],
  by: null,
  cash: null,
  settled: null,
});

const names = (fields: readonly LostField[]): string => fields.map(({ field }) => field).join(", ");

type Folds = {
  [T in EventType]: (state: InboxState, data: InboxEvents[T], event: StoredEvent) => InboxState;
};
const folds: Folds = {
  ...cashFolds,
  ChangeRefused: (state, data, at) => ({ ...state, ...data, ...senderOf(at) }),
  FieldsOverwritten: (state, data, { device, actor }) => ({
    ...state,
    ...data,
    kind: "overwritten",
    tappedAt: null,
    detail: `Somebody else set ${names(data.fields)} after you, and theirs came later.`,
    by: { deviceId: device, userId: actor },
  }),
  ItemReapplied: (state, { entityId }, { at, actor }) => ({
    ...state,
    status: "reapplied",
    settled: { at, by: actor, reason: null, entityId },
  }),
  ItemDismissed: (state, { reason }, { at, actor }) => ({
    ...state,
    status: "dismissed",
    settled: { at, by: actor, reason, entityId: null },
  }),
};

export const evolveInbox = (state: InboxState | undefined, stored: StoredEvent): InboxState => {
  const fold = folds[stored.type as EventType] as Folds[EventType] | undefined;
  if (!fold) throw new Error(`the inbox knows no ${stored.type}`);
  const folded = fold(state ?? blank(stored), stored.data as never, stored);
  return { ...folded, version: stored.seq, updatedAt: stored.at };
};

export const isOpenItem = (state: InboxState): boolean => state.status === "open";

export const decideKeep = (id: string, refused: InboxEvents["ChangeRefused"]): EventDraft[] => [
  event(id, "ChangeRefused", refused),
];

export const decideTellLost = (id: string, { change, fields, ...of }: LostFields): EventDraft[] => [
  event(id, "FieldsOverwritten", { ...of, ...change, fields }),
];

export const checkOpenItem = (item: InboxState): void => {
  if (isOpenItem(item)) return;
  throw conflict(`This was ${words[item.status]} already.`, item);
};
const words: Record<InboxState["status"], string> = {
  open: "opened",
  reapplied: "applied again",
  dismissed: "dismissed",
  allocated: "booked",
  returned: "given back",
};

/** Money lies in a drawer whether anybody needs it or not. */
const checkNoCash = (item: InboxState): void => {
  if (item.cash !== null)
    throw conflict("This is cash that was taken. Book it on a check, or give it back.", item);
};

export const checkReapplicable = (item: InboxState): void => {
  checkOpenItem(item);
  checkNoCash(item);
};

export const decideReapplied = (item: InboxState, entityId: string): EventDraft[] => {
  checkReapplicable(item);
  return [event(item.id, "ItemReapplied", { entityId })];
};

export const decideDismiss = (item: InboxState, reason: string | null): EventDraft[] => {
  checkOpenItem(item);
  checkNoCash(item);
  return [event(item.id, "ItemDismissed", { reason })];
};
