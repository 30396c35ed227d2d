/** What an answer of the server that was no success says, in words for people. */
export function saidBy(error: unknown): string {
  const status = typeof error === 'object' && error && 'status' in error ? error.status : undefined;
  if (status === 429) return 'Another export or import is running. Try again in a moment.';
  if (status === 403) return 'You may not do this.';
  if (status === 413) return 'The file is too large.';
  if (error instanceof Error && error.message !== 'Server Error') return error.message;
  return 'The file did not arrive whole. Try again.';
}
