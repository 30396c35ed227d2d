/** What can be made to go wrong with an answer. */
export const FAULT_KINDS = [
  'status',
  'slow',
  'truncated-body',
  'truncated-gzip',
  'html',
  'error-in-answer',
  'repeated-page',
  'reset',
  'unlisted',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

export interface Fault {
  kind: FaultKind;
  /** Only requests whose path begins so; all when left out. */
  path?: string;
  /** Spoil these matching requests, counted from 1; every one when left out. */
  nth?: number[];
  /** For `status`. */
  status?: number;
  /** For `status`: sent as `Retry-After`. */
  retryAfter?: string;
  /** For `status`: the body. */
  body?: string;
  /** For `slow`. */
  delayMs?: number;
  /** For `error-in-answer`: a text or a list of texts. */
  error?: string | string[];
  /** For `error-in-answer`: whether the records stay in the answer. */
  keepResults?: boolean;
  /** For `unlisted`: the id of the result that is left out. */
  without?: string;
}

interface ArmedFault {
  fault: Fault;
  matched: number;
}

/** The faults that are armed, and which of them a request meets. */
export function createFaultBoard() {
  let armed: ArmedFault[] = [];
  return {
    arm(faults: Fault[]): void {
      for (const { kind } of faults) {
        if (!FAULT_KINDS.includes(kind)) throw new Error(`There is no fault "${kind}"`);
      }
      armed = faults.map((fault) => ({ fault, matched: 0 }));
    },
    /** Every fault that this request meets, in the order they were armed. */
    meet(path: string): Fault[] {
      const met: Fault[] = [];
      for (const entry of armed) {
        if (entry.fault.path && !path.startsWith(entry.fault.path)) continue;
        entry.matched += 1;
        if (!entry.fault.nth || entry.fault.nth.includes(entry.matched)) met.push(entry.fault);
      }
      return met;
    },
  };
}
