// An exported site: answers lie in script files beside the page, because a page opened from a
// folder may not fetch. Each file calls `sayso.put(address, answer)`. What is filtered by the
// columns or the rows of all incidents is filtered here (`siteFilter.ts`); the rest lies ready.

import type { ActorRow, Actors, Columns, Hit, Hits, IncidentRow, Incidents, Network, RelationView, Relations, ReportRow, Reports } from './answers.ts'
import { toNumber as dayNumber } from './days.ts'
import { asksRows, columnsOf, facetsOf, matching, ordered, refused, totalOf, type Matches } from './siteFilter.ts'

/** What `sayso export site` says of the site. */
export interface SiteInfo {
  version: string
  day: string
  act: number
  filters: Record<string, string>
  rules: string[]
  histories: boolean
}

declare global {
  interface Window {
    sayso?: { put: (address: string, body: unknown) => void }
    saysoSite?: SiteInfo
  }
}

const BLOCK = 200 // as `serve/site.py` cuts the rows
const answers = new Map<string, unknown>()
const waiting = new Map<string, Promise<unknown>>()

export const site: SiteInfo | null = window.saysoSite ?? null
export const isSite = site !== null

if (isSite) window.sayso = { put: (address, body) => answers.set(address, body) }

/** The answer of an exported site, or null where a server answers. */
export function siteAnswer<T>(path: string, query: Record<string, string>): Promise<T> | null {
  return isSite ? (answered(path.split('/').map(decodeURIComponent).join('/'), query) as Promise<T>) : null
}

const FILTERED = new Set(['incidents/columns', 'incidents'])
// Rows of so many incidents are read (some 0.5 kB each) to say which actors and places there are to
// choose among; of a larger site when somebody asks.
const FEW = 4_000
let wanted = false

/** Whether the choices of actors and places lie ready for a site of so many incidents. */
export const choicesReady = (n: number): boolean => wanted || n <= FEW
/** From now on read all rows of a large site too. */
export const wantChoices = (): void => {
  wanted = true
}

async function matched(query: Record<string, string>): Promise<{ all: Columns; matches: Matches }> {
  const all = await read<Columns>('columns')
  return { all, matches: matching(all, query, asksRows(query) ? await everyRow(all) : null) }
}

async function everyRow(all: Columns): Promise<IncidentRow[]> {
  const blocks = Array.from({ length: Math.ceil(all.ids.length / BLOCK) }, (_, n) => read<IncidentRow[]>(`rows/${n}`))
  return (await Promise.all(blocks)).flat()
}

async function answered(path: string, query: Record<string, string>): Promise<unknown> {
  const cannot = FILTERED.has(path) ? refused(query) : []
  if (cannot.length) throw new Error(`An exported site cannot be filtered by ${cannot.join(', ')}.`)
  if (path === 'incidents/columns') {
    const { all, matches } = await matched(query)
    return columnsOf(all, matches)
  }
  if (path === 'facets') {
    const all = await read<Columns>('columns')
    return facetsOf(all, query, asksRows(query) || choicesReady(all.ids.length) ? await everyRow(all) : null)
  }
  if (path === 'incidents') return incidents(query)
  if (path === 'actors') return sliced<ActorRow, Actors>(await read('actors'), query)
  if (path === 'reports') return sliced<ReportRow, Reports>(await read('reports'), query, (row) => isReport(row, query))
  if (path === 'network') return network(query)
  if (path === 'lifelines') return lifelines(query['actors'] ?? '')
  if (path === 'search') return search(query['q'] ?? '', query['kind'] ?? '')
  if (path.endsWith('/history')) return history(path.slice('incidents/'.length, -'/history'.length))
  return read(path)
}

function read<T>(address: string): Promise<T> {
  if (answers.has(address)) return Promise.resolve(answers.get(address) as T)
  const before = waiting.get(address)
  if (before) return before as Promise<T>
  const reading = new Promise<T>((resolve, reject) => {
    const script = document.createElement('script')
    script.src = fileOf(address)
    script.onload = () => {
      script.remove()
      waiting.delete(address)
      if (answers.has(address)) resolve(answers.get(address) as T)
      else reject(new Error(`${script.src} holds another answer than ${address}.`))
    }
    script.onerror = () => {
      script.remove()
      waiting.delete(address)
      reject(new Error('This is not part of the exported site.'))
    }
    document.head.append(script)
  })
  waiting.set(address, reading)
  return reading
}

/** `incidents/i-abc` to `data/incidents/i-abc.js`; `file_of` in `serve/site.py` does the same. */
export function fileOf(address: string): string {
  const at = address.indexOf('/')
  if (at < 0) return `data/${address}.js`
  const id = address.slice(at + 1)
  const name = /^[a-z0-9](?:[a-z0-9._-]{0,78}[a-z0-9])?$/.test(id) ? id : digest(id)
  return `data/${address.slice(0, at)}/${name}.js`
}

function digest(text: string): string {
  let value = 0xcbf29ce484222325n
  for (const byte of new TextEncoder().encode(text)) {
    value = BigInt.asUintN(64, (value ^ BigInt(byte)) * 0x100000001b3n)
  }
  return `=${value.toString(16).padStart(16, '0')}`
}

