import { minify } from 'terser';
import type { Plugin } from 'vite';

/**
 * Minifies a script a second time, with terser. Vite's minifier and terser find different things: after both, the
 * archive with the scripts is 3 % smaller than after one of them.
 */
export function minifyAgain(): Plugin {
  return {
    name: 'boardwright:minify-again',
    async generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = await minified(file.code);
      }
    },
  };
}

async function minified(code: string): Promise<string> {
  const result = await minify(code, { ecma: 2020, format: { comments: false } });
  if (result.code === undefined) throw new Error('terser returned no code');
  return result.code;
}
