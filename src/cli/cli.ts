#!/usr/bin/env node
declare const NOMOSCOPE_VERSION: string
console.log(NOMOSCOPE_VERSION)
