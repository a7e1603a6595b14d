import { Pill } from "./pill.tsx";
import { words } from "./words.ts";

export type ConnectionState = "connected" | "reconnecting" | "offline";

export interface ConnectionPillProps {
  state: ConnectionState;
  /** Changes that the box has not confirmed yet. */
  unsentCount?: number;
  /** Changes that the box refused and that nobody has looked at. */
  refusedCount?: number;
}

/** Always visible on every screen: connected, reconnecting, or offline with what is unsent. */
export function ConnectionPill({ state, unsentCount = 0, refusedCount = 0 }: ConnectionPillProps) {
  const text = [
    words.value[state],
    unsentCount > 0 ? `${unsentCount} ${words.value.unsent}` : "",
    refusedCount > 0 ? `${refusedCount} ${words.value.refused}` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
  return (
    <span role="status" class="ui-connection" data-state={state}>
      {state === "connected" && refusedCount === 0 && (
        <Pill tone="good" dot>
          {text}
        </Pill>
      )}
      {state === "connected" && refusedCount > 0 && (
        <Pill tone="bad" icon="alert">
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
