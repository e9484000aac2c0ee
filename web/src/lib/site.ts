// An exported site: answers lie in script files beside the page, because a page opened from a
// folder may not fetch. Each file calls `sayso.put(url, answer)`.

declare global {
  interface Window {
    sayso?: { site: boolean; put: (url: string, body: unknown) => void }
    saysoSite?: boolean
  }
}

const answers = new Map<string, unknown>()

if (window.saysoSite) {
  window.sayso = { site: true, put: (url, body) => answers.set(url, body) }
}

export const isSite = Boolean(window.saysoSite)

/** The answer of an exported site, or null where a server answers. */
export function siteAnswer<T>(url: string): Promise<T> | null {
  if (!isSite) return null
  if (answers.has(url)) return Promise.resolve(answers.get(url) as T)
  return new Promise((resolve, reject) => {
    const script = document.createElement('script')
    script.src = `${fileOf(url)}`
    script.onload = () => {
      script.remove()
      if (answers.has(url)) resolve(answers.get(url) as T)
      else reject(new Error(`${script.src} holds another answer than ${url}`))
    }
    script.onerror = () => reject(new Error('This view is not part of the exported site.'))
    document.head.append(script)
  })
}

/** `api/incidents/i-abc` to `data/incidents/i-abc.js`. */
export function fileOf(url: string): string {
  return `data/${url.replace(/^api\//, '').replace(/[?&=]/g, '_')}.js`
}
