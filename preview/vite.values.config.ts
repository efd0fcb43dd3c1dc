import { defineConfig } from 'vite';
import { minifyAgain } from './bundling/minifyAgain.ts';
import { VALUES_REPLACEMENTS } from './bundling/replacements.ts';

/** Builds the script of values: the part of the pages' script that computes, without the part that draws. */
export default defineConfig({
  plugins: [minifyAgain()],
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    alias: VALUES_REPLACEMENTS,
  },
  build: {
    outDir: process.env.PREVIEW_BUNDLE ?? '../src/boardwright/preview/bundle',
    emptyOutDir: false,
    chunkSizeWarningLimit: 2_000,
    modulePreload: false,
    target: 'es2022',
    rolldownOptions: {
      input: 'src/values.ts',
      checks: { pluginTimings: false },
      transform: { define: { 'import.meta': '{}' } },
      output: { format: 'iife', entryFileNames: 'values.js', codeSplitting: false },
    },
  },
});
