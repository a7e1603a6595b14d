import { EmptyState } from "@tillbox/shared/ui/empty-state.tsx";
import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import type { ApiProblem } from "../../client/problem.ts";
import { reasonOf } from "../refusal.tsx";

type Props = { what: string; problem: ApiProblem; onRetry(): void };

/** Nothing could be read: why, and once more. */
export function ReadFailed({ what, problem, onRetry }: Props) {
  return <ErrorState cause={`${what} could not be read.`} nextStep={reasonOf(problem)} onRetry={onRetry} />;
}

/** The same of a report; a box whose reports are switched off has none, and trying again would not help. */
export function ReportFailed(props: Props) {
  if (props.problem.code !== "not_found") return <ReadFailed {...props} />;
  return (
    <EmptyState icon="chart" title="Reports are switched off on this box">
      Whoever looks after it can switch them on: ENABLE_ANALYTICS in its settings.
    </EmptyState>
  );
}
