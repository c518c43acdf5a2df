import { foldCase } from './spelling.ts'
import type { Level } from './variable.ts'

/**
 * Pairs of words of which the second is what happened or was found. Only what nobody can read the other way round: what
 * a trial calls its end point is asked for. English, German, French, Spanish, Portuguese, Italian, Dutch, Polish,
 * Russian, Turkish, Chinese, Japanese and Korean.
 */
const pairs = [
  [
    '0|no|n|false|f|nein|falsch|non|faux|falso|não|nao|nee|nie|нет|hayır|否|无|無|没有|いいえ|なし|아니오|아니요|없음',
    '1|yes|y|true|t|ja|j|wahr|oui|vrai|sí|si|sì|s|verdadero|vero|sim|verdadeiro|tak|да|evet|是|有|はい|あり|예|네|있음',
  ],
  [
    'negative|neg|negativ|négatif|négative|negativo|negativa|negatief|-|阴性|陰性|음성',
    'positive|pos|positiv|positif|positivo|positiva|positief|+|阳性|陽性|양성',
  ],
  ['absent|abwesend|ausente|assente|afwezig', 'present|vorhanden|présent|presente|aanwezig'],
  [
    'alive|living|lebt|lebend|lebendig|am leben|vivant|vivante|vivo|viva|levend|żyje|жив|жива|sağ|存活|生存|生|活|생존',
    'dead|deceased|died|death|tot|verstorben|gestorben|mort|morte|décédé|décédée|muerto|muerta|fallecido|fallecida|morto|morta|deceduto|deceduta|falecido|óbito|obito|overleden|dood|zmarł|умер|умерла|ölü|死亡|死|사망',
  ],
  [
    'censored|zensiert|censuré|censurado|censurato|删失|打ち切り',
    'event|ereignis|événement|evento|dead|deceased|died|death|relapse|relapsed|recurrence|recurred|progression|progressed|事件|死亡|复发',
  ],
]

const listed = pairs.map((words) => words.map((list) => new Set(list.split('|').map(foldCase))))

/** A word with "no", "not", "without" or "free of" before it says that the other did not happen. */
const denials =
  /^(no|not|non|without|free of|free from|kein|keine|kein\(e\)|ohne|sans|pas de|sin|sem|senza|geen|未|无|無|没有)[\s-]*(.+)$/

function having(without: string, other: string): boolean {
  const [a, b] = [foldCase(without), foldCase(other)]
  if (listed.some(([no, yes]) => no.has(a) && yes.has(b))) return true
  const denied = denials.exec(a)?.[2]
  return denied !== undefined && denied === b
}

/**
 * Which of two levels is what happened, where their words leave no doubt (0 and 1, no and yes, alive and dead, no relapse
 * and relapse). Labels say more than codes: of `1: dead, 0: alive` and `0: dead, 1: alive` both name the dead. Undefined
 * where somebody has to say it.
 */
export function whatHappened(levels: readonly Level[]): 0 | 1 | undefined {
  if (levels.length !== 2) return undefined
  const [first, second] = levels
  const isLabelled = levels.some(({ value, label }) => foldCase(value) !== foldCase(label))
  const words = (level: Level) => (isLabelled ? level.label : level.value)
  if (having(words(first), words(second))) return 1
  if (having(words(second), words(first))) return 0
  return undefined
}
