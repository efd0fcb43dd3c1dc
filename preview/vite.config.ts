import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { noFontFiles } from './bundling/fonts.ts';
import { icons } from './bundling/icons.ts';
import { inlineScript } from './bundling/inlineScript.ts';
import { manifest } from './bundling/manifest.ts';
import { notices } from './bundling/notices.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds one script and one style sheet that are written into a page, so that the page loads nothing from elsewhere.
 */
export default defineConfig({
  plugins: [react(), noFontFiles(), icons(), inlineScript(), notices(), manifest()],
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    alias: [
      { find: /^(monaco-editor|@monaco-editor\/react)$/, replacement: here('src/grafana/noMonaco.ts') },
      { find: /^moment-timezone$/, replacement: here('src/grafana/momentTimezone.ts') },
      { find: /^react-custom-scrollbars-2$/, replacement: here('src/grafana/scrollbars.ts') },
      { find: /^react-inlinesvg$/, replacement: here('src/grafana/inlineSvg.tsx') },
      // tests load all of @grafana/data, of which the bundle has only what is used
      ...(process.env.VITEST ? [] : [{ find: /^zod$/, replacement: here('src/grafana/noZod.ts') }]),
    ],
  },
  build: {
    outDir: process.env.PREVIEW_BUNDLE ?? '../src/boardwright/preview/bundle',
    cssCodeSplit: false,
    emptyOutDir: true,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    chunkSizeWarningLimit: 2_000,
    modulePreload: false,
    target: 'es2022',
    rolldownOptions: {
      input: 'src/main.tsx',
      transform: { define: { 'import.meta': '{}' } },
      output: {
        format: 'iife',
        entryFileNames: 'preview.js',
        assetFileNames: 'preview[extname]',
        codeSplitting: false,
      },
    },
  },
  test: {
    include: ['tests/**/*.test.ts'],
    environment: 'node',
    setupFiles: ['tests/setup.ts'],
    server: { deps: { inline: [/@grafana/] } },
  },
});
