import { createTabbedPage } from '../../../../admin/parts/tabbed-page';
import { useWords } from '../words';

/** Title and tabs of the page of moderation. */
export const ModerationFrame = createTabbedPage(['reports', 'rooms', 'decisions'], useWords);
