/** What a device may send as intents of working time. The box's clock says when. */
import { ClockInInput, ClockMoveInput, TimeCorrectionInput } from "@tillbox/shared/contract/time-entry.ts";
import { Refusal } from "@tillbox/shared/refusal.ts";
import { intentsOf } from "../../kernel/intent.ts";
import type { Intent } from "../../kernel/types.ts";
import { clockIn, correctEntry, moveClock } from "./commands.ts";
import type { ClockMove } from "./time-entry.ts";

const intent = intentsOf("time-entry");
const move = (name: ClockMove): Intent =>
  intent(name, ClockMoveInput, moveClock, (id) => ({ id, move: name }));

export const timeEntryIntents: readonly Intent[] = [
  intent("create", ClockInInput, clockIn, (id, { userId }) => {
    if (userId === undefined) throw new Refusal("invalid", "userId: say whose time it is");
    return { id, userId };
  }),
  move("break-start"),
  move("break-end"),
  move("clock-out"),
  intent("update", TimeCorrectionInput, correctEntry, (id, { commandId: _commandId, ...correction }) => ({
    id,
    correction,
  })),
];