async function incidents(query: Record<string, string>): Promise<Incidents> {
  const { all, matches } = await matched(query)
  const found = ordered(all, matches.found, query['sort'] ?? '')
  const from = Number(query['after'] || 0)
  const limit = Number(query['limit'] || 60)
  const wanted = found.slice(from, from + limit)
  const blocks = new Map<number, IncidentRow[]>()
  await Promise.all(
    [...new Set(wanted.map((n) => Math.floor(n / BLOCK)))].map(async (n) => blocks.set(n, await read<IncidentRow[]>(`rows/${n}`))),
  )
  return {
    total: totalOf(all, matches),
    items: wanted.map((n) => blocks.get(Math.floor(n / BLOCK))?.[n % BLOCK]).filter((row) => row !== undefined),
    next: from + limit < found.length ? String(from + limit) : null,
  }
}

/** A page of a list that lies there whole, in the order that is asked for. */
function sliced<Row, Page>(whole: Row[], query: Record<string, string>, keeps: (row: Row) => boolean = () => true): Page {
  const rows = whole.filter(keeps)
  const sort = query['sort'] ?? ''
  const by = sort.replace(/^-/, '') as keyof Row
  const sign = sort.startsWith('-') ? -1 : 1
  const first = rows[0]
  const known = sort !== '' && first !== undefined && by in (first as object)
  const listed = known ? [...rows].sort((a, b) => sign * compared(a[by], b[by])) : rows
  const from = Number(query['after'] || 0)
  const limit = Number(query['limit'] || 60)
  const total = { all: whole.length, match: rows.length, no_day: 0, no_place: 0 }
  const next = from + limit < rows.length ? String(from + limit) : null
  return { total, items: listed.slice(from, from + limit), next } as Page
}

/** Words of a report's headline and outlet: its text is not in a site. */
function isReport(row: ReportRow, query: Record<string, string>): boolean {
  const said = `${row.title} ${row.outlet}`.toLocaleLowerCase()
  const words = (query['text'] ?? '').toLocaleLowerCase().split(/\s+/).filter(Boolean)
  return words.every((word) => said.includes(word)) && (!query['source'] || row.outlet === query['source'])
}

function compared(a: unknown, b: unknown): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  return String(a ?? '').localeCompare(String(b ?? ''))
}

/** The network lies there as of the end of each month. */
async function network(query: Record<string, string>): Promise<Network> {
  const days = (await read<{ days: (string | null)[] }>('meta')).days
  const day = query['day'] || days[1]
  const window = Number(query['window'] || 90)
  if (!day) return { day: null, window, nodes: [], edges: [], left_out: 0 }
  const within = day < (days[0] ?? day) ? (days[0] ?? day) : day > (days[1] ?? day) ? (days[1] ?? day) : day
  const whole = await read<Network>(`network/${within.slice(0, 7)}`)
  const types = (query['type'] ?? '').split(',').filter(Boolean)
  const actors = (query['actor'] ?? '').split(',').filter(Boolean)
  const edges = whole.edges.filter(
    (edge) =>
      (edge.last === null || dayNumber(whole.day ?? '') - dayNumber(edge.last) <= window) &&
      (types.length === 0 || types.includes(edge.type)) &&
      (actors.length === 0 || actors.includes(edge.a) || actors.includes(edge.b)),
  )
  const ends = new Set(edges.flatMap((edge) => [edge.a, edge.b]))
  return { ...whole, window: Math.min(window, whole.window), edges, nodes: whole.nodes.filter((node) => ends.has(node.key)) }
}

async function lifelines(actors: string): Promise<Relations> {
  const lists = await Promise.all(
    actors
      .split(',')
      .filter(Boolean)
      .map((key) => read<RelationView[]>(`lifelines/${key}`).catch(() => [])),
  )
  const found = new Map(lists.flat().map((one) => [one.id, one]))
  return { items: [...found.values()], day: null }
}

async function history(id: string): Promise<unknown> {
  return site?.histories ? read(`histories/${id}`) : { items: [] }
}

const MOST_HITS = 8

async function search(words: string, kind: string): Promise<Hits> {
  const q = words.trim().toLocaleLowerCase()
  if (!q) return { items: [] }
  const hits: Hit[] = []
  if (kind === '' || kind === 'actor') {
    const actors = (await read<ActorRow[]>('actors')).filter((one) => one.name.toLocaleLowerCase().includes(q))
    hits.push(...actors.slice(0, MOST_HITS).map((one) => ({ kind: 'actor', id: one.key, label: one.name, detail: `in ${one.claims} claims` }) as Hit))
  }
  if (kind === '' || kind === 'report') {
    const reports = (await read<ReportRow[]>('reports')).filter((one) => one.title.toLocaleLowerCase().includes(q))
    hits.push(...reports.slice(0, MOST_HITS).map((one) => ({ kind: 'report', id: one.id, label: one.title || one.id, detail: one.outlet }) as Hit))
  }
  return { items: hits }
}
