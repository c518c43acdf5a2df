import { type ComponentType, render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import './style.css'
import { keepOffline } from './browser/keep-offline.ts'
import { linkTo, useRoute } from './route.ts'
import { server } from './server-client.ts'
import { FaultNotice } from './views/fault-notice.tsx'
import { StudyView } from './views/study.tsx'

type Me = Awaited<ReturnType<typeof server.me>>

/** What a view is given: the values of its address, and who is here. */
interface ViewProps {
  values: Record<string, string>
  me: Me
}

/** Views by the name in the address, each fetched when it is shown first; a reader has the reading alone. */
const views: Record<
  string,
  { title: string; owner: boolean; load: () => Promise<{ default: ComponentType<ViewProps> }> }
> = {
  study: { title: 'Study', owner: true, load: async () => ({ default: StudyView }) },
  reading: { title: 'Reading', owner: false, load: () => import('./reading/index.tsx') },
  consensus: { title: 'Consensus', owner: true, load: () => import('./consensus/index.tsx') },
}

/** The page: who is here decides what is shown; what is shown stands in the address, so that a reload comes back to it. */
function App() {
  const [me, setMe] = useState<Me>()
  const [Local, setLocal] = useState<ComponentType>()
  const [fault, setFault] = useState<unknown>()
  const [shown, setShown] = useState<{ name: string; View: ComponentType<ViewProps> }>()
  const route = useRoute()
  useEffect(() => {
    if (!hasServer()) {
      import('./views/local-studies.tsx').then((view) => setLocal(() => view.default), setFault)
      keepOffline().catch(setFault)
    } else server.me().then(setMe, setFault)
  }, [])
  const allowed = Object.keys(views).filter((name) => me?.role === 'owner' || !views[name].owner)
  const name = allowed.includes(route.view) ? route.view : allowed[0]
  useEffect(() => {
    if (me) views[name].load().then(({ default: View }) => setShown({ name, View }), setFault)
  }, [me, name])
  return (
    <>
      <header>
        <h1>
          <img src="icon.svg" alt="" width="24" height="24" /> Nomoscope
        </h1>
        <nav aria-label="Views">
          {me &&
            allowed.map((one) => (
              <a key={one} href={linkTo(one, study(route.values))} aria-current={one === name ? 'page' : undefined}>
                {views[one].title}
              </a>
            ))}
        </nav>
        <p class="note">
          {me?.role === 'reader' && `Reader ${me.reader}. `}Research use only, not a medical device.
          {me && ` Version ${me.version}.`}
        </p>
      </header>
      <main class={route.values.patient ? 'wide' : ''}>
        {fault !== undefined && <FaultNotice fault={fault} />}
        {Local && <Local />}
        {me && shown?.name === name && <shown.View values={route.values} me={me} />}
      </main>
    </>
  )
}

/** `nomoscope serve` says so in the page that it hands out; any other web server hands out files. */
const hasServer = () => document.querySelector('meta[name="nomoscope-server"]') !== null

/** Views follow each other on one study. */
const study = ({ study }: Record<string, string>) => (study ? { study } : {})

render(<App />, document.getElementById('app')!)
