/**
 * Pairs of words of which the second is what happened or was found. Only what nobody can read the other way round: what
 * a trial calls its end point is asked for. English, German, French, Spanish, Portuguese, Italian, Dutch, Polish,
 * Russian, Turkish, Chinese, Japanese and Korean.
 */
export const answerPairs = [
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

/** Words for one answer each: what nobody takes for two. An end point is not: relapse and death are two events. */
export const answers = answerPairs.slice(0, 4).flatMap((pair) => pair.map((words) => words.split('|')))
