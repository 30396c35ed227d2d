import { createWords } from '../../../admin/parts/words';
import en from './translations/en.json';

export type WordKey = keyof typeof en;

export const { message, useWords } = createWords<WordKey>('geo', en);
