import { type Permission, permissions } from "@tillbox/shared/permissions.ts";
import { Icon } from "@tillbox/shared/ui/icon.tsx";
import type { ApiProblem } from "../client/problem.ts";

const isKnown = (name: string | undefined): name is Permission => name !== undefined && name in permissions;

/** The box names a permission; a person reads what it is for. */
export const reasonOf = ({ code, message, details }: ApiProblem): string => {
  if (code !== "forbidden" || !isKnown(details.permission)) return message;
  const what = permissions[details.permission];
  return `Your role may not do this: ${what.charAt(0).toLowerCase()}${what.slice(1)}. Ask a manager to sign in and do it.`;
};

/** Why the box said no, where the person was: cause and next step. What they typed stays. */
export function Refused({ problem }: { problem: ApiProblem | null }) {
  if (!problem) return null;
  return (
    <p class="pos-reason" role="alert">
      <Icon name="alert" size={20} />
      <span>{reasonOf(problem)}</span>
    </p>
  );
}
