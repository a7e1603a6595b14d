/** What a device may send about the inbox, with or without the box at hand. */
import { DismissInput, ReapplyInput } from "@tillbox/shared/contract/inbox.ts";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { dismiss, reapply, toReapply } from "./commands.ts";

const intent = intentsOf("refused-change");

export const inboxIntents: readonly Intent[] = [
  intent("reapply", ReapplyInput, reapply, toReapply),
  intent("dismiss", DismissInput, dismiss, (id, { reason }) => ({ id, reason: reason ?? null })),
];
