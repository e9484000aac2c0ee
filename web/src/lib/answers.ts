// The answers of the API that the page reads, as the server's structs have them.
// Until the generated types (`types.ts`) stand, this is the agreed form.

export interface Total {
  all: number
  match: number
  no_day: number
  no_place: number
}

export interface TypeInfo {
  id: string
  label: string
  quad?: number
  modes?: string[]
  symmetric?: boolean
  sign?: number
}

export interface Meta {
  name: string
  version: string
  act: number
  counts: Record<string, number>
  days: [string | null, string | null]
  types: TypeInfo[]
  relation_types: TypeInfo[]
  countries: { value: string; label: string; n: number }[]
  outlets: { value: string; label: string; n: number }[]
  me: { name: string; role: 'reader' | 'coder' | 'editor' }
  writable: boolean
}

export interface Columns {
  total: Total
  types: string[]
  precisions: string[]
  statuses: string[]
  ids: string[]
  day_from: (number | null)[]
  day_to: (number | null)[]
  type: number[]
  status: number[]
  disputed: number[]
  lon: (number | null)[]
  lat: (number | null)[]
  precision: number[]
  killed: (number | null)[]
  tellers: number[]
}

export interface Row {
  id: string
  type: string
  mode: string
  title: string
  day_from: string | null
  day_to: string | null
  day_basis: string
  place: string
  country: string
  geo_precision: string
  actors: { key: string; name: string; role: string }[]
  status: string
  disputed: string[]
  killed_best: number | null
  killed_low: number | null
  killed_high: number | null
  claims: number
  reports: number
  tellers: number
}

export interface Page<T> {
  total: Total
  items: T[]
  next: string | null
}

export interface Facet {
  value: string
  label: string
  n: number
}
