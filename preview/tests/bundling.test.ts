import { expect, test } from 'vitest';
import { forPage } from '../bundling/inlineScript';
import { accepted, packageFolder } from '../bundling/notices';

test('a script does not end its page', () => {
  const code = 'const a = "</script><!--"';
  expect(forPage(code)).toBe('const a = "\\x3c/script>\\x3c!--"');
});

test.each([
  ['MIT', true],
  ['(MIT OR GPL-3.0)', true],
  ['MIT AND Zlib', true],
  ['MIT AND GPL-3.0', false],
  ['AGPL-3.0-only', false],
  ['unknown', false],
])('the licence %s', (license, expected) => expect(accepted(license)).toBe(expected));

test.each([
  ['/a/node_modules/@grafana/ui/dist/x.mjs', '/a/node_modules/@grafana/ui'],
  ['/a/node_modules/b/node_modules/c/x.js?y', '/a/node_modules/b/node_modules/c'],
  ['/a/src/main.tsx', null],
])('the package of %s', (id, expected) => expect(packageFolder(id)).toBe(expected));
