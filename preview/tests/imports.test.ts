import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCES = fileURLToPath(new URL('../src', import.meta.url));
const IMPORT = /(?:from|import)\s+'(\.[^']*)'/g;

test('no module imports itself, directly or through others', () => {
  const imports = importsOf(SOURCES);
  expect(imports.size).toBeGreaterThan(50);
  expect(cyclesIn(imports)).toEqual([]);
  expect(
    cyclesIn(
      new Map([
        ['a', ['b']],
        ['b', ['a']],
      ]),
    ),
  ).toEqual(['a -> b -> a']);
});

/** Module -> the modules of this project that it imports. */
function importsOf(folder: string): Map<string, string[]> {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name));
  const names = new Set(files.map((name) => name.replace(/(\/index)?\.tsx?$/, '')));
  return new Map(
    files.map((file) => {
      const text = readFileSync(join(folder, file), 'utf8');
      const found = [...text.matchAll(IMPORT)].map(([, path]) =>
        relative(folder, join(folder, dirname(file), path ?? '')),
      );
      return [file.replace(/(\/index)?\.tsx?$/, ''), found.filter((name) => names.has(name))] as const;
    }),
  );
}

function cyclesIn(imports: Map<string, string[]>): string[] {
  const done = new Set<string>();
  const visit = (name: string, path: string[]): string[] => {
    const first = path.indexOf(name);
    if (first >= 0) return [[...path.slice(first), name].join(' -> ')];
    if (done.has(name)) return [];
    done.add(name);
    return (imports.get(name) ?? []).flatMap((next) => visit(next, [...path, name]));
  };
  return [...imports.keys()].flatMap((name) => visit(name, []));
}
