// Filtering in the page of an exported site, by the columns of all incidents: days, type, status,
// disputed, voices, area. It does what `record/queries` does for the same words.

import type { Columns, Facet, Total } from './answers.ts'

/** Words of the filter that an exported site cannot answer, as people know them. */
export const NOT_ON_SITE: Record<string, string> = {
  text: 'words',
  country: 'country',
  place: 'place',
  actor: 'actor',
  role: 'role',
  mode: 'mode',
  source: 'source',
}

export const refused = (query: Record<string, string>): string[] =>
  Object.entries(NOT_ON_SITE).flatMap(([key, name]) => (query[key] ? [name] : []))

const DAY_MS = 86_400_000
const dayNumber = (text: string): number => Math.floor(Date.parse(`${text}T00:00:00Z`) / DAY_MS)

/** What matches: places in the columns, in their order, and how many more have no day, no place. */
export interface Matches {
  found: number[]
  noDay: number
  noPlace: number
}

export function matching(all: Columns, query: Record<string, string>): Matches {
  const from = query['from'] ? dayNumber(query['from']) : null
  const to = query['to'] ? dayNumber(query['to']) : null
  const days = from !== null || to !== null
  const types = named(all.types, query['type'])
  const statuses = named(all.statuses, query['status'])
  const box = query['box'] ? query['box'].split(',').map(Number) : null
  const tellers = Number(query['tellers'] || 0)
  const told: Matches = { found: [], noDay: 0, noPlace: 0 }
  for (let n = 0; n < all.ids.length; n += 1) {
    if (types && !types.has(all.type[n] ?? -1)) continue
    if (statuses && !statuses.has(all.status[n] ?? -1)) continue
    if (query['disputed'] === '1' && !all.disputed[n]) continue
    if ((all.tellers[n] ?? 0) < tellers) continue
    const [lon, lat] = [all.lon[n] ?? null, all.lat[n] ?? null]
    const first = all.day_from[n] ?? all.day_to[n] ?? null
    const last = all.day_to[n] ?? all.day_from[n] ?? null
    const inDays = !days || (first !== null && last !== null && last >= (from ?? last) && first <= (to ?? first))
    const inBox = !box || (lon !== null && lat !== null && within(box, lon, lat))
    if (first === null && inBox) told.noDay += 1
    if ((box ? lat === null : all.precision[n] === -1) && inDays) told.noPlace += 1
    if (inDays && inBox) told.found.push(n)
  }
  return told
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

export function facetsOf(all: Columns, { found }: Matches): Record<string, Facet[]> {
  const counted = (values: (string | null)[]): Facet[] => {
    const counts = new Map<string, number>()
    for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([value, n]) => ({ value, label: value, n }))
  }
  return {
    type: counted(found.map((n) => all.types[all.type[n] ?? -1] ?? null)),
    status: counted(found.map((n) => all.statuses[all.status[n] ?? -1] ?? null)),
    country: [],
    outlet: [],
    actor: [],
    month: counted(found.map((n) => month(all.day_from[n] ?? null))),
  }
}

function month(day: number | null): string | null {
  return day === null ? null : new Date(day * DAY_MS).toISOString().slice(0, 7)
}
