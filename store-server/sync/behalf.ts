/**
 * What somebody tapped whose sign-in on that device is gone for good, sent by a manager who is signed in there. It is done as the person
 * who tapped: theirs are the order, the tip and the drawer, and the same change that came from them before is the same tap. The sender's
 * permissions count, and every entry names the sender beside the person. Nobody waits for it: what is refused goes to the inbox.
 */
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Actor } from "../kernel/types.ts";
import { vocabularyOf } from "../kernel/vocabulary.ts";

/** A number is taken as its string, like every id. */
export const behalfOf = (raw: unknown): string | null => {
  if (typeof raw !== "object" || raw === null || !("onBehalfOf" in raw)) return null;
  const { onBehalfOf } = raw;
  return typeof onBehalfOf === "string" || typeof onBehalfOf === "number" ? String(onBehalfOf) : null;
};

const permission = "inbox.manage";

/** Refuses the whole call, so that its device keeps every tap. Throws `forbidden`. */
export const checkSender = (changes: readonly unknown[], actor: Actor): void => {
  const isForOthers = changes.some((raw) => {
    const person = behalfOf(raw);
    return person !== null && person !== actor.userId;
  });
  if (!isForOthers) return;
  if (actor.userId === null || !actor.permissions.has(permission))
    throw new Refusal("forbidden", `Sending for others needs the permission ${permission}. Ask a manager.`, {
      permission,
    });
  if (actor.isAway) throw new Refusal("forbidden", "Sending for others needs a sign-in. Sign in again.");
};

/** As whom a change is done; null where it names nobody of this store. */
export const actorFor = (raw: unknown, sender: Actor, kernel: Kernel): Actor | null => {
  const userId = behalfOf(raw);
  if (userId === null || userId === sender.userId || sender.userId === null) return sender;
  const person = vocabularyOf(kernel.db).whoIs(userId, kernel);
  return person && { ...sender, ...person, userId, sentBy: sender.userId };
};

/** Whoever tapped it is not there to be asked. */
export const unattended = (raw: unknown): unknown =>
  behalfOf(raw) === null || typeof raw !== "object" ? raw : { ...raw, attended: false };
