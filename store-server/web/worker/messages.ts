/** What pages, worker and build agree on. */
export type Message = { kind: "take-over" };
/** `files`: paths as a browser asks for them. */
export type Build = { version: string; files: readonly string[] };
export const shellPrefix = "tillbox-shell-";
