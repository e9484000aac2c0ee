// Filtering in the page: days, type, status, disputes, voices, country and area by the
// columns of all incidents; place, actor, mode and words by their rows. It does what
// `record/queries` does for the same words, but for words themselves: sentences are not in a site's
// rows, so they are sought in what the rows say.

import type { Columns, Facet, IncidentRow, Total } from './answers.ts'
import { typeName } from './record.svelte.ts'
import { modeName } from './words.ts'

/** What an exported site cannot be filtered by, as people know it. */
export function refused(query: Record<string, string>): string[] {
  return [
    ...(query['source'] ? ['source'] : []),
    ...(query['role'] === 'source' ? ['who only speaks'] : []),
    ...(/^(geo:)?\d+$/.test(query['place'] ?? '') ? ['the number of a place'] : []),
  ]
}

/** Whether a filter asks of what only the rows say. */
export const asksRows = (query: Record<string, string>): boolean => ['text', 'place', 'actor', 'mode'].some((key) => Boolean(query[key]))

const DAY_MS = 86_400_000
const dayNumber = (text: string): number => Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS)

/** What matches: places in the columns, in their order, and how many more have no day, no place. */
export interface Matches {
  found: number[]
  noDay: number
  noPlace: number
}

interface Part {
  match: boolean
  missing: boolean // nothing is known, so that it cannot be told
}

export function matching(all: Columns, query: Record<string, string>, rows: readonly IncidentRow[] | null = null): Matches {
  const from = query['from'] ? dayNumber(query['from']) : null
  const to = query['to'] ? dayNumber(query['to']) : null
  const days = from !== null || to !== null
  const types = named(all.types, query['type'])
  const statuses = named(all.statuses, query['status'])
  const box = query['box'] ? query['box'].split(',').map(Number) : null
  const tellers = Number(query['tellers'] || 0)
  const countries = named(all.countries, query['country'])
  const place = plain(query['place'] ?? '')
  const asked = rows && asksRows(query) ? rows : null
  const told: Matches = { found: [], noDay: 0, noPlace: 0 }
  for (let n = 0; n < all.ids.length; n += 1) {
    if (types && !types.has(all.type[n] ?? -1)) continue
    if (statuses && !statuses.has(all.status[n] ?? -1)) continue
    if (query['disputed'] === '1' && !all.disputed[n]) continue
    if ((all.tellers[n] ?? 0) < tellers) continue
    const row = asked?.[n]
    if (row && !saysSo(row, query)) continue
    const [lon, lat] = [all.lon[n] ?? null, all.lat[n] ?? null]
    const first = all.day_from[n] ?? all.day_to[n] ?? null
    const last = all.day_to[n] ?? all.day_from[n] ?? null
    const inDays = !days || (first !== null && last !== null && last >= (from ?? last) && first <= (to ?? first))
    const parts: Part[] = []
    if (box) parts.push({ match: lon !== null && lat !== null && within(box, lon, lat), missing: lat === null })
    if (countries) parts.push({ match: countries.has(all.country[n] ?? -1), missing: all.country[n] === -1 })
    if (row && place) parts.push({ match: plain(row.place) === place, missing: !row.place })
    const isThere = parts.every((part) => part.match)
    const unknown = parts.length ? parts.every((part) => part.match || part.missing) && parts.some((part) => part.missing) : all.precision[n] === -1
    if (first === null && isThere) told.noDay += 1
    if (unknown && inDays) told.noPlace += 1
    if (inDays && isThere) told.found.push(n)
  }
  return told
}

const plain = (text: string): string => text.trim().toLocaleLowerCase()
const listed = (text: string | undefined): string[] => (text ?? '').split(',').map(plain).filter(Boolean)

