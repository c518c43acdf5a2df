import '../portable-math-first.ts'
import { Command, CommanderError, Option } from 'commander'
import { machineProblem, Problem } from '../errors/index.ts'
import { archiveCommands } from './archive/commands.ts'
import { caseOptions, notNegative, oneOrMore, origin, real, whole } from './case-options.ts'
import { openTerminal } from './terminal.ts'

declare const NOMOSCOPE_VERSION: string

const traceOption = [
  '--trace <file>',
  'what took which thread how long, for chrome://tracing or ui.perfetto.dev (names the images)',
] as const

/**
 * The command line. Each command's body is loaded when it is called, so that a small extraction starts fast.
 * Exit status: 0 done, 1 our fault, 2 wrong usage, 3 the data has faults, 130 interrupted.
 */
const program = new Command('nomoscope')
  .description('From MRI, masks and a spreadsheet to a validated nomogram. Research use only, not a medical device.')
  .version(NOMOSCOPE_VERSION)
  .option('--quiet', 'no progress and no messages, only results and faults')
  .option('--json', 'results on stdout as JSON')
  .addOption(new Option('--log-format <format>', 'how messages on stderr are written').choices(['text', 'json']))
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })

program
  .command('demo')
  .description('the whole study on an embedded synthetic cohort')
  .option('--out <dir>', 'where the study and its results are written', 'nomoscope-demo')
  .option('--seed <n>', 'seed of the synthetic cohort and of the study', whole)
  .option('--jobs <n>', 'threads; all cores by default', oneOrMore)
  .option('--overwrite', 'replace what is there')
  .option('--resume', 'go on with what is there')
  .addHelpText('after', '\nExample:\n  nomoscope demo --out demo')
  .action(async (options) => (await import('./demo.ts')).demo(options, terminal()))

program
  .command('run <study>')
  .description('a study file to tables, figures, model and report')
  .option('--out <dir>', 'folder of the results; beside the study file by default')
  .option('--seed <n>', "instead of the study file's seed", whole)
  .option('--jobs <n>', 'threads; all cores by default', oneOrMore)
  .option('--resume', 'go on where an earlier run stopped')
  .option('--overwrite', 'replace the results that are there')
  .option('--shareable', 'leave identifiers out of the report')
  .addOption(
    new Option('--queue <address>', 'have the cases computed by `nomoscope worker`s of a Redis: redis://host').env(
      'NOMOSCOPE_QUEUE',
    ),
  )
  .option(...traceOption)
  .addHelpText('after', '\nExample:\n  nomoscope run study.yaml --out results')
  .action(async (study, options) => (await import('./run.ts')).run(study, options, terminal()))

program
  .command('check <study>')
  .description('every fault of every case, with its repair; computes nothing')
  .option('--sheet <html>', 'a contact sheet: each region outlined on its largest slice')
  .option('--all', 'a line for every cell in place of one for all that are alike')
  .addHelpText('after', '\nExample:\n  nomoscope check study.yaml --sheet sheet.html')
  .action(async (study, options) =>
    (await import('./check.ts')).check(study, terminal(), { ...globalOptions(), ...options }),
  )

program
  .command('init <folder>')
  .description('drafts study.yaml and codebook.yaml from what is in a folder, or from one table')
  .option('--sheet <name>', 'which sheet of a workbook has the patients')
  .option('--overwrite', 'replace the drafts that are there')
  .addHelpText('after', '\nExample:\n  nomoscope init my-study')
  .action(async (folder, options) => (await import('./init.ts')).init(folder, options, terminal()))

program
  .command('analyse <study> <kind>')
  .description("patients, roc, groups, survival or agreement: the study's patients without a model")
  .option('--of <columns...>', 'columns that are analysed')
  .option('--by <column>', 'column of the outcome, or of the groups')
  .option('--positive <value>', 'of roc: what the column says of a patient with the outcome')
  .option('--time <column>', 'of survival: time to the event or the last contact')
  .option('--event <column>', 'of survival: whether the event was seen')
  .option('--value <value>', 'of survival: which value of that column is the event')
  .option('--out <dir>', 'folder of tables (CSV), figures (SVG) and methods.txt; stdout by default')
  .option('--overwrite', 'write into a folder that is there')
  .addHelpText(
    'after',
    '\nExamples:\n  nomoscope analyse study.yaml roc --by her2 --positive positive --of cea ca153 --out roc\n  nomoscope analyse study.yaml survival --time dfs_months --event dfs --by her2',
  )
  .action(async (study, kind, options) => (await import('./analyse.ts')).analyseStudy(study, kind, options, terminal()))

