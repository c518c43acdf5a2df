// Does the stated performance hold? On the demo's known truth: the nested cross-validated AUC beside the fitted models' own
// AUC on 20,000 fresh patients, the coverage of its 95% interval (LeDell), and the calibration slope before and after the
// recommended shrinkage. npx tsx bench/coverage.ts [SEEDS]
import { checkCoverage, summariseCoverage } from '../test/support/coverage.ts'

const seeds = Array.from({ length: Number(process.argv[2] ?? 400) }, (_, seed) => seed)
console.log('model\tstudies\tnested\town\tcoverage\tslope\tshrunken')
for (const row of summariseCoverage(await checkCoverage(seeds, 20_000, 10)))
  console.log(
    Object.values(row)
      .map((value) => (typeof value === 'number' ? Number(value.toFixed(3)) : value))
      .join('\t'),
  )