/** Whether a row has the actor, the mode and the words that are asked for. */
function saysSo(row: IncidentRow, query: Record<string, string>): boolean {
  const actors = listed(query['actor'])
  const role = query['role'] ?? ''
  const has = row.actors.some((one) => (!role || one.role === role) && [one.key, one.name, `name:${one.name}`].some((name) => actors.includes(plain(name))))
  if (actors.length && !has) return false
  const modes = listed(query['mode'])
  if (modes.length && !modes.includes(plain(row.mode))) return false
  const words = plain(query['text'] ?? '').replaceAll(/["*]/g, ' ').split(/\s+/).filter(Boolean)
  if (!words.length) return true
  const said = plain([row.place, row.country, typeName(row.type), modeName(row.mode), ...row.actors.map((one) => one.name)].join(' '))
  return words.every((word) => said.includes(word))
}

function named(names: readonly string[], given: string | undefined): Set<number> | null {
  if (!given) return null
  const asked = given.split(',').map((one) => one.trim().toLowerCase())
  return new Set(names.map((name, n) => (asked.includes(name.toLowerCase()) ? n : -1)).filter((n) => n >= 0))
}

function within(box: number[], lon: number, lat: number): boolean {
  const [west = -180, south = -90, east = 180, north = 90] = box
  if (lat < south || lat > north) return false
  return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east
}

export function totalOf(all: Columns, { found, noDay, noPlace }: Matches): Total {
  return { all: all.ids.length, match: found.length, no_day: noDay, no_place: noPlace }
}

export function columnsOf(all: Columns, matches: Matches): Columns {
  const { found } = matches
  const pick = <T>(values: readonly T[]): T[] => found.map((n) => values[n] as T)
  return {
    ...all,
    total: totalOf(all, matches),
    ids: pick(all.ids),
    day_from: pick(all.day_from),
    day_to: pick(all.day_to),
    type: pick(all.type),
    status: pick(all.status),
    disputed: pick(all.disputed),
    lon: pick(all.lon),
    lat: pick(all.lat),
    precision: pick(all.precision),
    killed: pick(all.killed),
    tellers: pick(all.tellers),
    country: pick(all.country),
  }
}

/** In the order of a list; what nobody tells comes last. */
export function ordered(all: Columns, found: number[], sort: string): number[] {
  const by = sort.replace(/^-/, '') || 'day'
  const values = by === 'killed' ? all.killed : by === 'tellers' ? all.tellers : all.day_from
  const sign = sort === 'day' || (sort !== '' && !sort.startsWith('-')) ? 1 : -1
  const value = (n: number): number | null => values[n] ?? (by === 'day' ? (all.day_to[n] ?? null) : null)
  return [...found].sort((a, b) => {
    const [x, y] = [value(a), value(b)]
    if (x === y) return (all.ids[a] ?? '') < (all.ids[b] ?? '') ? -sign : sign
    if (x === null) return 1
    if (y === null) return -1
    return sign * (x - y)
  })
}

const MOST_CHOICES = 100 // of a list: nobody reads on; any other is written as words

// What a list of choices itself sets: it is counted without, so that another value can be chosen
// directly. `record/queries/choices.py` does the same.
const OWN: Record<string, readonly string[]> = { actor: ['actor', 'role'], month: ['from', 'to'] }

export function facetsOf(all: Columns, query: Record<string, string>, rows: readonly IncidentRow[] | null): Record<string, Facet[]> {
  const before = new Map<string, number[]>()
  const found = (facet: string): number[] => {
    const own = OWN[facet] ?? [facet]
    const rest = Object.fromEntries(Object.entries(query).filter(([key]) => !own.includes(key)))
    const asked = JSON.stringify(rest)
    const matches = before.get(asked) ?? matching(all, rest, rows).found
    before.set(asked, matches)
    return matches
  }
  const some = (facet: string): IncidentRow[] => (rows ? found(facet).flatMap((n) => rows[n] ?? []) : [])
  const counted = (values: (string | null)[], label: (value: string) => string = (value) => value): Facet[] => {
    const counts = new Map<string, number>()
    for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value, n]) => ({ value, label: label(value), n }))
  }
  const withActor = some('actor')
  const names = new Map(withActor.flatMap((row) => row.actors.map((one) => [one.key, one.name])))
  return {
    type: counted(found('type').map((n) => all.types[all.type[n] ?? -1] ?? null)),
    status: counted(found('status').map((n) => all.statuses[all.status[n] ?? -1] ?? null)),
    country: counted(found('country').map((n) => all.countries[all.country[n] ?? -1] ?? null)),
    place: counted(some('place').map((row) => row.place)).slice(0, MOST_CHOICES),
    outlet: [],
    actor: counted(withActor.flatMap((row) => [...new Set(row.actors.map((one) => one.key))]), (key) => names.get(key) ?? key).slice(0, MOST_CHOICES),
    month: counted(found('month').map((n) => month(all.day_from[n] ?? null))),
  }
}

function month(day: number | null): string | null {
  return day === null ? null : new Date(day * DAY_MS).toISOString().slice(0, 7)
}
