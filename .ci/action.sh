#!/usr/bin/env bash
# The steps of action.yml: install, audit. Inputs come in the environment and are never evaluated.
# Written for bash 3.2 as well, which macOS has.
set -euo pipefail

venv="$RUNNER_TEMP/captioncheck-venv"

install() {
  "$INPUT_PYTHON" -m venv "$venv"
  "$(binaries)/python" -m pip install --quiet --disable-pip-version-check "$GITHUB_ACTION_PATH"
}

binaries() {
  if [ -d "$venv/Scripts" ]; then echo "$venv/Scripts"; else echo "$venv/bin"; fi
}

# The lines of $1 that hold something, as the array `lines`.
read_lines() {
  local line
  lines=()
  while IFS= read -r line || [ -n "$line" ]; do
    line="${line%$'\r'}"
    if [ -n "${line//[[:space:]]/}" ]; then lines+=("$line"); fi
  done <<<"$1"
}

audit() {
  local code=0 line lines=() words=()
  case "$INPUT_SARIF_FILE" in
    *$'\n'* | *$'\r'*)
      echo "captioncheck: sarif-file is one name, on one line" >&2
      exit 2
      ;;
  esac

  if [ "$INPUT_ANNOTATE" = true ]; then words+=(--format github); else words+=(--format text); fi
  if [ "$INPUT_SUMMARY" = true ]; then words+=(--format "markdown=$GITHUB_STEP_SUMMARY"); fi
  if [ -n "$INPUT_SARIF_FILE" ]; then
    rm -f -- "$INPUT_SARIF_FILE" # one of an earlier step is not this one's
    words+=(--format "sarif=$INPUT_SARIF_FILE")
  fi
  read_lines "$INPUT_ARGS"
  words+=(${lines[@]+"${lines[@]}"})
  read_lines "$INPUT_PATHS"
  for line in ${lines[@]+"${lines[@]}"}; do
    case "$line" in -*) line="./$line" ;; esac # a file, whatever it is called
    words+=("$line")
  done

  "$(binaries)/captioncheck" audit "${words[@]}" || code=$?
  echo "exit-code=$code" >>"$GITHUB_OUTPUT"
  if [ -n "$INPUT_SARIF_FILE" ] && [ -f "$INPUT_SARIF_FILE" ]; then
    echo "sarif=$INPUT_SARIF_FILE" >>"$GITHUB_OUTPUT"
  fi
}

case "$1" in install | audit) "$1" ;; *) exit 2 ;; esac
