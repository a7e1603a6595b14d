import { notFound, Refusal } from "@tillbox/shared/refusal.ts";
import type { BaseState, Command, Entity, EventDraft, Reads } from "../../kernel/types.ts";
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
  createdAt: string | null;
  updatedAt: string | null;
};

const viewOf = (key: SettingKey, state: SettingState | undefined): SettingView => ({
  id: key,
  key,
  value: state ? state.value : definitions[key].initial,
  meaning: definitions[key].meaning,
  version: state?.version ?? 0,
  createdAt: state?.createdAt ?? null,
  updatedAt: state?.updatedAt ?? null,
});

/** The current value of a setting, or its default. */
export const setting = <K extends SettingKey>(reads: Reads, key: K): SettingValue<K> => {
  const state = reads.get(settings, key);
  return (state ? state.value : definitions[key].initial) as SettingValue<K>;
};

export const settingView = (reads: Reads, key: string): SettingView => {
  if (!isSettingKey(key)) throw notFound("setting", key);
  return viewOf(key, reads.get(settings, key));
};

export const allSettings = (reads: Reads): SettingView[] =>
  settingKeys.map((key) => viewOf(key, reads.get(settings, key)));

const parsed = (key: SettingKey, value: unknown): unknown => {
  const result = definitions[key].schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({
    path: ["value", ...issue.path].join("."),
    message: issue.message,
  }));
  throw new Refusal("invalid", `${key}: ${errors[0]?.message ?? "is of the wrong type"}`, { errors });
};

/** The event that sets one key; throws `invalid` or `not_found`. */
export const settingChanged = (key: string, value: unknown): EventDraft => {
  if (!isSettingKey(key)) throw notFound("setting", key);
  return { entity: "setting", id: key, type: "SettingChanged", data: { value: parsed(key, value) } };
};

export const changeSetting: Command<{ key: string; value: unknown }> = {
  name: "setting.change",
  permission: "settings.manage",
  target: ({ key }) => ({ entity: "setting", id: key }),
  decide: ({ key, value }) => ({
    events: [settingChanged(key, value)],
    answer: { entity: "setting", id: key },
  }),
};