caseOptions(
  program
    .command('extract [image] [mask]')
    .description('radiomic features of one case, or of many with --cases')
    .option('--cases <csv>', "PyRadiomics' batch file: columns Image, Mask, and Label, ID or any other"),
)
  .option('--out <file>', '.json, .csv or .parquet; stdout by default')
  .option('--voxel', 'feature maps instead of one number a feature')
  .option('--save-images <dir>', 'also write the resampled and filtered images')
  .option(...traceOption)
  .option('--jobs <n>', 'threads; all cores by default', oneOrMore)
  .option('--queue <address>', 'have the cases computed by `nomoscope worker`s of a Redis: redis://host')
  .option('--shard <i/N>', 'only the i-th of N parts of the cases')
  .option('--resume', 'go on where an earlier run stopped')
  .option('--overwrite', 'replace the output that is there')
  .addHelpText(
    'after',
    '\nExamples:\n  nomoscope extract image.nrrd mask.nrrd --params params.yaml --out features.json\n  nomoscope extract --cases cases.csv --params params.yaml --out features.parquet',
  )
  .action(async (image, mask, options) =>
    options.queue
      ? (await import('./queue.ts')).extractQueued(options, terminal())
      : (await import('./extract.ts')).extract(image, mask, options, terminal()),
  )

caseOptions(
  program
    .command('submit [study]')
    .description('cases in parts, for a cluster or several processes here; a study is run when all are there')
    .option('--cases <csv>', 'the list of cases, as extract takes it'),
)
  .option('--out <path>', '.json, .csv, .parquet or a folder of Parquet files; of a study the folder of its results')
  .option('--slurm', 'send an array job by sbatch')
  .option('--sge', 'send array jobs by qsub')
  .option('--local <n>', 'compute here, so many processes at a time', oneOrMore)
  .option('--parts <n>', 'in how many parts; ten minutes each by default', oneOrMore)
  .option('--refits <n>', "compute the refits of a study's models too, in n parts", oneOrMore)
  .option('--time <minutes>', 'that a part may take; estimated from a few cases by default', oneOrMore)
  .option('--memory <megabytes>', 'that a part may take; estimated by default', oneOrMore)
  .option('--scheduler-option <word...>', 'handed to the scheduler as it is: --partition=long')
  .option('--resume', 'send the parts that are missing')
  .option('--overwrite', 'begin anew')
  .addHelpText(
    'after',
    '\nExamples:\n  nomoscope submit --cases cases.csv --params params.yaml --out features.parquet --slurm\n  nomoscope submit study.yaml --out results --local 4\n  nomoscope submit study.yaml --out results --refits 50 --slurm\n\nWithout --slurm, --sge or --local the parts are only planned: nomoscope shard OUT.parts N computes one.',
  )
  .action(async (study, options) => (await import('./submit.ts')).submit(study, options, terminal()))

program
  .command('shard <folder> <part>')
  .description('computes one part of submitted work; what an array job calls')
  .option('--jobs <n>', 'threads; all cores by default', oneOrMore)
  .addHelpText('after', '\nExample:\n  nomoscope shard features.parquet.parts 3')
  .action(async (folder, part, options) => (await import('./submit.ts')).shard(folder, part, options, terminal()))

program
  .command('status <folder>')
  .description('how far submitted work is; of a queue (redis://host) what is in it and what failed')
  .addHelpText('after', '\nExample:\n  nomoscope status features.parquet.parts')
  .action(async (folder) =>
    /^rediss?:/.test(folder)
      ? (await import('./queue.ts')).queueStatus(folder, terminal(), globalOptions().json)
      : (await import('./submit.ts')).status(folder, terminal(), globalOptions().json),
  )

program
  .command('worker <address>')
  .description('computes the cases that `extract --queue` hands to a Redis, until it is interrupted')
  .option('--root <folder...>', 'that hold the images and the results: it reads and writes nowhere else', ['.'])
  .option('--jobs <n>', 'cases at a time; all cores by default', oneOrMore)
  .option('--memory <megabytes>', 'that a case may take before it is ended', oneOrMore, 4096)
  .option('--time <minutes>', 'that a case may take before it is ended', oneOrMore, 60)
  .addHelpText(
    'after',
    '\nExample:\n  nomoscope worker rediss://:password@queue.example.org --root /data/images /data/results --jobs 4',
  )
  .action(async (address, options) => (await import('./queue.ts')).work(address, options, terminal()))

