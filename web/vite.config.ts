// How the page is built: one classic script and one style sheet, without modules, so that the
// same files work from `sayso serve`, from a static host, and from a folder on a disk.
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'
import { licences } from './licences.ts'

// A page opened from a folder may load classic scripts only.
const classicScript: Plugin = {
  name: 'classic-script',
  enforce: 'post',
  transformIndexHtml: (html) => html.replace(/<script type="module" crossorigin/g, '<script defer').replace(/<link rel="stylesheet" crossorigin/g, '<link rel="stylesheet"'),
}

export default defineConfig({
  plugins: [svelte(), classicScript, licences],
  base: './',
  build: {
    outDir: '../src/sayso/serve/page',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: false,
    cssCodeSplit: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 4000,
    rolldownOptions: {
      checks: { emptyImportMeta: false, pluginTimings: false }, // MapLibre's own worker address: we set it
      output: {
        format: 'iife',
        entryFileNames: 'app.js',
        assetFileNames: '[name][extname]',
      },
    },
  },
  // MapLibre starts a worker of its own; its file has one name in every build.
  worker: { rolldownOptions: { output: { entryFileNames: 'map-worker.js' } } },
  server: { proxy: { '/api': 'http://127.0.0.1:8470' } },
})
