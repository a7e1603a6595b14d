/** What the tabs of one kind tell each other about the outbox that they share. Only news: the truth is in the database. */
import type { EntryState, KeptEntry, PlainProblem } from "./tap.ts";

export type News =
  /** Tapped, replaced in its place, or refused. */
  | { kind: "kept"; kept: KeptEntry }
  | { kind: "state"; keys: string[]; state: EntryState; problem: PlainProblem | null }
  | { kind: "done"; key: string; answer: unknown }
  /** Refused and not to be seen in the list, replaced, or discarded. */
  | { kind: "gone"; key: string; problem: PlainProblem | null };

export type Tabs = { tell(news: News): void; listen(hear: (news: News) => void): void };

export const openTabs = (kind: string): Tabs => {
  const channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(`tillbox.${kind}`) : null;
  return {
    tell: (news) => {
      try {
        channel?.postMessage(news);
      } catch {
        // An answer that cannot be copied is read by the others from the box.
      }
    },
    listen: (hear) => channel?.addEventListener("message", ({ data }) => hear(data as News)),
  };
};

export const noTabs: Tabs = { tell: () => undefined, listen: () => undefined };
