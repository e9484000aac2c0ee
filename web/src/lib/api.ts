// The only way to the data: GET under `api/`, and POST for a person's decisions. In an exported
// site the same answers lie in files (`site.ts`). Answers are kept by ETag, so that going back
// costs nothing.

import { credentials } from './person.svelte.ts'
import { siteAnswer } from './site.ts'

export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly hint = '',
  ) {
    super(message)
  }
}

interface Kept {
  etag: string
  body: unknown
}

const kept = new Map<string, Kept>()
// The act that an answer is of: the record as it was after so many changes.
const acts = new WeakMap<object, number>()
let newest = 0
export const actOf = (answer: object): number => acts.get(answer) ?? 0
/** The newest act that any answer was of. */
export const lastAct = (): number => newest

const MAX_KEPT = 60 // answers; a list of 20,000 incidents is some 2 MB

function urlOf(path: string, query: Record<string, string>): string {
  const search = new URLSearchParams(Object.entries(query).filter(([, v]) => v !== '')).toString()
  return `api/${path}${search ? `?${search}` : ''}`
}

export async function get<T>(path: string, query: Record<string, string> = {}, signal?: AbortSignal): Promise<T> {
  const url = urlOf(path, query)
  const fromSite = siteAnswer<T>(path, query)
  if (fromSite) return fromSite
  const asked = early.get(url)
  if (asked) {
    early.delete(url)
    return asked as Promise<T>
  }
  const before = kept.get(url)
  const response = await fetch(url, {
    headers: { Accept: 'application/json', ...(before ? { 'If-None-Match': before.etag } : {}), ...credentials() },
    ...(signal ? { signal } : {}),
  })
  if (response.status === 304 && before) return before.body as T
  const body = await read(response)
  const etag = response.headers.get('ETag')
  const act = Number(response.headers.get('Sayso-Act') ?? 0)
  newest = Math.max(newest, act)
  if (typeof body === 'object' && body !== null) acts.set(body, act)
  if (etag) {
    kept.delete(url)
    kept.set(url, { etag, body })
    const oldest = kept.keys().next().value
    if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest)
  }
  return body as T
}

// Asked for before there is a view to show it: whoever asks next gets this answer.
const early = new Map<string, Promise<unknown>>()
export function askEarly(path: string, query: Record<string, string>): void {
  const asked = get(path, query)
  asked.catch(() => {}) // whoever asks is told
  early.set(urlOf(path, query), asked)
}

/** A text of the API, as a frame would load it: only, a frame cannot say who asks. */
export async function getText(path: string): Promise<string> {
  const response = await fetch(`api/${path}`, { headers: credentials() })
  if (!response.ok) await read(response)
  return response.text()
}

export async function post<T>(path: string, body: unknown): Promise<T> {
  const response = await fetch(`api/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'X-Sayso': '1', ...credentials() },
    body: JSON.stringify(body),
  })
  kept.clear()
  return (await read(response)) as T
}

async function read(response: Response): Promise<unknown> {
  let body: unknown = null
  try {
    body = await response.json()
  } catch {
    /* told below */
  }
  if (!response.ok) {
    const told = body as { error?: string; hint?: string } | null
    throw new ApiError(response.status, told?.error ?? `the server answered ${response.status}`, told?.hint ?? '')
  }
  return body
}
