// Decisions from the page: taken one after the other, each undone by one key. Who decides is
// asked once, before the first.

import type { Decided } from './answers.ts'
import { ApiError, post } from './api.ts'
import { person } from './person.svelte.ts'
import { openRecord, record } from './record.svelte.ts'
import { isSite } from './site.ts'

export interface Wish {
  kind: 'accept' | 'reject' | 'edit' | 'add' | 'same' | 'different' | 'actor' | 'place' | 'settle'
  subject: string
  value?: unknown
  reason?: string
}

/** What was decided last, for the line that says so. */
export interface Taken {
  ids: string
  said: string
  undone: boolean
  about: string // the claim that was judged, "" for others
  back?: () => Promise<unknown> | unknown // how it is undone, where it is no decision by ids
}

let turn = $state(0)
let busy = $state(false)
let taken = $state.raw<Taken[]>([])
let shown = $state.raw<Taken | null>(null)
let failure = $state('')
let asking = $state(false)
let steps = 0
let answered: ((said: boolean) => void) | null = null

export const deciding = {
  /** Grows with every change, so that what is shown can be asked for anew. */
  get turn() {
    return turn
  },
  get busy() {
    return busy
  },
  get shown() {
    return shown
  },
  get failure() {
    return failure
  },
  get asking() {
    return asking
  },
  get canUndo() {
    return taken.length > 0
  },
  dismiss(): void {
    shown = null
    failure = ''
  },
  fail(words: string): void {
    failure = words
  },
  /** Something was done that `back` takes back by the same key as a decision. */
  did(said: string, back: () => Promise<unknown> | unknown, about = ''): void {
    steps += 1
    shown = { ids: `step ${steps}`, said, undone: false, about, back }
    taken = [...taken, shown]
    failure = ''
  },
  /** A step was taken back by another way than its key. */
  drop(about: string): void {
    taken = taken.filter((one) => one.about !== about)
    if (shown?.about === about) shown = null
  },
  /** A view is left: its own steps can no longer be undone from elsewhere. */
  forget(): void {
    taken = taken.filter((one) => !one.back)
    if (shown?.back) shown = null
  },
}

/** Why nothing can be decided here, in words; "" when it can. */
export function closedFor(): string {
  if (isSite) return 'This is an exported site: it can be read, not changed.'
  if (!record.meta || record.meta.writable) return ''
  if (record.meta.me.role === 'reader') return 'You are a reader of this record: you may look, not decide.'
  return 'This record is open for reading only. Start sayso serve without --read-only to decide.'
}

export const mayLink = (): boolean => record.meta?.me.role === 'editor'

/** The name that stands with decisions: the token's, else what was said. */
export const whoDecides = (): string => record.meta?.me.name || person.name

/** Ask for the name; true when it was said. */
export function askName(): Promise<boolean> {
  asking = true
  return new Promise((resolve) => {
    answered = resolve
  })
}

export function nameSaid(name: string): void {
  asking = false
  const said = name.trim() !== ''
  if (said) person.say(name)
  if (said) void openRecord()
  answered?.(said)
  answered = null
}

/** Take decisions that belong together; null when they could not be taken (it is said why). */
export async function decide(wishes: Wish[], said: string | ((done: Decided) => string), about = ''): Promise<Decided | null> {
  if (busy || !wishes.length || closedFor()) return null
  if (!whoDecides() && !(await askName())) return null
  const done = await send(() =>
    wishes.length === 1 ? post<Decided>('decisions', wishes[0]) : post<Decided>('decisions/several', { decisions: wishes }),
  )
  if (done) {
    shown = { ids: done.id, said: typeof said === 'string' ? said : said(done), undone: false, about }
    taken = [...taken, shown]
  }
  return done
}

/** Undo what this page decided last. */
export async function undoLast(): Promise<Taken | null> {
  const last = taken.at(-1)
  if (!last) return null
  return (await undo(last.ids, last.said)) ? last : null
}

/** Send a change that answers something else than a decision; null when it failed (it is said why). */
export const change = <T>(path: string, body: unknown): Promise<T | null> => send(() => post<T>(path, body))

/** Undo decisions by their ids. */
export async function undo(ids: string, said: string, reason = ''): Promise<boolean> {
  if (busy || closedFor()) return false
  if (!whoDecides() && !(await askName())) return false
  const own = taken.find((one) => one.ids === ids)
  if (own?.back) {
    if ((await own.back()) === null) return false
  } else if (!(await change<Decided>(`decisions/${encodeURIComponent(ids)}/undo`, { reason }))) return false
  const about = own?.about ?? ''
  taken = taken.filter((one) => one.ids !== ids)
  shown = { ids, said, undone: true, about }
  return true
}

async function send<T>(ask: () => Promise<T>): Promise<T | null> {
  busy = true
  failure = ''
  try {
    return await ask()
  } catch (error) {
    shown = null
    failure = error instanceof Error ? [error.message, error instanceof ApiError ? error.hint : ''].filter(Boolean).join('. ') : String(error)
    return null
  } finally {
    busy = false
    turn += 1
    void openRecord()
  }
}

/** A key that is meant for the page: not typed into a field, a window or an editor, not a shortcut of
    the browser. */
export function plainKey(event: KeyboardEvent): string {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return ''
  const at = event.target
  if (at instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(at.type)) return ''
  if (at instanceof HTMLTextAreaElement || at instanceof HTMLSelectElement) return ''
  if (document.querySelector('dialog[open], [data-editing]')) return ''
  return event.key
}
