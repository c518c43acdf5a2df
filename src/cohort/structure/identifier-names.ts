/** A column called so says who somebody is. */
export const identifierName =
  /^((patient|subject|case|record|study|pat|pt|participant|hospital|person|sample|accession|scan|lesion|fall|patienten|paciente|paziente|dossier)[\s_.-]*(id|ids|no|nr|num|number|nummer|code|name|identifier|numéro)?|id|ids|pid|mrn|ssn|identifier|name|nom|nombre|nachname|nr|no|id[\s_.-]*(patient|paciente|paziente)|编号|患者|患者编号|患者id|病历号|住院号|门诊号|姓名|identifiant|código|codice|medical[\s_.-]*record([\s_.-]*(no|nr|number))?)\.?$/i

/** One called so may. */
export const identifierWord =
  /(^|[\s_.-])(id|ids|pid|mrn|ssn|patient|patients|subject|case|record)([\s_.-]|$)|病历号|住院号|患者|编号/i
