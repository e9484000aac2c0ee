// The address is the state: `#/view/id?filter`. Nothing that a colleague should see lives
// anywhere else, so a copied address shows the same view.

export type Query = Record<string, string>

export interface Route {
  view: string
  id: string
  query: Query
}

function parse(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2)
  const [view = '', ...rest] = path.split('/')
  return {
    view: view || 'overview',
    id: decodeURIComponent(rest.join('/')),
    query: Object.fromEntries(new URLSearchParams(search)),
  }
}

export function href(view: string, id = '', query: Query = {}): string {
  const kept = Object.entries(query).filter(([, value]) => value !== '')
  kept.sort(([a], [b]) => (a < b ? -1 : 1))
  const search = new URLSearchParams(kept).toString()
  return `#/${view}${id ? `/${encodeURIComponent(id)}` : ''}${search ? `?${search}` : ''}`
}

let current = $state<Route>(parse(location.hash))
let read = location.hash

// The address may have been read already by who wrote it: the browser tells of it a while later.
function readAddress(): void {
  if (location.hash === read) return
  read = location.hash
  current = parse(read)
}
window.addEventListener('hashchange', readAddress)

export const route = {
  get view() {
    return current.view
  },
  get id() {
    return current.id
  },
  get query() {
    return current.query
  },
}

/** Change some of the query; an empty string takes a key out. `replace` leaves no trace in the history. */
export function setQuery(changes: Query, replace = false): void {
  const next = href(current.view, current.id, { ...current.query, ...changes })
  if (next === location.hash) return
  if (replace) {
    history.replaceState(null, '', next)
  } else {
    location.hash = next
  }
  readAddress()
}

export function go(view: string, id = '', query: Query = {}): void {
  location.hash = href(view, id, query)
}
