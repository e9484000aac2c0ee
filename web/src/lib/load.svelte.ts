// One answer that follows what is asked: the last question wins, the old answer stays in sight
// while the new one is on its way, and a failure says what to do. A question that can wait (undefined)
// leaves the old answer too.

import { ApiError, get } from './api.ts'

export interface Loaded<T> {
  readonly value: T | null
  readonly loading: boolean
  readonly error: string
  readonly hint: string
  again: () => void
}

interface Question {
  path: string
  query?: Record<string, string>
}

const fromServer = <T>(question: Question, signal: AbortSignal): Promise<T> => get<T>(question.path, question.query ?? {}, signal)

/** `via`: where the answer is had. */
export function load<T>(ask: () => Question | null | undefined, via: (question: Question, signal: AbortSignal) => Promise<T> = fromServer): Loaded<T> {
  let value = $state.raw<T | null>(null)
  let loading = $state(false)
  let error = $state('')
  let hint = $state('')
  let turn = $state(0)

  $effect(() => {
    void turn
    const question = ask()
    if (question === undefined) return
    if (!question) {
      value = null
      return
    }
    const stop = new AbortController()
    loading = true
    via(question, stop.signal)
      .then((answer) => {
        if (stop.signal.aborted) return
        value = answer
        error = hint = ''
        loading = false
      })
      .catch((failure: unknown) => {
        if (stop.signal.aborted) return
        loading = false
        value = null // the old answer is to another question
        error = failure instanceof Error ? failure.message : String(failure)
        hint = failure instanceof ApiError ? failure.hint : 'Is sayso still running? Start it again and retry.'
      })
    return () => stop.abort()
  })

  return {
    get value() {
      return value
    },
    get loading() {
      return loading
    },
    get error() {
      return error
    },
    get hint() {
      return hint
    },
    again: () => {
      turn += 1
    },
  }
}
