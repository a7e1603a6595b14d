import { Pill } from "./pill.tsx";
import { words } from "./words.ts";

export type ConnectionState = "connected" | "reconnecting" | "offline";

export interface ConnectionPillProps {
  state: ConnectionState;
  /** Changes that the box has not confirmed yet. */
  unsentCount?: number;
}

/** Always visible on every screen: connected, reconnecting, or offline with what is unsent. */
export function ConnectionPill({ state, unsentCount = 0 }: ConnectionPillProps) {
  const word = words.value[state];
  const text = unsentCount > 0 ? `${word}, ${unsentCount} ${words.value.unsent}` : word;
  return (
    <span role="status" class="ui-connection" data-state={state}>
      {state === "connected" && (
        <Pill tone="good" dot>
          {text}
        </Pill>
      )}
      {state === "reconnecting" && (
        <Pill tone="attention" icon="refresh">
          {text}
        </Pill>
      )}
      {state === "offline" && (
        <Pill tone="bad" icon="wifi-off">
          {text}
        </Pill>
      )}
    </span>
  );
}
