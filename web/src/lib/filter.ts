// The filter, as the address, the API and the commands name it.

import type { Query } from './route.svelte.ts'

export const FILTER_KEYS = [
  'from',
  'to',
  'place',
  'box',
  'country',
  'actor',
  'role',
  'type',
  'mode',
  'status',
  'source',
  'text',
  'disputed',
  'tellers',
] as const

export function filterOf(query: Query): Query {
  return Object.fromEntries(FILTER_KEYS.filter((key) => query[key]).map((key) => [key, query[key] as string]))
}

/** What the first page of the list is asked by. */
export const listQuery = (query: Query): Query => ({ ...filterOf(query), sort: query['sort'] ?? '', limit: '60' })

export const isFiltered = (query: Query): boolean => FILTER_KEYS.some((key) => Boolean(query[key]))

export const cleared = (): Query => Object.fromEntries(FILTER_KEYS.map((key) => [key, '']))
