import { ApprovalInput, GivenApproval } from "@tillbox/shared/contract/approval.ts";
import { action, type Route } from "../../http/route.ts";
import { approve, type ProvePin } from "./commands.ts";

export const approvalRoutes = (provePin: ProvePin): Route[] => [
  action<ApprovalInput, unknown>({
    method: "post",
    path: "/approvals",
    tag: "Approvals",
    status: 201,
    permission: null,
    summary: "A manager approves one action of whoever is signed in, by PIN",
    description:
      "The token serves once, for two minutes, for whoever asked: send it as X-Approval with the request that was refused. Wrong PINs are backed off like those of signing in: 429.",
    body: ApprovalInput,
    answers: GivenApproval,
    run: ({ kernel, body, actor }) => approve(kernel, provePin, body, actor),
  }),
];
