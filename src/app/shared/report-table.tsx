import type { Table } from '../../report/document.ts'

/** A table of the report on the page. */
export function ReportTable({ table }: { table: Table }) {
  const { columns, rows, footnotes } = table
  return (
    <div class="report-table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by the keyboard */}
      <div class="scroll" tabIndex={0}>
        <table>
          <caption>{table.title}</caption>
          <thead>
            <tr>
              {columns.map(({ label, align, group }, c) => (
                <th key={c} scope="col" class={align}>
                  {group ? `${group}: ` : ''}
                  {label.text}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ kind, indent, cells }, r) =>
              kind === 'heading' ? (
                <tr key={r}>
                  <th scope="rowgroup" colSpan={columns.length}>
                    {cells[0].text}
                  </th>
                </tr>
              ) : (
                <tr key={r}>
                  <th scope="row" class={`indent-${indent}`}>
                    {cells[0].text}
                    {cells[0].note && <sup>{cells[0].note}</sup>}
                  </th>
                  {columns.slice(1).map(({ align }, c) => (
                    <td key={c} class={align}>
                      {cells[c + 1]?.text}
                      {cells[c + 1]?.note && <sup>{cells[c + 1].note}</sup>}
                    </td>
                  ))}
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
      {footnotes.map(({ mark, text }, i) => (
        <p key={i} class="note">
          {mark && <sup>{mark} </sup>}
          {text.text}
        </p>
      ))}
    </div>
  )
}
