import '@fontsource-variable/inter/wght.css'
import '@fontsource-variable/source-serif-4/wght.css'
import './styles/tokens.css'
import './styles/base.css'
import './styles/marks.css'
import './lib/theme.svelte.ts' // light or dark before anything is drawn
import './lib/person.svelte.ts' // takes the token out of the address before it is read
import { mount } from 'svelte'
import App from './App.svelte'

const target = document.getElementById('app')
if (!target) throw new Error('index.html has no #app')
mount(App, { target })
