// Stops an npm script early, with the name of the variable that is missing.
const missing = process.argv.slice(2).filter((name) => !process.env[name]);
for (const name of missing) console.error(`${name} is not set. README.md says what it is for.`);
process.exit(missing.length > 0 ? 1 : 0);
