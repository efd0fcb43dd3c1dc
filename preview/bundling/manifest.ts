import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const NAMED = ['@grafana/data', '@grafana/schema', '@grafana/ui', 'react', 'uplot'];

/**
 * Writes `manifest.json`: versions and sizes. `sources` is the hash of preview/ that scripts/preview-bundle computes.
 */
export function manifest(): Plugin {
  return {
    name: 'boardwright:manifest',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const sizes = Object.fromEntries(
        Object.values(bundle)
          .map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source] as const)
          .filter(([name]) => /\.(js|css)$/.test(name))
          .map(([name, content]) => [name, sizesOf(content)]),
      );
      const packages = Object.fromEntries(NAMED.map((name) => [name, version(name)]));
      const own = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
      const sources = process.env.PREVIEW_SOURCES ?? null;
      const source = `${JSON.stringify({ preview: own.version, packages, sizes, sources }, null, 2)}\n`;
      this.emitFile({ type: 'asset', fileName: 'manifest.json', source });
    },
  };
}

function sizesOf(content: string | Uint8Array) {
  const bytes = Buffer.from(content);
  return { bytes: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
}

export function version(name: string): string {
  let folder = createRequire(import.meta.url).resolve(name);
  for (;;) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    try {
      const found = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
      if (found.name === name) return found.version;
    } catch {
      if (!folder.includes('node_modules')) throw new Error(`no package.json of ${name}`);
    }
  }
}
