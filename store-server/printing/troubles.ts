/**
 * What is wrong with printing now, by printer: one that waits for a person, and papers whose outcome nobody but a person can tell. Told live
 * when it changes, and the same to whoever asks. A paper that is unknown or given up stays a trouble until somebody looked, through any
 * restart: it is counted from the rows.
 */
import type { PrintAlert, PrintAlerts } from "./outcomes.ts";

export type Paper = { id: string; lane: string; status: "unknown" | "failed" };
export type Trouble = {
  printerId: string;
  /** Of the printer's own trouble; else `jobs_unknown` or `jobs_failed`. */
  code: string;
  message: string;
  /** Papers that somebody has to look at. */
  unknown: number;
  failed: number;
};
export type TroubleParts = {
  papers(): readonly Paper[];
  nameOf(printerId: string): string;
  /** A trouble of a printer that lasts, or null when it is over. */
  tell(printerId: string, trouble: Trouble | null): void;
  /** What concerns a single job, said once. */
  once(alert: PrintAlert): void;
  /** Somebody looked at it, or prints it again. */
  settled(jobId: string): void;
};
export type Troubles = PrintAlerts & {
  now(): Trouble[];
  /** After each commit and each outcome: reads only while there is something to look at. */
  changed(status?: string): void;
};

const pages = (count: number): string => (count === 1 ? "a page" : `${count} pages`);
const words = (name: string, unknown: number, failed: number): string[] => [
  ...(unknown > 0
    ? [`It is not known whether ${name} has printed ${pages(unknown)}: look at its paper.`]
    : []),
  ...(failed > 0 ? [`${name} did not print ${pages(failed)}.`] : []),
  "A manager prints again or settles what is left, under Team, Devices.",
];

const troubleOf = (
  printerId: string,
  name: string,
  papers: readonly Paper[],
  alert: PrintAlert | undefined,
): Trouble => {
  const unknown = papers.filter(({ status }) => status === "unknown").length;
  const failed = papers.length - unknown;
  const ofJobs = papers.length > 0 ? words(name, unknown, failed) : [];
  const code = alert?.code ?? (unknown > 0 ? "jobs_unknown" : "jobs_failed");
  return {
    printerId,
    code,
    message: [...(alert ? [alert.message] : []), ...ofJobs].join(" "),
    unknown,
    failed,
  };
};

export const openTroubles = ({ papers, nameOf, tell, once, settled }: TroubleParts): Troubles => {
  const alerts = new Map<string, PrintAlert>();
  let open = papers();
  const now = (): Trouble[] =>
    [...new Set([...alerts.keys(), ...open.map(({ lane }) => lane)])].map((id) =>
      troubleOf(
        id,
        nameOf(id),
        open.filter(({ lane }) => lane === id),
        alerts.get(id),
      ),
    );
  let told = new Map(now().map((trouble) => [trouble.printerId, trouble.message]));
  const tellChanges = (): void => {
    const before = told;
    const troubles = now();
    told = new Map(troubles.map(({ printerId, message }) => [printerId, message]));
    for (const trouble of troubles)
      if (before.get(trouble.printerId) !== trouble.message) tell(trouble.printerId, trouble);
    for (const id of before.keys()) if (!told.has(id)) tell(id, null);
  };
  const look = (): void => {
    const before = open;
    open = papers();
    const still = new Set(open.map(({ id }) => id));
    for (const { id } of before) if (!still.has(id)) settled(id);
    tellChanges();
  };
  return {
    now,
    changed: (status) => {
      if (open.length > 0 || status === "unknown" || status === "failed") look();
    },
    raise: (alert) => {
      if (alert.jobId !== null) return once(alert);
      alerts.set(alert.printerId, alert);
      tellChanges();
    },
    resolve: (printerId) => {
      alerts.delete(printerId);
      tellChanges();
    },
  };
};
