// The queue of claims that wait for a person, as far as it was read: which one is in sight, and how
// many wait. What was decided changes claims in sight and near it: these are asked for anew.

import type { Queue, QueueItem } from './answers.ts'
import { get } from './api.ts'

const ROWS = '20' // at a time: a minute's work, read ahead

const one = (id: string): Promise<QueueItem> => get<QueueItem>(`review/item/${encodeURIComponent(id)}`)

/** A queue over what `scope` asks for. */
export function queueOf(scope: () => Record<string, string>) {
  let items = $state.raw<QueueItem[]>([])
  let at = $state(0)
  let next = $state<string | null>(null)
  let waiting = $state(0)
  let done = $state(0)
  let loading = $state(true)
  let failure = $state('')

  /** Read it from the start; a claim that is wanted comes first where it is not near the start. */
  async function open(wanted: string): Promise<void> {
    loading = true
    const question = JSON.stringify(scope())
    try {
      const first = await get<Queue>('review/queue', { ...scope(), limit: ROWS })
      if (question !== JSON.stringify(scope())) return
      let found: QueueItem[] = [...first.items]
      if (wanted && !found.some((own) => own.claim.claim.id === wanted)) {
        try {
          found = [await one(wanted), ...found]
        } catch {
          /* the claim is no more: the queue begins where it begins */
        }
      }
      items = found
      next = first.next ?? null
      waiting = first.waiting
      done = first.done
      at = Math.max(0, found.findIndex((own) => own.claim.claim.id === wanted))
      failure = ''
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error)
    } finally {
      loading = false
    }
  }

  /** Ask anew for the claims near the one in sight, and for how many wait. */
  async function refresh(): Promise<void> {
    const near = items.slice(Math.max(0, at - 2), at + 2).map((own) => own.claim.claim.id)
    const fresh = await Promise.all(near.map((id) => one(id).catch(() => null)))
    const byId = new Map(fresh.filter((own) => own !== null).map((own) => [own.claim.claim.id, own]))
    items = items.map((own) => byId.get(own.claim.claim.id) ?? own)
    const head = await get<Queue>('review/queue', { ...scope(), limit: '0' }).catch(() => null)
    if (head) {
      waiting = head.waiting
      done = head.done
    }
  }

  /** Go on or back; the id of the claim that is in sight then, "" behind the last. */
  async function step(by: number): Promise<string> {
    if (at + by >= items.length && next) {
      const more = await get<Queue>('review/queue', { ...scope(), limit: ROWS, after: next })
      const known = new Set(items.map((own) => own.claim.claim.id))
      items = [...items, ...more.items.filter((own) => !known.has(own.claim.claim.id))]
      next = more.next ?? null
    }
    at = Math.max(0, Math.min(items.length, at + by))
    return items[at]?.claim.claim.id ?? ''
  }

  return {
    open,
    refresh,
    step,
    get item(): QueueItem | undefined {
      return items[at]
    },
    /** How far a claim is from the one in sight; null when it was not read. */
    away(id: string): number | null {
      const place = items.findIndex((own) => own.claim.claim.id === id)
      return place < 0 ? null : place - at
    },
    get at() {
      return at
    },
    get read() {
      return items.length
    },
    get more() {
      return next !== null
    },
    get waiting() {
      return waiting
    },
    get done() {
      return done
    },
    get loading() {
      return loading
    },
    get failure() {
      return failure
    },
  }
}
