import { ErrorState } from "@tillbox/shared/ui/error-state.tsx";
import type { ApiProblem } from "../../client/problem.ts";
import { reasonOf } from "../refusal.tsx";

type Props = { what: string; problem: ApiProblem; onRetry(): void };

/** Nothing could be read: why, and once more. */
export function ReadFailed({ what, problem, onRetry }: Props) {
  return <ErrorState cause={`${what} could not be read.`} nextStep={reasonOf(problem)} onRetry={onRetry} />;
}
