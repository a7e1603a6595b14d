/** What the box said against single fields, as sentences, and what is left that no field can say. Pure. */
import { ApiProblem } from "../client/problem.ts";

const sentence = (text: string): string => {
  const whole = `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
  return /[.?]$/.test(whole) ? whole : `${whole}.`;
};

/** By path: "Must be after the start." */
export const fieldProblems = (problem: ApiProblem | null): ReadonlyMap<string, string> =>
  new Map((problem?.details.errors ?? []).map(({ path, message }) => [path, sentence(message)]));

/** The problem without what stands at a field that says it itself; null when nothing is left to say. */
export const unplaced = (
  problem: ApiProblem | null,
  isPlaced: (path: string) => boolean,
): ApiProblem | null => {
  const errors = problem?.details.errors ?? [];
  if (!problem || errors.length === 0) return problem;
  const left = errors.filter(({ path }) => !isPlaced(path));
  if (left.length === 0) return null;
  const text = left.map(({ path, message }) => `${path}: ${message}`).join("; ");
  return new ApiProblem(problem.code, text, { ...problem.details, errors: left });
};
