import { readAs } from "@tillbox/shared/checked.ts";
import type { DaysQuery } from "@tillbox/shared/contract/common.ts";
import { conflict, invalid, notFound, Refusal } from "@tillbox/shared/refusal.ts";
import { businessDay } from "@tillbox/shared/time.ts";
import { query } from "../../kernel/database.ts";
import type { BaseState, Command, Context, Entity, EventDraft, Reads } from "../../kernel/types.ts";
import { definitions, isSettingKey, type SettingKey, type SettingValue, settingKeys } from "./settings.ts";

type SettingState = BaseState & { value: unknown };

export const settings: Entity<SettingState> = {
  name: "setting",
  table: "settings",
  evolve: (state, event) => ({
    id: event.id,
    value: event.data.value,
    version: event.seq,
    createdAt: state?.createdAt ?? event.at,
    updatedAt: event.at,
  }),
  view: (state) => JSON.stringify(viewOf(state.id as SettingKey, state)),
  announce: (_event, state) =>
    state
      ? [
          {
            event: "settings:update",
            rooms: ["store"],
            data: JSON.stringify(viewOf(state.id as SettingKey, state)),
          },
        ]
      : [],
};

export type SettingView = {
  id: string;
  key: string;
  value: unknown;
  meaning: string;
  version: number;
  createdAt: string;
  updatedAt: string;
};

const firstEntry = query<[], { at: string }>(
  "SELECT json_extract(bytes, '$.at') AS at FROM journal ORDER BY seq LIMIT 1",
);
/** A default holds since the store began. */
const beganAt = ({ db }: Reads): string => firstEntry.get(db)?.at ?? new Date(0).toISOString();

const viewOf = (key: SettingKey, state: SettingState | undefined, began = ""): SettingView => ({
  id: key,
  key,
  value: state ? state.value : definitions[key].initial,
  meaning: definitions[key].meaning,
  version: state?.version ?? 0,
  createdAt: state?.createdAt ?? began,
  updatedAt: state?.updatedAt ?? began,
});

/** The current value of a setting, or its default. */
export const setting = <K extends SettingKey>(reads: Reads, key: K): SettingValue<K> => {
  const state = reads.get(settings, key);
  return (state ? state.value : definitions[key].initial) as SettingValue<K>;
};

/** The business day of a moment, RFC 3339. */
export const dayAt = (reads: Reads, at: string): string =>
  businessDay(at, setting(reads, "store.time_zone"), setting(reads, "business_day.cutover"));
export const dayOf = ({ reads, at }: Pick<Context, "reads" | "at">): string => dayAt(reads, at);

/**
 * The business days that somebody asks for. `to` is today unless they say, or `from` where that lies ahead; `from` is the day of `to`, or
 * the first of its month. Throws `invalid` for days in the wrong order.
 */
export const daysAsked = (
  kernel: Reads & { clock: { now(): string } },
  asked: DaysQuery,
  span: "day" | "month",
): { from: string; to: string } => {
  const today = dayAt(kernel, kernel.clock.now());
  const to = asked.to ?? (asked.from && asked.from > today ? asked.from : today);
  const from = asked.from ?? (span === "month" ? `${to.slice(0, 7)}-01` : to);
  if (from > to) throw invalid("from", "must not be after to");
  return { from, to };
};

export const settingView = (reads: Reads, key: string): SettingView => {
  if (!isSettingKey(key)) throw notFound("setting", key);
  return viewOf(key, reads.get(settings, key), beganAt(reads));
};

export const allSettings = (reads: Reads): SettingView[] => {
  const began = beganAt(reads);
  return settingKeys.map((key) => viewOf(key, reads.get(settings, key), began));
};

const parsed = (key: SettingKey, value: unknown): unknown => {
  const read = readAs<unknown>(definitions[key].schema, value, "");
  if (read.errors === null) return read.data;
  const errors = read.errors.map(({ path, message }) => ({
    path: ["value", path].filter(Boolean).join("."),
    message,
  }));
  throw new Refusal("invalid", `${key}: ${errors[0]?.message}`, { errors });
};

/** The event that sets one key; throws `invalid` or `not_found`. */
export const settingChanged = (key: string, value: unknown): EventDraft => {
  if (!isSettingKey(key)) throw notFound("setting", key);
  return { entity: "setting", id: key, type: "SettingChanged", data: { value: parsed(key, value) } };
};

const taxClassExists = query<[string], { id: string }>("SELECT id FROM tax_classes WHERE id = ?");

/** A setting that names something names something that is there; the currency stays while money counts in it. */
const checkFacts = (event: EventDraft, reads: Reads): EventDraft => {
  const { value } = event.data;
  if (event.id === "service.tax_class" && typeof value === "string" && !taxClassExists.get(reads.db, value))
    throw invalid("value", `there is no tax class ${value}`);
  const money =
    event.id === "currency.code" && value !== setting(reads, "currency.code") ? openMoney(reads) : null;
  if (money !== null)
    throw conflict(`The currency cannot change while ${money}`, settingView(reads, "currency.code"));
  return event;
};

const moneyInUse: readonly [ReturnType<typeof query<[], { what: string }>>, (what: string) => string][] = [
  [
    query("SELECT number AS what FROM orders WHERE open = 1 ORDER BY number LIMIT 1"),
    (number) => `check ${number} is open. Finish or cancel the open checks first.`,
  ],
  [
    query("SELECT id AS what FROM drawers WHERE open = 1 LIMIT 1"),
    () => "a drawer is open. Count and close it first.",
  ],
  [
    query("SELECT last4 AS what FROM gift_cards WHERE state ->> 'balance' <> 0 LIMIT 1"),
    (last4) => `there is money on gift cards (one ends in ${last4}).`,
  ],
  [
    query("SELECT id AS what FROM accounts WHERE state ->> 'balance' <> 0 LIMIT 1"),
    () => "a house account is not settled.",
  ],
  [
    query(
      "SELECT p.business_day AS what FROM day_parts p JOIN day_tenders t ON t.part = p.id WHERE p.report_id IS NULL ORDER BY p.id LIMIT 1",
    ),
    (day) => `the business day ${day} has money in it. Close the day first.`,
  ],
];
/** What money counts in the store's currency now, as the end of a sentence; null: none. Amounts are minor units of whatever it is. */
const openMoney = ({ db }: Reads): string | null => {
  for (const [find, words] of moneyInUse) {
    const found = find.get(db);
    if (found) return words(found.what);
  }
  return null;
};

export const changeSetting: Command<{ key: string; value: unknown }> = {
  name: "setting.change",
  permission: "settings.manage",
  target: ({ key }) => ({ entity: "setting", id: key }),
  decide: ({ key, value }, { reads }) => ({
    events: [checkFacts(settingChanged(key, value), reads)],
    answer: { entity: "setting", id: key },
  }),
};
