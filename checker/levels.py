"""What other tools call the severities, which are SARIF's `note`, `warning` and `error`."""

from collections.abc import Mapping

from checker.finding import Severity

# https://docs.github.com/actions/reference/workflow-commands-for-github-actions
GITHUB: Mapping[Severity, str] = {
    Severity.NOTE: "notice",
    Severity.WARNING: "warning",
    Severity.ERROR: "error",
}
# Of info, minor, major, critical and blocker: a wrong caption breaks no site.
GITLAB: Mapping[Severity, str] = {
    Severity.NOTE: "info",
    Severity.WARNING: "minor",
    Severity.ERROR: "major",
}
RDFORMAT: Mapping[Severity, str] = {
    Severity.NOTE: "INFO",
    Severity.WARNING: "WARNING",
    Severity.ERROR: "ERROR",
}
# A test passes, fails or is skipped: a note is told and fails nothing.
JUNIT: Mapping[Severity, str] = {
    Severity.NOTE: "skipped",
    Severity.WARNING: "failure",
    Severity.ERROR: "failure",
}
