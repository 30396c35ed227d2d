import type { ActingPerson } from '../../../accounts/contract/acting-person';
import type { Principal } from '../../../accounts/contract/principal';
import type { ExportFormat } from '../../contract/exports';
import type { Asked } from './questions';

/** A file that somebody wants. */
export interface ExportOrder {
  asked: Asked;
  format: ExportFormat;
  principal: Principal;
  /** Who it is to security events, and from where. */
  person: ActingPerson;
  /** Whose places are taken: an account, or a client's address. */
  holder: string;
  hasMark: boolean;
  /** The public address that was asked. */
  url: string;
  day: string;
}
