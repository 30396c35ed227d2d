/** A fault that a person can mend; printed as its message alone, without a stack. */
export class LauncherError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'LauncherError';
  }
}
