// What eslint asks of the JavaScript of Alongside. Types are asked for by tsconfig.json, in the scripts that are shipped.

import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules/", "**/results/"] },
  js.configs.recommended,
  {
    languageOptions: { ecmaVersion: 2024, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": "error",
      "no-shadow-restricted-names": "error",
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-throw-literal": "error",
      "no-unused-expressions": ["error", { allowShortCircuit: true, allowTernary: true }],
      "no-use-before-define": ["error", { functions: false, classes: true, variables: false }],
      "array-callback-return": "error",
      "consistent-this": "error",
      "no-promise-executor-return": "error",
      "no-self-compare": "error",
      "no-unreachable-loop": "error",
      "no-template-curly-in-string": "error",
      "object-shorthand": "error",
    },
  },
  { files: ["src/**/*.js"], languageOptions: { globals: globals.browser } },
  // It reads `document.currentScript`, which a module has not.
  { files: ["src/serve/reload.js"], languageOptions: { sourceType: "script" } },
  { files: [".ci/*.mjs", "tests/**/*.{js,mjs}", "benches/**/*.js"], languageOptions: { globals: globals.node } },
  // Parts of these run in the page that they look at.
  { files: ["tests/browser/**/*.mjs", "tests/lighthouse/*.mjs"], languageOptions: { globals: globals.browser } },
];