program
  .command('gather <folder>')
  .description('the parts of submitted work to one result, the bytes that one run would have written')
  .option('--out <path>', '.json, .csv, .parquet or a folder of Parquet files; as submitted by default')
  .option('--overwrite', 'replace the output that is there')
  .addHelpText('after', '\nExample:\n  nomoscope gather features.parquet.parts')
  .action(async (folder, options) => (await import('./submit.ts')).gatherParts(folder, options, terminal()))

program
  .command('predict <model>')
  .description('the risk of new patients by a model.json')
  .requiredOption('--data <table>', 'CSV or XLSX, read as the table of the study was')
  .option('--id <column>', "which column identifies the patients; the model's by default")
  .option('--sheet <name>', 'of a workbook with several')
  .option(
    '--images <study>',
    "study file whose `images` says where the patients' images lie; else columns such as dce_image, dce_mask",
  )
  .option('--jobs <n>', 'threads; all cores by default', oneOrMore)
  .option('--out <file>', '.csv, .xlsx or .json; stdout by default')
  .option('--horizon <time>', 'of a survival model: the time to which the risk runs', notNegative)
  .option('--explain', 'what each variable contributes, in points and log-odds (JSON always has it)')
  .option('--figures <folder>', "a picture of each row's contributions")
  .option('--overwrite', 'replace the output that is there')
  .addHelpText(
    'after',
    '\nExamples:\n  nomoscope predict results/model.json --data new.csv --out risks.csv\n  nomoscope predict results/model.json --data new.csv --explain --figures why',
  )
  .action(async (model, options) =>
    (await import('./predict.ts')).predictRisks(model, options, terminal(), globalOptions().json),
  )

program
  .command('validate <model>')
  .description('a model.json on another cohort with known outcomes: discrimination, calibration, updates')
  .requiredOption('--data <table>', 'CSV or XLSX, read as the table of the study was')
  .option('--id <column>', "which column identifies the patients; the model's by default")
  .option('--sheet <name>', 'of a workbook with several')
  .option(
    '--images <study>',
    "study file whose `images` says where the patients' images lie; else columns such as dce_image, dce_mask",
  )
  .option('--jobs <n>', 'threads; all cores by default', oneOrMore)
  .option('--outcome <column>', "column of the outcome; the model's by default")
  .option('--positive <value>', "what it says of a patient with the outcome; the model's by default")
  .option('--negative <value>', "what it says of a patient without it; the model's by default")
  .option('--time <column>', "of a survival model: column of the time followed; the model's by default")
  .option('--out <file>', 'JSON; stdout by default')
  .option('--report <dir>', 'folder of a page, Word file, tables and figures: calibration, ROC, decision curve')
  .addOption(new Option('--language <code>', 'of the report').choices(['en', 'zh']).default('en'))
  .option('--overwrite', 'replace the output that is there')
  .addHelpText('after', '\nExample:\n  nomoscope validate results/model.json --data other-hospital.csv')
  .action(async (model, options) => (await import('./validate.ts')).validateModel(model, options, terminal()))

program
  .command('suggest-binwidth <study>')
  .description("a bin width for each sequence, from the training patients' regions and without the outcome")
  .option('--levels <n>', 'grey levels that a region should have', oneOrMore, 64)
  .option('--jobs <n>', 'threads; all cores by default', oneOrMore)
  .addHelpText('after', '\nExample:\n  nomoscope suggest-binwidth study.yaml')
  .action(async (study, options) =>
    (await import('./suggest-binwidth.ts')).suggestBinWidth(study, options, terminal(), globalOptions().json),
  )

