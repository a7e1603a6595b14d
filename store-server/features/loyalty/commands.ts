/** Points that a person corrects, with a reason. */
import { invalid } from "@tillbox/shared/refusal.ts";
import type { Command } from "../../kernel/types.ts";
import { checkKnown, findCustomer } from "../customer/rows.ts";
import { openTally } from "./rows.ts";

export const adjustPoints: Command<{ id: string; entryId: string; points: number; reason: string }> = {
  name: "loyalty.adjust",
  permission: "loyalty.manage",
  target: ({ id }) => ({ entity: "customer", id }),
  decide: ({ id, entryId, points, reason }, context) => {
    checkKnown(findCustomer(context.reads, id));
    const tally = openTally(context);
    const balance = tally.balance(id) ?? 0;
    if (balance + points < 0) throw invalid("points", `takes more than the ${balance} that there are`);
    tally.move(id, "adjusted", { key: `adjusted:${entryId}`, points, reason });
    return { events: tally.events(), answer: { entity: "customer", id } };
  },
};
