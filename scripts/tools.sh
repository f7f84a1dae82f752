# Finds the tools Hearth needs. Sourced by ./hearth; uses its variables here, cache, java_needed, maven_version.
# shellcheck shell=bash

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$@"
  exit 1
}

# Java reads names of files in the locale's encoding, and without a locale in ASCII, in which it finds no folder "größe".
speak_utf8() {
  local name
  [ "$(locale charmap 2>/dev/null || true)" != UTF-8 ] || return 0
  for name in $(locale -a 2>/dev/null || true); do
    case "$name" in C.UTF-8 | C.utf8)
      export LC_ALL="$name"
      return
      ;;
    esac
  done
}

# need_folder FOLDER WHAT FIX: makes it; ends with what it is for and the fix when it cannot be written to.
need_folder() {
  local why
  if ! why="$(mkdir -p "$1" 2>&1)"; then
    fail "$2 cannot be made: ${why#mkdir: }. $3"
  fi
  [ -w "$1" ] || fail "$2, $1, cannot be written to. $3"
}

is_running() {
  kill -0 "$1" 2>/dev/null || ps -p "$1" >/dev/null 2>&1
}

# The major version of the JDK in this folder, or nothing.
jdk_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 0
  if [ -r "$1/release" ]; then
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
  else
    "$1/bin/javac" -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p'
  fi
}

# Folders that may hold a JDK, best first.
jdk_candidates() {
  [ -z "${JAVA_HOME:-}" ] || printf '%s\n' "$JAVA_HOME"
  local javac
  javac="$(command -v javac || true)"
  if [ -n "$javac" ]; then
    while [ -L "$javac" ]; do
      local target
      target="$(readlink "$javac")"
      case "$target" in /*) javac="$target" ;; *) javac="$(dirname "$javac")/$target" ;; esac
    done
    (cd "$(dirname "$javac")/.." && pwd -P)
  fi
  local folder
  for folder in /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* "$HOME"/.jdks/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    [ -d "$folder" ] && printf '%s\n' "$folder"
  done
  return 0
}

# Sets JAVA_HOME to a JDK that is new enough, or ends with how to get one.
find_java() {
  local candidate major seen=''
  while IFS= read -r candidate; do
    major="$(jdk_major "$candidate")"
    if [ "${major:-0}" -ge "$java_needed" ]; then
      export JAVA_HOME="$candidate"
      return
    fi
    [ -z "$major" ] || seen="$seen
  Java $major in $candidate"
  done <<CANDIDATES
$(jdk_candidates)
CANDIDATES
  fail "Hearth needs a JDK $java_needed and found none (looked at JAVA_HOME, PATH and the usual folders).${seen:+
Found:$seen}
Get one, then run this again:
  Debian, Ubuntu   sudo apt-get install temurin-25-jdk    (first add the repository: https://adoptium.net/installation/linux)
  macOS            brew install openjdk@25
  anywhere         curl -s https://get.sdkman.io | bash && sdk install java 25-tem
or set JAVA_HOME to where you have it."
}

# Whether this mvn is 3.9 or a later 3.
maven_fits() {
  local version
  version="$("$1" -v 2>/dev/null | sed -n 's/^.*Apache Maven \([0-9][0-9.]*\).*/\1/p' | head -n 1)"
  case "$version" in
    3.9* | 3.[1-9][0-9]*) return 0 ;;
    *) return 1 ;;
  esac
}

# Sets maven to one that is new enough; fetches it through an older one when need be.
find_maven() {
  local fetched="$cache/maven/apache-maven-$maven_version/bin/mvn" installed
  if [ -x "$fetched" ]; then
    maven="$fetched"
    return
  fi
  installed="$(command -v mvn || true)"
  [ -n "$installed" ] || fail "Hearth is built with Maven, and there is no mvn on the PATH. Install any version:
  Debian, Ubuntu   sudo apt-get install maven
  macOS            brew install maven"
  if maven_fits "$installed"; then
    maven="$installed"
    return
  fi
  fetch_maven "$installed" "$fetched"
  maven="$fetched"
}

# Unpacks Maven next to its place and moves it there, so that a cut-off download leaves nothing half done.
fetch_maven() {
  local fresh="$cache/maven/.fetch-$$"
  need_folder "$fresh" "The folder for Maven" "Set HEARTH_CACHE to a folder that you may write to."
  # shellcheck disable=SC2064 # now is when the name is known
  trap "rm -rf $(printf '%q' "$fresh")" EXIT
  quietly "Fetching Maven $maven_version (once)" "$cache/maven/fetch.log" \
    "$1" -q -B org.apache.maven.plugins:maven-dependency-plugin:3.8.1:unpack \
    "-Dartifact=org.apache.maven:apache-maven:$maven_version:zip:bin" "-DoutputDirectory=$fresh" \
    -f "$here/scripts/no-project.xml"
  chmod +x "$fresh/apache-maven-$maven_version/bin/mvn"
  rm -rf "$cache/maven/apache-maven-$maven_version"
  mv "$fresh/apache-maven-$maven_version" "$cache/maven/"
  rm -rf "$fresh"
  trap - EXIT
}

# quietly WHAT LOG COMMAND...: one line while it runs; when it fails, the end of its output.
quietly() {
  local what="$1" log="$2" start=$SECONDS job shown=''
  shift 2
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null &
  job=$!
  trap 'kill "$job" 2>/dev/null || true; exit 130' INT TERM
  while kill -0 "$job" 2>/dev/null; do
    sleep 0.2
    if [ -t 2 ]; then
      printf '\r%s ... %ss ' "$what" "$((SECONDS - start))" >&2
      shown=yes
    elif [ -z "$shown" ] && [ $((SECONDS - start)) -ge 1 ]; then
      say "$what ..."
      shown=yes
    fi
  done
  local status=0
  wait "$job" || status=$?
  trap - INT TERM
  if [ -t 2 ] && [ -n "$shown" ]; then printf '\r\033[K' >&2; fi
  if [ "$status" -ne 0 ]; then
    tail -n 30 "$log" >&2
    fail "$what failed. The whole output: $log"
  fi
}
