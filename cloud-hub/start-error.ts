/** Why the hub cannot start, as one sentence that says what to do. `main.ts` prints it and ends with exit code 1. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StartError";
  }
}
