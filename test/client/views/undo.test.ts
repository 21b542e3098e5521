/** What a rollback would do now, as `slipway show` tells it. */
import { expect, test } from '@jest/globals';
import { plain } from '../../../src/client/views/paint.ts';
import { undoLines } from '../../../src/client/views/undo.ts';

test('tells each undo in the step’s own words, what stays of it, and what can’t be undone', () => {
  const undo = [
    { node: 'sync-app', title: 'Sync app', does: 'Sync app back to 3d79d27' },
    { node: 'tell', title: 'Tell people', irreversible: 'they have read it' },
    { node: 'tag', title: 'Tag it', does: 'Delete the tag v1', leaves: 'the images of it' },
    { node: 'own', title: 'A step of our own' },
  ];
  expect(undoLines(undo, plain)).toEqual([
    '↩ Sync app back to 3d79d27 (sync-app)',
    '✖ stays: ‘Tell people’ (tell): they have read it',
    '↩ Delete the tag v1 (tag)',
    '  ✖ stays: the images of it',
    '↩ undo ‘A step of our own’ (own)',
  ]);
});

test('says where there is nothing to undo', () => {
  expect(undoLines([], plain)).toEqual(['Nothing: no effect is there to be undone.']);
});
