import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { fewerGlobalStyles } from './bundling/globalStyles.ts';
import { icons } from './bundling/icons.ts';
import { inlineScript } from './bundling/inlineScript.ts';
import { manifest } from './bundling/manifest.ts';
import { minifyAgain } from './bundling/minifyAgain.ts';
import { notices } from './bundling/notices.ts';
import { NO_ZOD, PAGE_REPLACEMENTS } from './bundling/replacements.ts';

/**
 * Builds one script and one style sheet that are written into a page, so that the page loads nothing from elsewhere.
 */
export default defineConfig({
  plugins: [react(), fewerGlobalStyles(), icons(), minifyAgain(), inlineScript(), notices(), manifest()],
  define: { 'process.env.NODE_ENV': '"production"' },
  resolve: {
    alias: [
      ...PAGE_REPLACEMENTS,
      // tests load all of @grafana/data, of which the bundle has only what is used
      ...(process.env.VITEST ? [] : [NO_ZOD]),
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
      checks: { pluginTimings: false },
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
