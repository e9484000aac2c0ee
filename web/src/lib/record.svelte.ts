// What every view needs of the record: its name, its types with their colours, who is looking.

import type { Meta, TypeInfo } from './answers.ts'
import { askEarly, get } from './api.ts'
import { filterOf, listQuery } from './filter.ts'
import { route } from './route.svelte.ts'
import { isSite } from './site.ts'
import { quadColour } from './words.ts'

let meta = $state.raw<Meta | null>(null)
// Asked for with every row of a list.
let types = new Map<string, TypeInfo>()
let failure = $state('')

export const record = {
  get meta() {
    return meta
  },
  get failure() {
    return failure
  },
}

/** The first view is asked for together with the record, and not after it. */
export function openFirst(): void {
  if (route.view === 'overview' && !isSite) {
    askEarly('incidents', listQuery(route.query))
    askEarly('incidents/columns', filterOf(route.query))
  }
  void openRecord()
}

export async function openRecord(): Promise<void> {
  try {
    const told = await get<Meta>('meta')
    types = new Map([...told.relation_types, ...told.types].map((one) => [one.id, one]))
    meta = told
    failure = ''
    document.title = `${meta.name} – sayso`
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
  }
}

export function typeInfo(id: string): TypeInfo | undefined {
  return meta ? types.get(id) : undefined
}

export const typeName = (id: string): string => typeInfo(id)?.label ?? id

/** A sentence of the record, with types by their names: "same type: ASSAULT" as "same type: assault". */
export const plainly = (text: string): string => text.replace(/\b[A-Z_]{4,}\b/g, (word) => typeInfo(word)?.label.toLowerCase() ?? word)

export function typeColour(id: string): string {
  return quadColour[typeInfo(id)?.quad ?? 0] ?? 'var(--unknown)'
}