program
  .command('samplesize')
  .description("patients that a model needs, by Riley's criteria")
  .option('--prevalence <share>', 'share of patients with the outcome, 0 to 1', real)
  .option('--parameters <n>', 'candidate parameters before any selection', whole)
  .option('--cstatistic <c>', 'the C statistic that is expected', real)
  .option('--nagelkerke <r2>', "Nagelkerke's R² that is expected", real)
  .option('--coxsnell <r2>', 'Cox and Snell’s R² that is expected', real)
  .option('--shrinkage <s>', 'the least shrinkage that is acceptable (0.9)', real)
  .option('--rate <r>', 'of survival: events per patient and unit of time', real)
  .option('--timepoint <t>', 'of survival: when the risk is predicted, in that unit', real)
  .option('--followup <t>', 'of survival: mean follow-up, in that unit', real)
  .option('--rsquared <r2>', 'of a number: adjusted R² that is expected', real)
  .option('--mean <m>', 'of a number: its mean', real)
  .option('--sd <s>', 'of a number: its standard deviation', real)
  .option('--external', 'for validating a model instead of developing one')
  .addHelpText('after', '\nExample:\n  nomoscope samplesize --prevalence 0.25 --parameters 1218 --cstatistic 0.85')
  .action(async (options) =>
    (await import('./statistics/samplesize.ts')).sampleSize(options, terminal(), globalOptions().json),
  )

program
  .command('repeatability <table>')
  .description(
    'how far features repeat: a table in which subjects stand several times (phantom, test and retest, readers)',
  )
  .requiredOption('--id <column>', 'who or what was measured')
  .option('--out <csv>', 'ICC, wSD, wCV, RC and limits of agreement of every column; stdout by default')
  .option('--overwrite', 'replace the file that is there')
  .addHelpText('after', '\nExample:\n  nomoscope repeatability features.csv --id patient --out repeatability.csv')
  .action(async (table, options) =>
    (await import('./statistics/repeatability.ts')).repeatabilityTable(
      table,
      options,
      terminal(),
      globalOptions().json,
    ),
  )

program
  .command('audit <paper>')
  .description(
    "consistency of a published paper's numbers, from a transcript of them; of a paper, drafts the transcript",
  )
  .option('--out <dir>', 'folder of page, Word file, audit.json and letter; beside the transcript by default')
  .option('--overwrite', 'replace the audit that is there')
  .addHelpText(
    'after',
    '\nExamples:\n  nomoscope audit paper.pdf --out draft              a transcript to be checked (also .docx, .html, .xml)\n  nomoscope audit examples/her2-breast-mri/audit.yaml --out audit',
  )
  .action(async (paper, options) => (await import('./audit.ts')).audit(paper, options, terminal()))

archiveCommands(
  program,
  () => terminal(),
  () => globalOptions().json,
)

program
  .command('compare <results> <others>')
  .description('two folders of results side by side: settings, performance, columns kept, warnings')
  .option('--out <dir>', 'folder of the page, Word file, tables and figures', 'comparison')
  .option('--overwrite', 'replace the comparison that is there')
  .addHelpText('after', '\nExample:\n  nomoscope compare as-published honest --out comparison')
  .action(async (results, others, options) =>
    (await import('./compare.ts')).compare([results, others], options, terminal()),
  )

program
  .command('serve [folder]')
  .description('the workbench in a browser, on a folder of this machine')
  .option('--port <n>', '0 takes any that is free', whole, 8765)
  .option('--open', 'open the browser')
  .option('--user <names...>', 'also print a link for each of several people who start runs in the folder')
  .option('--reader <names...>', 'also print a link for each reader, who sees only the images and what is their own')
  .option('--listen <address>', 'address to listen on; only this machine by default', '127.0.0.1')
  .option('--insecure', 'listen on another address although nothing is encrypted')
  .option(
    '--at <address>',
    'where a server with TLS passes requests on to this one: https://nomoscope.example.org',
    origin,
  )
  .option('--queue <address>', 'have the cases of all runs computed by `nomoscope worker`s of a Redis: redis://host')
  .addHelpText('after', '\nExample:\n  nomoscope serve my-study --open')
  .action(async (folder, options) => (await import('./serve.ts')).serveCommand(folder ?? '.', options, terminal()))

const globalOptions = () => program.opts<{ quiet?: boolean; json?: boolean; logFormat?: 'text' | 'json' }>()
const terminal = () => openTerminal(globalOptions())

process.on('SIGINT', () => {
  process.stderr.write('\ninterrupted; what was finished is kept\n')
  process.exit(130)
})

async function main() {
  try {
    await program.parseAsync()
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : 2
    else {
      const told = error instanceof Problem ? error : (machineProblem(error) ?? error)
      openTerminal(globalOptions()).fault('', told)
      process.exitCode = told instanceof Problem ? told.exit : 1
    }
  }
}

void main()
