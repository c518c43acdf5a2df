// Cases in parts by Nextflow: nextflow run workflow/main.nf --cases cases.csv --params_file params.yaml --out features.parquet
// The result is the bytes of one run. Paths are whole, since each process works in a folder of its own. After a kill: -resume.
params.nomoscope = 'nomoscope'
params.params_file = null
params.parts = null

process plan {
    input:
    path cases_given
    output:
    stdout
    script:
    def params_given = params.params_file ? "--params ${file(params.params_file)}" : ''
    def parts_given = params.parts ? "--parts ${params.parts}" : ''
    """
    ${params.nomoscope} submit --cases ${file(params.cases)} ${params_given} ${parts_given} --out ${file(params.out)} --resume --quiet > /dev/null
    sed -n 's/.*"parts": \\([0-9]*\\).*/\\1/p' ${file(params.out)}.parts/plan.json
    """
}

process shard {
    maxRetries 2
    errorStrategy 'retry'
    input:
    val number
    output:
    val number
    script:
    "${params.nomoscope} shard --jobs 1 ${file(params.out)}.parts ${number}"
}

process gather {
    input:
    val done
    script:
    // 3 says that some cases failed: they are named in the result.
    "${params.nomoscope} gather ${file(params.out)}.parts --overwrite || [ \$? -eq 3 ]"
}

workflow {
    numbers = plan(Channel.fromPath(params.cases)).flatMap { text -> 1..(text.trim() as int) }
    shard(numbers).collect() | gather
}
