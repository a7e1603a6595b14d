import type { Problem } from "@tillbox/shared/contract/common.ts";

/** Why the hub said no, or could not be asked. `message` is for a person: cause and next step. */
export class HubProblem extends Error {
  /** HTTP status; 0 when no answer came. */
  readonly status: number;
  readonly retryAfter_s: number;
  constructor(status: number, message: string, retryAfter_s = 0) {
    super(message);
    this.name = "HubProblem";
    this.status = status;
    this.retryAfter_s = retryAfter_s;
  }
}

export const isUnreachable = ({ status }: HubProblem): boolean => status === 0 || status >= 500;

const isProblem = (value: unknown): value is Problem =>
  typeof value === "object" && value !== null && "code" in value && "title" in value;

export const problemOf = (response: Response, body: unknown): HubProblem => {
  const said = isProblem(body)
    ? (body.detail ?? `${body.title}.`)
    : `The hub answered ${response.status}. Try again.`;
  const errors = isProblem(body) ? (body.errors ?? []).map(({ path, message }) => `${path} ${message}`) : [];
  const seconds = Number(response.headers.get("retry-after")) || 0;
  return new HubProblem(response.status, errors.length > 0 ? `${errors.join(", ")}.` : said, seconds);
};

export const unreachable = (): HubProblem =>
  new HubProblem(0, "The hub does not answer. Check this device's connection to the internet.");

/** Whatever was thrown, as a problem that a page can show. */
export const asProblem = (error: unknown): HubProblem =>
  error instanceof HubProblem ? error : new HubProblem(400, "Something went wrong in this page. Reload it.");
