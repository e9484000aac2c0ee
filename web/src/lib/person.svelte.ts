// Who decides. On this machine the name is asked once and kept in the browser; on a server that
// needs tokens the token says who it is, and comes in the address once.

const NAME = 'sayso-person'
const TOKEN = 'sayso-token'

function kept(store: () => Storage, key: string): string {
  try {
    return store().getItem(key) ?? ''
  } catch {
    return ''
  }
}

function keep(store: () => Storage, key: string, value: string): void {
  try {
    store().setItem(key, value)
  } catch {
    /* it holds until the page is closed */
  }
}

let name = $state(kept(() => localStorage, NAME))
let token = kept(() => sessionStorage, TOKEN)

const brought = /^#token=([\w-]+)$/.exec(location.hash)
if (brought?.[1]) {
  token = brought[1]
  keep(() => sessionStorage, TOKEN, token)
  history.replaceState(null, '', '#/overview') // so that it stays out of copied addresses
}

export const person = {
  get name() {
    return name
  },
  say(words: string): void {
    name = words.trim().slice(0, 80)
    keep(() => localStorage, NAME, name)
  },
}

/** What says to the server who asks. */
export function credentials(): Record<string, string> {
  return {
    ...(token ? { Authorization: `Bearer ${token}` } : {}),
    ...(name ? { 'X-Sayso-Person': encodeURIComponent(name) } : {}),
  }
}
