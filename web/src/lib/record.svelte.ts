// What every view needs of the record: its name, its types with their colours, who is looking.

import type { Meta, TypeInfo } from './answers.ts'
import { get } from './api.ts'
import { quadColour } from './words.ts'

let meta = $state.raw<Meta | null>(null)
let failure = $state('')

export const record = {
  get meta() {
    return meta
  },
  get failure() {
    return failure
  },
}

export async function openRecord(): Promise<void> {
  try {
    meta = await get<Meta>('meta')
    failure = ''
    document.title = `${meta.name} – sayso`
  } catch (error) {
    failure = error instanceof Error ? error.message : String(error)
  }
}

export function typeInfo(id: string): TypeInfo | undefined {
  return meta?.types.find((one) => one.id === id) ?? meta?.relation_types.find((one) => one.id === id)
}

export const typeName = (id: string): string => typeInfo(id)?.label ?? id

/** A sentence of the record, with types by their names: "same type: ASSAULT" as "same type: assault". */
export const plainly = (text: string): string => text.replace(/\b[A-Z_]{4,}\b/g, (word) => typeInfo(word)?.label.toLowerCase() ?? word)

export function typeColour(id: string): string {
  return quadColour[typeInfo(id)?.quad ?? 0] ?? 'var(--unknown)'
}
