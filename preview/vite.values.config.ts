import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const DRAWING = /^(@grafana\/ui(\/.*)?|react(\/.*)?|react-dom(\/.*)?|react-inlinesvg|uplot|d3-scale-chromatic)$/;

/** Builds the script of values: the part of the pages' script that computes, without the part that draws. */
export default defineConfig({
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    alias: [
      { find: DRAWING, replacement: here('src/grafana/noInterface.ts') },
      { find: /^(monaco-editor|@monaco-editor\/react)$/, replacement: here('src/grafana/noMonaco.ts') },
      { find: /^moment-timezone$/, replacement: here('src/grafana/momentTimezone.ts') },
      { find: /^zod$/, replacement: here('src/grafana/noZod.ts') },
    ],
  },
  build: {
    outDir: process.env.PREVIEW_BUNDLE ?? '../src/boardwright/preview/bundle',
    emptyOutDir: false,
    chunkSizeWarningLimit: 2_000,
    modulePreload: false,
    target: 'es2022',
    rolldownOptions: {
      input: 'src/values.ts',
      transform: { define: { 'import.meta': '{}' } },
      output: { format: 'iife', entryFileNames: 'values.js', codeSplitting: false },
    },
  },
});
