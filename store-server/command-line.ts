/** What a person may type after `tillbox`, and what they are told of it. Pure. */
/** What each command is for, as a person types it. */
const commandWords: Readonly<Record<string, string>> = {
  serve: "serve the store; without a command too",
  backup: "make a verified copy of the data; the box may run",
  "restore [FILE]":
    "go back to a backup, the newest one unless named, in a new epoch; the box has to be stopped",
  "rebuild [--check]": "make all tables again from the journal; --check only compares",
  verify: "recompute the hash chain of the journal",
  optimize: "make the data file compact; the box has to be stopped",
  migrate: "bring the schema up to date; starting does that too",
  "enroll HUB_URL CODE": "connect a stopped box to its hub",
  "seed [--history DAYS]": "fill a demo store, with days of trade",
  help: "this list",
};

/** Everything that the program does, a line each. */
export const helpLines = (): string[] => {
  const width = Math.max(...Object.keys(commandWords).map((usage) => usage.length));
  return [
    "tillbox <command>: the box of a store. Settings come from the environment, by npm also from the file .env; .env.example explains them.",
    ...Object.entries(commandWords).map(([usage, words]) => `  ${usage.padEnd(width)}  ${words}`),
  ];
};

export type Typed = { name: string; parameters: readonly string[] };

/** Nothing means to serve; those who ask for help in another program's way get it. */
export const typed = ([given = "serve", ...parameters]: readonly string[]): Typed => ({
  name: given === "--help" || given === "-h" ? "help" : given,
  parameters,
});

export const unknownCommand = (name: string, known: readonly string[]): string =>
  `There is no command ${name}. There are: ${known.join(", ")}. \`tillbox help\` says what they do.`;
