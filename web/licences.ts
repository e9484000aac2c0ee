// Writes LICENSES.txt beside the page: the licence of every package whose code, fonts or shapes
// are in it. MapLibre ships as one file with its dependencies in it: these are found by its list.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import type { Plugin } from 'vite'

interface Package {
  name: string
  version: string
  license?: string
  author?: string | { name?: string }
  homepage?: string
  dependencies?: Record<string, string>
}

const HOLDS_ITS_DEPENDENCIES = new Set(['maplibre-gl'])
const MODULES = `${sep}node_modules${sep}`

const HEAD = `Licences of the packages that are in this page. sayso itself: Apache License 2.0, see LICENSE.
The shapes of countries (world-atlas) are made from Natural Earth, which is in the public domain.
`

/** Folder of the package that a module belongs to; null for a module of our own. */
function packageOf(module: string): string | null {
  const path = module.replace(/^\0/, '').replace(/\?.*$/, '').split('/').join(sep)
  const at = path.lastIndexOf(MODULES)
  if (at < 0) return null
  const parts = path.slice(at + MODULES.length).split(sep)
  return path.slice(0, at + MODULES.length) + parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join(sep)
}

/** Where a package finds another, as Node looks for it. */
function find(name: string, from: string): string | null {
  for (let folder = from; folder !== dirname(folder); folder = dirname(folder)) {
    const found = join(folder, 'node_modules', name)
    if (existsSync(join(found, 'package.json'))) return found
  }
  return null
}

function described(folder: string, pack: Package): string {
  const file = readdirSync(folder).find((name) => /^(licen[cs]e|copying)/i.test(name))
  const author = typeof pack.author === 'string' ? pack.author : (pack.author?.name ?? 'its authors')
  const text = file ? readFileSync(join(folder, file), 'utf-8').replace(/\r/g, '').trim() : `The package holds no licence text; it is by ${author}.`
  return `${pack.name} ${pack.version} (${pack.license ?? 'see below'})\n\n${text}\n`
}

export const licences: Plugin = {
  name: 'licences',
  apply: 'build',
  generateBundle() {
    const waiting = [...this.getModuleIds()].map(packageOf).filter((folder) => folder !== null)
    const seen = new Set<string>()
    const whole = new Set<string>()
    const told = new Map<string, string>()
    for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
      if (seen.has(folder)) continue
      seen.add(folder)
      const pack = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf-8')) as Package
      told.set(`${pack.name} ${pack.version}`, described(folder, pack))
      if (!HOLDS_ITS_DEPENDENCIES.has(pack.name) && !whole.has(folder)) continue
      for (const name of Object.keys(pack.dependencies ?? {})) {
        const found = name.startsWith('@types/') ? null : find(name, folder)
        if (found && !whole.has(found)) {
          whole.add(found)
          seen.delete(found)
          waiting.push(found)
        }
      }
    }
    const rule = `\n${'-'.repeat(78)}\n\n`
    const source = [HEAD, ...[...told.keys()].sort().map((key) => told.get(key))].join(rule)
    this.emitFile({ type: 'asset', fileName: 'LICENSES.txt', source })
  },
}
