import { useEffect, useRef } from 'preact/hooks'
import { t } from '../words.ts'

/**
 * The report in a frame of its own, with neither this page's rights nor a network: the frame's page has a policy of its
 * own (public/report-frame.html), as the report brings its styles within. Where the service worker answers, it takes the
 * rights away; the frame's page shows nothing if it has any.
 */
export function ReportFrame({ html }: { html: string }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const fill = () => frame.current?.contentWindow?.postMessage(html, '*')
  useEffect(fill, [html])
  return (
    <section aria-labelledby="report">
      <h2 id="report">{t('Report')}</h2>
      <iframe
        key={html}
        ref={frame}
        title={t('Report')}
        class="report"
        sandbox={isKeptOffline() ? undefined : 'allow-scripts allow-downloads allow-popups'}
        src="report-frame.html"
        onLoad={fill}
      />
    </section>
  )
}

const isKeptOffline = () => !!navigator.serviceWorker?.controller
