// Whether the oldest Rust that Cargo.toml promises compiles every package of Cargo.lock, by what each package says it needs.
// Arguments are handed on to `cargo metadata`: `--offline --filter-platform TRIPLE` asks for one system's packages alone.

import { execFileSync } from "node:child_process";

const command = ["metadata", "--format-version", "1", "--locked", ...process.argv.slice(2)];
const { packages } = JSON.parse(execFileSync("cargo", command, { maxBuffer: 1 << 28, encoding: "utf8" }));
const own = packages.find(({ name, source }) => name === "alongside" && source === null);
const number = (version) => version.split(".").slice(0, 2).reduce((sum, part) => sum * 1000 + Number(part), 0);
const newer = packages.filter(({ rust_version: needed }) => needed && number(needed) > number(own.rust_version));
for (const { name, version, rust_version: needed } of newer) console.error(`${name} ${version} needs Rust ${needed}, and Cargo.toml promises ${own.rust_version}`);
const silent = packages.filter(({ rust_version: needed }) => !needed).length;
console.log(`${packages.length} packages, of which ${silent} do not say which Rust they need; ${newer.length} need more than ${own.rust_version}`);
process.exitCode = newer.length ? 1 : 0;
