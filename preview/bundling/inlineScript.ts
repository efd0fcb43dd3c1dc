import type { Plugin } from 'vite';

/**
 * Escapes `</script` and `<!--` in a script so that JavaScript reads the same text. In a page, the first would end the
 * `<script>` element, and the second would change how HTML parsers read it.
 */
export function inlineScript(): Plugin {
  return {
    name: 'boardwright:inline-script',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type === 'chunk') file.code = forPage(file.code);
      }
    },
  };
}

export function forPage(code: string): string {
  return code.replace(/<(?=\/script|!--)/gi, '\\x3c');
}
