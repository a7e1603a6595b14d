import { type Permission, permissions } from "@tillbox/shared/permissions.ts";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import type { ApiProblem } from "../client/problem.ts";
import { ManagersPin } from "./approval.tsx";
import { usePos } from "./pos.ts";
import { inWords } from "./problem-words.ts";

const isKnown = (name: string | undefined): name is Permission => name !== undefined && name in permissions;

/** What the missing permission is for; null where nothing like that is missing. */
const missing = ({ code, details }: ApiProblem): string | null =>
  code === "forbidden" && isKnown(details.permission) ? permissions[details.permission] : null;

/** The box names a permission; a person reads what it is for. */
export const reasonOf = (problem: ApiProblem, money?: (minor: number) => string): string => {
  const what = missing(problem);
  if (what === null) return inWords(problem, money) ?? problem.message;
  const { approvable } = problem.details;
  const next = approvable ? "A manager can approve it." : "Ask a manager to sign in and do it.";
  return `Your role may not do this: ${what.charAt(0).toLowerCase()}${what.slice(1)}. ${next}`;
};

type Props = {
  problem: ApiProblem | null;
  /** Sends it again with a manager's approval; without it nobody can approve here. */
  onApproved?: ((token: string) => void) | undefined;
};

/** Why the box said no, where the person was: cause and next step. What they typed stays. */
export function Refused({ problem, onApproved }: Props) {
  const { figures } = usePos();
  if (!problem) return null;
  const ask = problem.details.approval;
  const what = missing(problem) ?? "This";
  const stake = ask?.amount === undefined ? what : `${what}: ${figures.value.money(ask.amount)}`;
  return (
    <div class="pos-refused">
      <p class="pos-reason" role="alert">
        <Icon name="alert" size={20} />
        <bdi>{reasonOf(problem, figures.value.money)}</bdi>
      </p>
      {ask && onApproved && <ManagersPin ask={ask} what={stake} onApproved={onApproved} />}
    </div>
  );
}
