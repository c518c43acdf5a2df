import type { Command } from 'commander'
import { oneOrMore, whole } from '../case-options.ts'
import type { Terminal } from '../terminal.ts'

/** The commands on archives of images and on identifiers. `json` says whether results are asked for as JSON. */
export function archiveCommands(program: Command, terminal: () => Terminal, json: () => boolean | undefined): void {
  program
    .command('pacs <action> <server> [inputs...]')
    .description(
      'asks an archive (find, echo), fetches series, stores results back, or all the way to features (cohort)',
    )
    .option(
      '--servers <yaml>',
      'file of servers, without secrets; NOMOSCOPE_PACS_SECRET has the password or token',
      'pacs.yaml',
    )
    .option('--patient <id>', "find: the patient's number; * stands for any letters")
    .option('--patients <csv>', 'find, cohort: a table whose first column has the numbers of the patients')
    .option('--study <uid>', 'find: one study')
    .option('--modality <name>', 'find: MR, CT, …')
    .option('--from <date>', 'find: studies from this date on, YYYYMMDD')
    .option('--to <date>', 'find: studies up to this date')
    .option('--description <text>', "find: the series' description; * stands for any letters")
    .option('--map <yaml>', 'which descriptions are which sequence: find drafts it, fetch takes and sorts by it')
    .option('--out <path>', 'find: the table of series; fetch, cohort: the folder')
    .option('--params <yaml>', "cohort: PyRadiomics' parameter file")
    .option(
      '--deidentify',
      'fetch: write copies without identifiers alone, and enter their sequences in the study file',
    )
    .option('--retain <what>', 'fetch --deidentify, cohort: as of deidentify', 'shifted-dates,safe-private')
    .option('--clean <what>', 'fetch --deidentify, cohort: as of deidentify', 'descriptors,structured')
    .option('--rules <yaml>', 'fetch --deidentify, cohort: rectangles to blank, as of deidentify')
    .option('--linkage <file>', 'fetch --deidentify, cohort: the way back, encrypted; <out>.linkage by default')
    .option('--plan', 'fetch, cohort: only say what would be fetched: how many, how large, how long')
    .option('--parallel <n>', 'fetch, cohort: series at a time; as the file of servers says by default', oneOrMore)
    .option('--pause <ms>', 'fetch, cohort: wait between two requests; as the file of servers says by default', whole)
    .option('--overwrite', 'find: replace the table and the map that are there')
    .addHelpText(
      'after',
      '\nExamples:\n  nomoscope pacs find hospital --patients ids.csv --modality MR --out series.csv --map protocol.yaml\n  nomoscope pacs fetch hospital series.csv --map protocol.yaml --out images\n  nomoscope pacs fetch hospital series.csv --map protocol.yaml --out study --deidentify\n  nomoscope pacs store hospital masks/P01.dcm\n  nomoscope pacs cohort hospital --patients ids.csv --map protocol.yaml --out cohort',
    )
    .action(async (action, server, inputs, options) =>
      (await import('./pacs.ts')).pacs(action, server, inputs, options, terminal()),
    )

  program
    .command('deidentify <in> <out>')
    .description(
      'DICOM files without identifiers: the Basic Profile of DICOM PS3.15 with options; originals are only read',
    )
    .option(
      '--retain <what>',
      'uids, dates, shifted-dates, device, institution, patient (age, sex, weight), safe-private; or none',
      'shifted-dates,safe-private',
    )
    .option(
      '--clean <what>',
      'descriptors, structured (reports), graphics (overlays), pixels (burned-in text); or none',
      'descriptors,structured',
    )
    .option('--rules <yaml>', 'rectangles to blank, by modality, manufacturer, model and size')
    .option('--ids <csv>', "two columns: a patient's number, and the name to take for it; made up by default")
    .option('--linkage <file>', 'the way back, encrypted with NOMOSCOPE_PASSPHRASE; <out>.linkage by default')
    .option('--no-linkage', 'keep no way back')
    .option('--report <dir>', 'what was changed and what could not be judged; <out>-report by default')
    .option('--resume', 'go on where an earlier run stopped')
    .option('--overwrite', 'replace the copies that are there')
    .addHelpText(
      'after',
      '\nExamples:\n  nomoscope deidentify export shared\n  nomoscope deidentify export shared --clean descriptors,structured,pixels --rules blank.yaml',
    )
    .action(async (from, to, options) => (await import('./deidentify.ts')).deidentify(from, to, options, terminal()))

  program
    .command('measurements <features> <segmentation>')
    .description(
      'features of a region as a structured report that viewers read (DICOM SR, TID 1500), to be stored in an archive',
    )
    .requiredOption('--out <file>', 'the report, .dcm')
    .option('--segment <n>', 'which segment of the DICOM SEG; its only one by default', oneOrMore)
    .option('--overwrite', 'replace the report that is there')
    .addHelpText('after', '\nExample:\n  nomoscope measurements features.json lesion.dcm --out report.dcm')
    .action(async (features, segmentation, options) =>
      (await import('./measurements.ts')).measurements(features, segmentation, options, terminal()),
    )

  program
    .command('linkage <file>')
    .description('which patient a pseudonym stands for, from the encrypted file that deidentify wrote')
    .addHelpText('after', '\nExample:\n  nomoscope linkage shared.linkage > linkage.csv')
    .action(async (file) => (await import('./deidentify.ts')).showLinkage(file, terminal(), json()))
}
