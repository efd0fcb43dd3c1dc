import type { Plugin } from 'vite';

/**
 * The text of a page's `<script>` ends at the first `</script`, and `<!--` changes how it is read:
 * both are written so that JavaScript reads the same text.
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
