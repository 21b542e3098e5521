/** What Temporal's web UI shows of a release: its Markdown keeps line breaks and sets nested lists in one line. */
import { describe, expect, test } from '@jest/globals';
import { details } from '../../src/workflows/details.ts';
import { at, node, view } from '../support/release-view.ts';

describe('the details of a release in the web UI', () => {
  test('say what it is, how it stands, what is awaited, how that is answered, and how far the runbook is', () => {
    expect(details(view({ digest: 'sha256:0123456789abcdef' }))).toBe(
      `## balrog 3.111 to stage: running

1 of 3 steps done

### Waits for people

**Do judge** (\`judge\`)
Look at the graphs.
Then say.
Error rate: 0.1 %
Asks: What did you see? (\`--answer why=…\`)
May answer: alice, bob, carol; 1 of 2 approved
Until ${at(-3570)}

    slipway approve balrog/stage/3.111 judge

### Runbook

✔ Do tag
! **Do sync**
● Do watch
? **Do judge**
○ Do bump

Plan \`sha256:0123456789ab…\``,
    );
  });

  test('don’t name whoever started it among those who may answer, where the gate wants four eyes', () => {
    expect(details(view({ startedBy: 'bob' }))).toContain(
      'May answer: alice, carol (not bob, who started it); 1 of 2 approved',
    );
  });

  test('indent what stands below something by blanks that no renderer takes away, never by a nested list', () => {
    const nodes = [
      node('root', 'running', { type: 'sequence', depth: 0 }),
      node('build', 'running', { type: 'sequence', depth: 1 }),
      node('image', 'done', { depth: 2, note: 'found' }),
      node('post', 'pending', { depth: 1, irreversible: 'people read it' }),
    ];
    const shown = details(view({ nodes, waiting: [] }));
    expect(shown).toContain('● Do build\n\u2003\u2003✔ Do image — found\n○ Do post (can’t be undone)');
    expect(shown).not.toMatch(/^\s+- /m);
  });

  test('say of a closed release why it ended so', () => {
    const shown = details(
      view({ phase: 'closed', outcome: 'rolled-back', why: 'rollback by sam: no good', waiting: [] }),
    );
    expect(
      shown.startsWith('## balrog 3.111 to stage: rolled-back\n\nrollback by sam: no good\n\n### Runbook'),
    ).toBe(true);
  });
});
