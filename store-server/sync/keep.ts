/**
 * What was refused while nobody waited for it is kept in the inbox before its device is told: once the device has the result it
 * forgets the change. Keeping is a command of its own after the refusal; a crash in between loses nothing, because the device has no
 * answer yet and sends the change again, is refused again by the stored answer, and then it is kept.
 */
import type { SyncResult } from "@tillbox/shared/protocol/sync.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { Actor, Inbox, RefusedChange } from "../kernel/types.ts";
import { vocabularyOf } from "../kernel/vocabulary.ts";
import { refusalOf, type Tried } from "./results.ts";

type Kept = Pick<SyncResult, "inboxId" | "kept">;
const nothing: Kept = {};

const refusedOf = (tried: Tried): RefusedChange | null => {
  const refusal = refusalOf(tried);
  if (refusal === null || tried.change.attended === true) return null;
  const { entityType, entityId, action, data, version } = tried.change;
  const { code, message: detail } = refusal;
  return {
    entityType,
    entityId,
    action,
    data,
    changeId: tried.changeId,
    basedOn: version ?? null,
    code,
    detail,
  };
};

const keepOne = async (
  kernel: Kernel,
  { keep }: Inbox,
  { change, changeId }: Tried,
  refused: RefusedChange,
  actor: Actor,
): Promise<Kept> => {
  const answer = await kernel.execute({
    command: keep,
    input: refused,
    commandId: `keep:${changeId}`,
    fingerprint: "",
    actor,
    deviceAt: change.timestamp ?? null,
  });
  if (!answer.ok) throw new Refusal("unavailable", answer.refusal.message, { retryAfter_s: 5 });
  const { id } = JSON.parse(answer.body ?? '{"id":null}') as { id: string | null };
  return id === null ? { kept: false } : { inboxId: id };
};

/** Keeps what was refused of `outcomes`; where each is, in their order. Throws `unavailable` where the box could not write. */
export const keepRefused = async (
  kernel: Kernel,
  outcomes: readonly Tried[],
  actor: Actor,
): Promise<Kept[]> => {
  const { inbox } = vocabularyOf(kernel.db);
  if (!inbox) return outcomes.map(() => nothing);
  return Promise.all(
    outcomes.map(async (tried) => {
      const refused = refusedOf(tried);
      return refused === null ? nothing : await keepOne(kernel, inbox, tried, refused, actor);
    }),
  );
};
