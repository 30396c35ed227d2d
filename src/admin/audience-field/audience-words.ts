import { AUDIENCES, type Audience } from '../../access/content';

/** Each audience as editors read it, widest first. */
export const AUDIENCE_WORDS: Readonly<Record<Audience, string>> = {
  public: 'Anyone, also without an account',
  all: 'Everyone signed in',
  student: 'Students',
  mentor: 'Mentors',
  supervisor: 'Supervisors',
  admin: 'Administrators',
};

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // What somebody once wrote there by other means is for nobody; the field says that it is empty.
    return null;
  }
}

/** What is stored as a list: the panel hands JSON over as it came, or as the text that was typed. */
export function audiencesIn(value: unknown): Audience[] {
  const list: unknown = typeof value === 'string' ? parseJson(value) : value;
  return Array.isArray(list) ? AUDIENCES.filter((audience) => list.includes(audience)) : [];
}
