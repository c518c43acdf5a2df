import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import './style.css'
import { server } from './server-client.ts'
import { FaultNotice } from './views/fault-notice.tsx'
import { StudyView } from './views/study.tsx'

/** The page: who is here decides what is shown; what is shown stands in the address, so that a reload comes back to it. */
function App() {
  const [me, setMe] = useState<Awaited<ReturnType<typeof server.me>>>()
  const [fault, setFault] = useState<unknown>()
  useEffect(() => {
    server.me().then(setMe, setFault)
  }, [])
  return (
    <>
      <header>
        <h1>
          <img src="/icon.svg" alt="" width="24" height="24" /> Nomoscope
        </h1>
        <p class="note">Research use only, not a medical device.{me && ` Version ${me.version}.`}</p>
      </header>
      <main>
        {fault !== undefined && <FaultNotice fault={fault} />}
        {me?.role === 'owner' && <StudyView />}
        {me?.role === 'reader' && <p>Reader {me.reader}: the list of cases opens here.</p>}
      </main>
    </>
  )
}

render(<App />, document.getElementById('app')!)
