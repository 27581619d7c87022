# SPDX-License-Identifier: Apache-2.0
# Sourced by the scripts beside this folder and by the files in it: a temporary folder $work, which goes with the processes in $pids.
set -euo pipefail

work=$(mktemp -d)
pids=""
finish() {
  for pid in $pids; do { kill "$pid" && wait "$pid"; } 2>/dev/null || true; done
  rm -rf "$work"
}
trap finish EXIT

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# jars GROUP:NAME:VERSION...: copies them, what they need, and a logger that says nothing to $work/jars.
jars() {
  {
    echo '<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>x</artifactId><version>1</version><dependencies>'
    printf '%s\n' "$@" org.slf4j:slf4j-nop:2.0.17 |
      sed 's|\(.*\):\(.*\):\(.*\)|<dependency><groupId>\1</groupId><artifactId>\2</artifactId><version>\3</version></dependency>|'
    echo '</dependencies></project>'
  } > "$work/pom.xml"
  mvn -q -B -f "$work/pom.xml" dependency:copy-dependencies -DoutputDirectory="$work/jars" -DincludeScope=runtime >/dev/null
}

# java_with_jars FILE ARGUMENT...: runs a source file with the jars.
java_with_jars() { java -cp "$work/jars/*" "$@"; }

# installed PACKAGE VERSION: fails if this version of the Debian package is not installed.
installed() {
  [ "$(dpkg-query -W -f '${Version}' "$1" 2>/dev/null)" = "$2" ] || { echo "needs the Debian package $1 $2" >&2; exit 2; }
}

# answers COMMAND...: waits until the command succeeds, for up to two minutes.
answers() {
  for _ in $(seq 600); do
    "$@" >/dev/null 2>&1 && return
    sleep 0.2
  done
  echo "the server did not start" >&2
  exit 2
}

# expect WHAT WANTED SEEN: prints what was seen, and fails if it is no longer so.
expect() {
  printf '%s\n%s\n\n' "$1" "$3" | sed '2,$s/^/  /'
  [ "$2" = "$3" ] || { printf 'CHANGED. It was:\n%s\n' "$2" >&2; exit 1; }
}

# describe_pages: prints the number of entries in each page of what ldapsearch prints, the result, and whether a control is missing.
describe_pages() {
  awk '
    function page() { if (result != "") print entries + 0 " entries, result " result (control ? "" : ", no control") }
    /^dn: / { if (result != "") { page(); entries = 0; result = ""; control = 0 } entries++ }
    /^result: / { result = $2 }
    /^control: 1.2.840.113556.1.4.319 / { control = 1 }
    END { page() }'
}

# packages NAME@VERSION...: installs packages of npm below $work. Run node there.
packages() { (cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts "$@" >/dev/null); }
