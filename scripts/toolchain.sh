# Finds what Hearth is built and run with. Sourced by ./hearth; sets JAVA_HOME and MVN, or says what to do.

HEARTH_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/hearth
MAVEN_VERSION=3.9.16

say() { printf '%s\n' "$*" >&2; }
die() { say "hearth: $*"; exit 1; }

java_major() { # folder -> major version, or nothing
  [ -x "$1/bin/java" ] && [ -r "$1/release" ] && sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

java_candidates() {
  [ -n "${JAVA_HOME:-}" ] && echo "$JAVA_HOME"
  local on_path
  on_path=$(command -v java) && on_path=$(readlink -f "$on_path" 2>/dev/null || echo "$on_path") && dirname "$(dirname "$on_path")"
  ls -d /usr/lib/jvm/* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* /opt/java/* /opt/*jdk* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home 2>/dev/null
}

find_java() {
  local home
  while read -r home; do
    if [ "$(java_major "$home")" = 25 ] && [ -x "$home/bin/javac" ]; then
      export JAVA_HOME=$home
      return
    fi
  done < <(java_candidates)
  die "needs a JDK 25 and found none in JAVA_HOME, on the PATH or in the usual folders.
  Debian, Ubuntu:  apt-get install temurin-25-jdk    (Adoptium's package repository)
  macOS:           brew install --cask temurin@25
  SDKMAN:          sdk install java 25-tem
Then run this again, or set JAVA_HOME to it."
}

maven_fits() { # mvn -> whether it is 3.9 or later, below 4
  "$1" --version 2>/dev/null | sed -n 's/.*Apache Maven \(3\.[0-9]*\).*/\1/p' | grep -qE '^3\.(9|[1-9][0-9])$'
}

find_maven() {
  local on_path own="$HEARTH_CACHE/maven/apache-maven-$MAVEN_VERSION/bin/mvn"
  if on_path=$(command -v mvn) && maven_fits "$on_path"; then MVN=$on_path; return; fi
  if [ ! -f "$own" ]; then
    [ -n "$on_path" ] || die "needs Maven 3.9 or later. Debian: apt-get install maven; macOS: brew install maven."
    step "fetching Maven $MAVEN_VERSION" fetch_maven "$on_path"
  fi
  chmod +x "$own"
  MVN=$own
}

fetch_maven() { # the older Maven that is there
  (cd / && "$1" -B -ntp org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    "-Dartifact=org.apache.maven:apache-maven:$MAVEN_VERSION:zip:bin" "-DoutputDirectory=$HEARTH_CACHE/maven")
}

# Runs a command quietly with a line of progress; shows the end of its output when it fails.
step() { # what command…
  local what=$1 log status=0 begun=$SECONDS pid
  shift
  mkdir -p "$HEARTH_CACHE/log"
  log=$(mktemp "$HEARTH_CACHE/log/step.XXXXXX")
  "$@" >"$log" 2>&1 </dev/null &
  pid=$!
  if [ -t 2 ]; then
    while kill -0 "$pid" 2>/dev/null; do printf '\r  %s … %ds ' "$what" $((SECONDS - begun)) >&2; sleep 0.2; done
    printf '\r' >&2
  else
    say "  $what …"
  fi
  wait "$pid" || status=$?
  if [ "$status" != 0 ]; then
    tail -n 30 "$log" >&2
    die "$what failed; all of its output: $log"
  fi
  say "  $what: done in $((SECONDS - begun)) s"
  rm -f "$log"
}
