const { rows, wrong } = require("./read.cjs")(process.argv[2], process.argv[3]);
console.log(rows.length, wrong);
process.exit(wrong ? 1 : 0);
