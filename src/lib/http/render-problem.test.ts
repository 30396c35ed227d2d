import { Problem } from '../problem';
import { renderProblem } from './render-problem';

it('carries extension members beside the standard ones, and in place of none', () => {
  const extensions = { requestedFrom: 'Firefox on Linux', status: 200, code: 'fine' };
  const problem = new Problem({ type: 'confirmation-required', detail: 'Is it you?', extensions });
  expect(renderProblem(problem)).toMatchObject({
    requestedFrom: 'Firefox on Linux',
    status: 403,
    code: 'confirmation-required',
    errors: [],
  });
});
