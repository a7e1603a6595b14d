import { Icon } from "@tillbox/shared/ui/icon.tsx";
import type { ApiProblem } from "../client/problem.ts";

/** Why the box said no, where the person was: cause and next step. What they typed stays. */
export function Refused({ problem }: { problem: ApiProblem | null }) {
  if (!problem) return null;
  return (
    <p class="pos-reason" role="alert">
      <Icon name="alert" size={20} />
      <span>
        {problem.message}
        {problem.code === "forbidden" &&
          problem.details.approvable === true &&
          " A manager can do it with their own PIN."}
      </span>
    </p>
  );
}
