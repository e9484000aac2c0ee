// Light or dark: as the system has it, or as the reader chose in this browser.

const system = window.matchMedia('(prefers-color-scheme: dark)')
let choice = $state<'' | 'light' | 'dark'>(read())
let dark = $state(choice ? choice === 'dark' : system.matches)

function read(): '' | 'light' | 'dark' {
  try {
    const kept = localStorage.getItem('sayso-theme')
    return kept === 'light' || kept === 'dark' ? kept : ''
  } catch {
    return ''
  }
}

function apply(): void {
  dark = choice ? choice === 'dark' : system.matches
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light'
}

system.addEventListener('change', apply)
apply()

export const theme = {
  get dark() {
    return dark
  },
  toggle(): void {
    choice = dark ? 'light' : 'dark'
    try {
      localStorage.setItem('sayso-theme', choice)
    } catch {
      /* a browser that keeps nothing still shows it */
    }
    apply()
  },
}
