import { createWords, type WordsOf } from '../../../admin/parts/words';
import en from './translations/en.json';

export type WordKey = keyof typeof en;
export type Words = WordsOf<WordKey>;

export const { message, useWords } = createWords<WordKey>('importer', en);
