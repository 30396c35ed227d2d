/** Who is asking. `src/access` turns a principal into row rules; no other code decides by role. */
export type Principal =
  | { kind: 'anonymous' }
  | { kind: 'user'; userId: number; role: string; track: string | null; status: string }
  | { kind: 'panel'; accountId: number };

export const ANONYMOUS: Principal = { kind: 'anonymous' };
