import { z } from 'zod';
import { workFields } from '../group/contract/work-body';

export const newMilestoneBody = z.strictObject({ data: workFields });

/** What is left out stays as it is. */
export const milestonePatchBody = z.strictObject({ data: workFields.partial() });
