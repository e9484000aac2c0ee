// What can be done in a view by one key each: shown as buttons, and listed.

import { plainKey } from './deciding.svelte.ts'

export interface Act {
  key: string
  name: string
  run: () => unknown
  changes: boolean // of the record, so that a reader is not offered it
  off?: boolean
  primary?: boolean
}

/** Run the act of a key; true when there was one, and the key is used up then. */
export function runKey(event: KeyboardEvent, acts: readonly Act[], may: (act: Act) => boolean): boolean {
  const pressed = plainKey(event)
  if (!pressed) return false
  if (event.target instanceof HTMLButtonElement && (pressed === 'Enter' || pressed === ' ')) return false
  const act = acts.find((one) => one.key === pressed)
  if (!act || act.off || !may(act)) return false
  event.preventDefault()
  void act.run()
  return true
}
