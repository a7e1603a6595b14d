/**
 * What people tapped here whose sign-in is gone for good: a manager who is signed in on this page may send it for them. The taps stay
 * theirs, under their own keys, and go under the manager's own sign-in, which the box notes. It ends with that sign-in, and is kept
 * nowhere.
 */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Session } from "./session.ts";

export type Behalf = {
  /** Whether whoever is signed in may send for others; `later`: as soon as the box answers. */
  readonly may: ReadonlySignal<"now" | "later" | "no">;
  /** Whether that person's taps go under the sign-in of this page. */
  covers(actorId: string): boolean;
  begin(actorId: string): void;
  /** The box does not let them. */
  end(actorId: string): void;
};

type Given = { by: string; for: ReadonlySet<string> };

export const openBehalf = ({ person, accessToken, actorId: signedIn }: Session): Behalf => {
  const given = signal<Given | null>(null);
  const mine = (): ReadonlySet<string> => {
    const { by, for: people } = given.value ?? {};
    return people && by === signedIn() ? people : new Set();
  };
  return {
    may: computed(() => {
      if (!person.value?.permissions.includes("inbox.manage")) return "no";
      return accessToken.value === null ? "later" : "now";
    }),
    covers: (actorId) => accessToken.value !== null && mine().has(actorId),
    begin: (actorId) => {
      const by = signedIn();
      if (by !== null) given.value = { by, for: new Set([...mine(), actorId]) };
    },
    end: (actorId) => {
      const by = signedIn();
      const left = [...mine()].filter((each) => each !== actorId);
      given.value = by === null || left.length === 0 ? null : { by, for: new Set(left) };
    },
  };
};
