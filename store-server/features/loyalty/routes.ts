/** The HTTP surface of loyalty: programs, and the points of one customer. */
import { ListQuery } from "@tillbox/shared/contract/common.ts";
import { Customer } from "@tillbox/shared/contract/customer.ts";
import {
  CustomerPoints,
  LoyaltyProgram,
  LoyaltyProgramChange,
  LoyaltyProgramInput,
  PointsAdjustInput,
} from "@tillbox/shared/contract/loyalty.ts";
import { newId } from "@tillbox/shared/id.ts";
import { recordRoutes } from "../../http/record-routes.ts";
import { type Route, read, write } from "../../http/route.ts";
import type { PageRequest } from "../../kernel/keyset.ts";
import { findCustomer } from "../customer/rows.ts";
import { adjustPoints } from "./commands.ts";
import { activeProgram, ledgerPage, loyaltyPrograms } from "./rows.ts";

const tag = "Loyalty";

export const loyaltyRoutes: Route[] = [
  ...recordRoutes({
    path: "/loyalty-programs",
    tag,
    record: loyaltyPrograms,
    readPermission: "customer.read",
    input: LoyaltyProgramInput,
    change: LoyaltyProgramChange,
    answers: LoyaltyProgram,
  }),
  read<PageRequest>({
    path: "/customers/:id/points",
    tag,
    permission: "customer.read",
    summary: "A customer's points, the rewards that there are, and every entry, newest first",
    query: ListQuery,
    answers: CustomerPoints,
    run: ({ kernel, params, query }) => {
      const customer = findCustomer(kernel, params.id ?? "");
      const expireAt = customer.pointsExpireAt ?? null;
      const lapsed = expireAt !== null && expireAt <= kernel.clock.now();
      const balance = lapsed ? Math.min(0, customer.points ?? 0) : (customer.points ?? 0);
      const rewards = (activeProgram(kernel)?.rewards ?? []).map((reward) => ({
        ...reward,
        affordable: reward.points <= balance,
      }));
      return { balance, expireAt, rewards, ...ledgerPage(kernel, customer.id, query) };
    },
  }),
  write({
    method: "post",
    path: "/customers/:id/points",
    tag,
    status: 201,
    summary: "Add or take points by hand, with a reason",
    body: PointsAdjustInput,
    answers: Customer,
    prepare: ({ body, params }) => ({
      command: adjustPoints,
      input: { id: params.id ?? "", entryId: newId(), points: body.points, reason: body.reason },
    }),
  }),
];
