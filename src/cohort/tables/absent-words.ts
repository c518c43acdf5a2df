/** Cells that can only mean "not known"; compared without case. They are read as missing and counted in a note. */
export const usualMissing = ['', 'na', 'n/a', '#n/a', 'n.a.', 'nan', 'null', '.', 'missing', '缺失', '无记录', '<na>']

const unknownWords = new Set(
  [
    'unknown|unk|?|??|???|nil|not available|not determinable|indeterminable|data missing',
    'unbekannt|unklar|k.a.|n.b.|fehlt|fehlend',
    'inconnu|inconnue|manquant|manquante|desconocido|desconocida|sconosciuto|sconosciuta|mancante|desconhecido|desconhecida',
    'onbekend|ontbreekt|nieznany|nieznane|brak danych|неизвестно|нет данных|bilinmiyor',
    '未知|不详|不詳|不明|不清|不清楚|未查|未测|未測|未做|未检|未評価|未评估|无数据|無資料|未提供|未検|未測定|불명|모름|미상|미측정|미확인',
  ].flatMap((words) => words.split('|')),
)

/** "not done", "nicht erhoben", "non renseigné", "sin datos": that something was not found out, in words of one's own. */
const negated =
  /^(not|nicht|non|no|n[ãa]o|niet) (known|done|assess\w*|evaluat\w*|evaluable|report\w*|record\w*|available|specifi\w*|perform\w*|measur\w*|tested|determin\w*|stated|given|bekannt|erhoben|durchgeführt|gemessen|untersucht|beurteilbar|bestimmt|connue?|renseignée?|faite?|disponible|évaluable|déterminée?|informad[oa]|disponibile|noto|nota|consta|bekend)$/
const withoutData =
  /^(no|missing|sans|keine|sin|ohne|senza|sem|geen) (data|information|info|angabe|angaben|daten|datos|información|données?|dati|dados|gegevens)$/

/** Whether a cell starts as numbers do; none of the words here starts so. */
export const startsAsNumber = (cell: string) => /^[+-]?\.?\d/.test(cell)

/**
 * Words that mean "not known" among numbers and dates, and may be a category of their own among words: there they are a
 * level until the codebook says otherwise.
 */
export function isUnknownWord(cell: string): boolean {
  if (startsAsNumber(cell)) return false
  const word = cell.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
  if (word === '') return false
  return (
    unknownWords.has(word) || unknownWords.has(word.replace(/ /g, '')) || negated.test(word) || withoutData.test(word)
  )
}

/** Abbreviations and marks that mean it in one table and something else in another: a fault among numbers, told among words. */
const abbreviated =
  /^(n[deprs]|n\/[de]|n\.\s?[deprs]\.|unk\.|tbd|pending|refused|declined|ausstehend|en attente|--+|[\\/*…]|\.{2,}|_+)$/i

/** Whether a level among words may mean that the value is not known. */
export const maybeUnknown = (cell: string) => isUnknownWord(cell) || abbreviated.test(cell.trim())
