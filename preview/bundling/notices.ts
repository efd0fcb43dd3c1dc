import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Plugin, Rolldown } from 'vite';

const LICENSE_FILE = /^(licen[cs]e|copying|notice)([._-].*)?$/i;
const RULE = '-'.repeat(100);

/** Licences whose code may be in the bundle; any other licence stops the build. */
const TAKEN =
  /^(MIT|MIT-0|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD|OFL-1\.1|Unlicense|CC0-1\.0|Zlib|BlueOak-1\.0\.0)$/;

/** Packages of which only files are in the bundle and no modules, because their style sheets are written here. */
const FONTS = ['@fontsource/inter', '@fontsource/roboto-mono'].map((name) =>
  createRequire(import.meta.url).resolve(`${name}/package.json`),
);

interface Package {
  folder: string;
  name: string;
  version: string;
  license: string;
}

/** Writes `NOTICES.txt`: every package whose code, styles or fonts are in the bundle, with its licence. */
export function notices(): Plugin {
  return {
    name: 'boardwright:notices',
    generateBundle(_options, bundle) {
      const folders = new Set(
        [...Object.values(bundle).flatMap(partsOf), ...FONTS].map(packageFolder).filter((one) => one !== null),
      );
      const packages = [...folders].map(read).sort((a, b) => (key(a) < key(b) ? -1 : 1));
      const refused = packages.filter((p) => !accepted(p.license));
      if (refused.length > 0) this.error(`licence not taken: ${refused.map(key).join(', ')}`);
      this.emitFile({ type: 'asset', fileName: 'NOTICES.txt', source: noticesOf(packages) });
    },
  };
}

/** The modules of which a part is left in the bundle: code, or a style sheet with its fonts. */
function partsOf(file: Rolldown.OutputChunk | Rolldown.OutputAsset): string[] {
  if (file.type !== 'chunk') return [];
  const left = Object.entries(file.modules).filter(([id, module]) => module.renderedLength > 0 || /\.css$/.test(id));
  return left.map(([id]) => id);
}

export function packageFolder(id: string): string | null {
  const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(id.replace(/^\0/, '').split('?')[0] ?? '');
  return found?.[1] ?? null;
}

/** Whether a licence expression is allowed: `A OR B` needs one of both, `A AND B` needs both. */
export function accepted(license: string): boolean {
  const plain = license.replace(/[()]/g, ' ');
  return plain.split(' OR ').some((choice) => choice.split(' AND ').every((one) => TAKEN.test(one.trim())));
}

function read(folder: string): Package {
  const { name, version, license, licenses } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const declared = license ?? licenses?.[0]?.type ?? licenses ?? 'unknown';
  return { folder, name, version, license: typeof declared === 'string' ? declared : declared.type };
}

function key(one: Package): string {
  return `${one.name} ${one.version} (${one.license})`;
}

/** Returns the notices of packages. Packages with equal licence texts share one notice. */
function noticesOf(packages: Package[]): string {
  const byText = new Map<string, string[]>();
  for (const one of packages) {
    const text = licenseText(one.folder);
    byText.set(text, [...(byText.get(text) ?? []), key(one)]);
  }
  return [...byText].map(([text, names]) => [RULE, ...names, RULE, text, ''].join('\n')).join('\n');
}

function licenseText(folder: string): string {
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => LICENSE_FILE.test(name)) : [];
  const texts = names.sort().map((name) => readFileSync(`${folder}/${name}`, 'utf8').trim());
  return texts.join('\n');
}
