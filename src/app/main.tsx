import { type ComponentType, render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import './style.css'
import { keepOffline } from './browser/keep-offline.ts'
import { linkTo, useRoute } from './route.ts'
import { type Me, server } from './server-client.ts'
import { FaultNotice } from './shared/fault-notice.tsx'
import { language, loadWords, setLanguage, t } from './words.ts'
import type { StartProps, Workplace } from './workplace.ts'

declare const NOMOSCOPE_VERSION: string

/** What a view is given: the values of its address, who is here, and the study where one is open. */
interface ViewProps {
  values: Record<string, string>
  me: Me
  /** There is none before a folder is open, and for a reader. */
  work: Workplace
  start: StartProps
}

interface ViewEntry {
  title: string
  /** Who may see it: a reader has the reading alone. */
  owner: boolean
  load: () => Promise<{ default: ComponentType<ViewProps> }>
}

/** Views by the name in the address, each fetched when it is shown first. */
const views: Record<string, ViewEntry> = {
  study: { title: 'Study', owner: true, load: () => import('./views/study.tsx') },
  archive: { title: 'Archive', owner: true, load: () => import('./archive/index.tsx') },
  cohort: { title: 'Cohort', owner: true, load: () => import('./cohort/index.tsx') },
  reading: { title: 'Reading', owner: false, load: () => import('./reading/index.tsx') },
  consensus: { title: 'Consensus', owner: true, load: () => import('./consensus/index.tsx') },
  features: { title: 'Features', owner: true, load: () => import('./features/index.tsx') },
  model: { title: 'Model', owner: true, load: () => import('./model/index.tsx') },
  patient: { title: 'Patient', owner: true, load: () => import('./patient/index.tsx') },
  report: { title: 'Report', owner: true, load: () => import('./views/report.tsx') },
  external: { title: 'External', owner: true, load: () => import('./views/external.tsx') },
  audit: { title: 'Audit', owner: true, load: () => import('./views/audit.tsx') },
  log: { title: 'Log', owner: true, load: () => import('./views/log.tsx') },
}

/** `nomoscope serve` says so in the page that it hands out; any other web server hands out files. */
const served = document.querySelector('meta[name="nomoscope-server"]') !== null

/** Who is here: on any other web server it is the one at the screen. */
const whoIsHere = async (): Promise<Me> => (served ? server.me() : { role: 'owner', version: NOMOSCOPE_VERSION })

/** The page: who is here decides what is shown; what is shown stands in the address, so that a reload comes back to it. */
function App() {
  const [me, setMe] = useState<Me>()
  const [root, setRoot] = useState<FileSystemDirectoryHandle>()
  const [looked, setLooked] = useState(served)
  const [listed, setListed] = useState<{ root?: FileSystemDirectoryHandle; files: string[] }>()
  const [revision, setRevision] = useState(0)
  const [fault, setFault] = useState<unknown>()
  const [shown, setShown] = useState<{ name: string; View: ComponentType<ViewProps> }>()
  const route = useRoute()
  const changed = () => setRevision((count) => count + 1)
  useEffect(() => {
    whoIsHere().then(setMe, setFault)
    if (served) return
    keepOffline().catch(setFault)
    import('./browser/last-folder.ts')
      .then(({ openLast }) => openLast())
      .then(setRoot, setFault)
      .finally(() => setLooked(true))
  }, [])
  useEffect(() => {
    if (me?.role !== 'owner' || (!served && !root)) return
    let current = true
    studiesOf(root).then(
      (files) => current && setListed({ root, files }),
      (found) => current && setFault(found),
    )
    return () => {
      current = false
    }
  }, [me, root, revision])
  // Not those of the folder that was open before.
  const found = listed?.root === root ? listed?.files : undefined
  const address = route.values.study ?? found?.[0]
  const work =
    address === undefined || me?.role === 'reader' ? undefined : workplaceOf(address, root, me, revision, changed)
  const allowed = Object.keys(views).filter((name) => me?.role === 'owner' || !views[name].owner)
  const asked = allowed.includes(route.view) ? route.view : allowed[0]
  const name = me?.role === 'owner' && !work && !withoutStudy.has(asked) ? 'study' : asked
  const ready = me && looked && (me.role === 'reader' || found !== undefined || (!served && !root))
  useEffect(() => {
    if (!ready) return
    const load = async () => {
      if (root && readsImages.has(name)) await readHere(root)
      const { default: View } = await views[name].load()
      setShown({ name, View })
    }
    load().catch(setFault)
  }, [ready, name, root])
  const View = shown?.name === name ? shown.View : undefined
  const start = { served, found: found ?? [], root, setRoot, changed }
  return (
    <>
      <header>
        <h1>
          <img src="icon.svg" alt="" width="24" height="24" /> Nomoscope
        </h1>
        <nav aria-label={t('Views')}>
          {me &&
            allowed
              .filter((one) => me.role === 'reader' || work || withoutStudy.has(one))
              .map((one) => (
                <a key={one} href={linkTo(one, study(route.values))} aria-current={one === name ? 'page' : undefined}>
                  {t(views[one].title)}
                </a>
              ))}
        </nav>
        <p class="note">
          {me?.role === 'reader' && `${t('Reader {name}.', { name: me.reader })} `}
          {me?.role === 'owner' && me.name !== undefined && `${me.name}. `}
          {t('Research use only, not a medical device.')}
          {me && ` ${t('Version {version}.', { version: me.version })}`}{' '}
          <button
            type="button"
            class="small"
            lang={language === 'zh' ? 'en' : 'zh'}
            onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
          >
            {language === 'zh' ? 'English' : '中文'}
          </button>
        </p>
      </header>
      <main class={wide.has(name) || route.values.patient ? 'wide' : ''}>
        {fault !== undefined && <FaultNotice fault={fault} />}
        {View && me && ready && (
          <View
            key={studyless.has(name) ? name : `${name} ${address}`}
            values={route.values}
            me={me}
            work={work!}
            start={start}
          />
        )}
      </main>
    </>
  )
}

/** Views that are not of a study: what they hold stays when one is opened or comes into being. */
const studyless = new Set(['archive', 'external', 'audit'])
/** Views that need no study. */
const withoutStudy = new Set(['study', ...studyless])

const readsImages = new Set(['reading', 'consensus'])

/** Readings without a server are kept in the folder itself. */
async function readHere(root: FileSystemDirectoryHandle): Promise<void> {
  const [{ readIn }, { localReadings }] = await Promise.all([
    import('./reading-client.ts'),
    import('./browser/local-readings.ts'),
  ])
  readIn(localReadings(root))
}

/** Views that use the whole window. */
const wide = new Set(['archive', 'cohort', 'features', 'model', 'patient', 'audit'])

/** The study files of the folder, those at the top first. */
async function studiesOf(root: FileSystemDirectoryHandle | undefined): Promise<string[]> {
  const { folderAt } = await import('./browser/place.ts')
  const files = await folderAt(root ? { root } : { served: '' }).files()
  const { studyFiles } = await import('../study/file/study-files.ts')
  return studyFiles(files)
}

function workplaceOf(
  address: string,
  root: FileSystemDirectoryHandle | undefined,
  me: Me | undefined,
  revision: number,
  changed: () => void,
): Workplace | undefined {
  const parts = address.split('/')
  const file = parts.pop()!
  const version = me?.version ?? ''
  if (served) return { place: placeIn(parts.join('/')), file, address, version, served, revision, changed }
  return root && { place: placeOf(root), file: address, address, version, served, revision, changed }
}

// The same place is the same object, so that what hangs on it is not computed anew.
const places = new Map<string, { served: string }>()
function placeIn(folder: string) {
  if (!places.has(folder)) places.set(folder, { served: folder })
  return places.get(folder)!
}
const roots = new WeakMap<FileSystemDirectoryHandle, { root: FileSystemDirectoryHandle }>()
function placeOf(root: FileSystemDirectoryHandle) {
  if (!roots.has(root)) roots.set(root, { root })
  return roots.get(root)!
}

/** Views follow each other on one study. */
const study = ({ study }: Record<string, string>) => (study ? { study } : {})

loadWords().then(
  () => render(<App />, document.getElementById('app')!),
  () => render(<App />, document.getElementById('app')!),
)
