import { createTabbedPage } from '../../../../admin/parts/tabbed-page';
import { useWords } from '../words';

/** Title and tabs of the page of imports. */
export const ImportsFrame = createTabbedPage(
  ['runs', 'datasets', 'duplicates', 'schedule'],
  useWords,
);
