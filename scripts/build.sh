# Builds and runs Hearth. Sourced by ./hearth after tools.sh.
# shellcheck shell=bash

work="$here/target/up"
modules="protocol scaling crds code runtime-image gateway"

wants_help() {
  local argument
  for argument in "$@"; do
    case "$argument" in -h | --help | -V | --version) return 0 ;; esac
  done
  return 1
}

# Examples whose folder a DIR holds or lies in, as Maven modules, one per line. Other folders and options name none.
wanted_examples() {
  local argument folder example
  for argument in "$@"; do
    [ -d "$argument" ] || continue
    folder="$(cd "$argument" && pwd -P)/"
    for example in "$here"/examples/*/; do
      [ -f "${example}pom.xml" ] || continue
      case "$example" in "$folder"*) printf 'examples/%s\n' "$(basename "$example")" ;; esac
      case "$folder" in "$example"?*) printf 'examples/%s\n' "$(basename "$example")" ;; esac
    done
  done | sort -u
}

# Builds the gateway, the runtime and the examples asked for, unless nothing changed since the last time.
# What runs is a copy, so that a later build does not pull the jars from under a running gateway.
build_for_up() {
  local examples=() example key
  find_java
  [ "$#" -gt 1 ] || set -- up .
  while IFS= read -r example; do
    [ -z "$example" ] || examples+=("$example")
  done <<EXAMPLES
$(wanted_examples "$@")
EXAMPLES
  key="$(printf '%s' "${examples[*]:-}" | cksum | cut -d ' ' -f 1)"
  stamp="$work/built-$key"
  is_built ${examples[@]+"${examples[@]}"} || build ${examples[@]+"${examples[@]}"}
  running="$(cat "$stamp")"
}

# is_built EXAMPLE...: nothing that goes into the build is newer than the stamp, and the results are there.
is_built() {
  local module folder parts=("$here/pom.xml")
  [ -s "$stamp" ] && [ -d "$(cat "$stamp")" ] || return 1
  for module in "$@"; do
    [ -n "$(find "$here/$module/target" -maxdepth 1 -name '*.jar' 2>/dev/null | head -n 1)" ] || return 1
  done
  for module in $modules "$@"; do
    parts+=("$here/$module/pom.xml")
    for folder in main signals; do
      [ ! -d "$here/$module/src/$folder" ] || parts+=("$here/$module/src/$folder")
    done
  done
  [ -z "$(find "${parts[@]}" -newer "$stamp" 2>/dev/null | head -n 1)" ]
}

# build EXAMPLE...
build() {
  local list example
  find_maven
  hold_the_build
  # Another start of Hearth has built meanwhile.
  if is_built "$@"; then
    release_the_build
    return
  fi
  # Stamped with the time of the start: what is edited meanwhile counts as changed.
  : >"$stamp.new"
  list="gateway,runtime-image"
  for example in "$@"; do list="$list,$example"; done
  quietly "Building Hearth (a minute or two the first time)" "$work/build.log" \
    "$maven" -B -ntp -f "$here/pom.xml" -pl "$list" -am package \
    -Dmaven.test.skip=true -Dspotless.check.skip=true -Denforcer.skip=true
  copy_for_running
  printf '%s\n' "$running" >"$stamp.content"
  touch -r "$stamp.new" "$stamp.content"
  mv "$stamp.content" "$stamp"
  rm -f "$stamp.new"
  release_the_build
}

# Keeps this copy, whatever the clock said for others, and the two newest of the rest: older ones may still run, but hardly.
copy_for_running() {
  local old fresh="$work/fresh"
  rm -rf "$fresh"
  mkdir -p "$fresh"
  cp -Rp "$here/gateway/target/classes" "$here/gateway/target/lib" "$here/runtime-image/target/runtime" "$fresh/"
  # Whole before it has its name: a copy that was cut off must not run. The AOT cache knows the place, so it comes after.
  running="$work/run-$(date +%Y%m%d%H%M%S)-$$"
  mv "$fresh" "$running"
  train_runtime "$running/runtime"
  # shellcheck disable=SC2012 # names are our own
  ls -d "$work"/run-* | { grep -vxF "$running" || true; } | sort -r | tail -n +3 | while IFS= read -r old; do rm -rf "$old"; done
}

# train_runtime FOLDER: makes the AOT cache there, which makes cold starts several times faster. All works without it.
train_runtime() {
  if [ -x "$1/train" ]; then
    quietly "Preparing fast starts (once per build)" "$work/train.log" "$1/train"
  fi
}

# hold LOCK WHAT: one of a kind at a time in this checkout. A lock whose holder is gone is taken over. It is a link to the
# holder's process id: that is there at once and whole, or not at all, even on a full disk.
hold() {
  local lock="$work/$1" holder told='' tries=0
  need_folder "$work" "The folder for what is built" "Let a user build Hearth who may write to $here, once: ./hearth up --help"
  until ln -s "$$" "$lock" 2>/dev/null; do
    holder="$(readlink "$lock" 2>/dev/null || cat "$lock" 2>/dev/null || true)"
    if [ -z "$holder" ]; then
      tries=$((tries + 1))
      [ "$tries" -lt 20 ] || fail "$lock cannot be made: is the disk full? If it is there, remove it."
      sleep 0.1
      continue
    fi
    if ! is_running "$holder"; then
      rm -f "$lock"
      continue
    fi
    [ -n "$told" ] || say "Waiting for another $2 of this checkout (process $holder) ..."
    told=yes
    sleep 0.5
  done
  trap 'release lock; release images-lock' EXIT
}

# release LOCK: if it is this process that holds it.
release() {
  [ "$(readlink "$work/$1" 2>/dev/null || true)" != "$$" ] || rm -f "$work/$1"
}

hold_the_build() { hold lock build; }

release_the_build() { release lock; }

# What was built last, however old: for commands that only ask a gateway.
find_running() {
  local newest
  # shellcheck disable=SC2012 # names are our own
  newest="$(ls -d "$work"/run-* 2>/dev/null | sort -r | head -n 1 || true)"
  if [ -n "$newest" ] && [ -f "$newest/classes/dev/hearth/gateway/up/EventsCommand.class" ]; then
    find_java
    running="$newest"
  else
    build_for_up up --help
  fi
}

# Becomes the gateway. HEARTH_CACHE stays unset if it is: versions and events are no cache, and have a folder of their own then.
run_up() {
  export HEARTH_RUNTIME_HOME="${HEARTH_RUNTIME_HOME:-$running/runtime}"
  run_main "$@"
}

# Becomes the program.
run_main() {
  case "$running" in *:*) fail "The path of this checkout, $here, has a colon, and Java's class path ends there. Move it." ;; esac
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -Xshare:auto --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow "-Duser.home=$HOME" -cp "$running/classes:$running/lib/*" dev.hearth.gateway.up.HearthMain "$@"
}

# Every test of every module; the benchmarks are built only. More arguments go to Maven, e.g. -pl code.
run_tests() {
  find_java
  find_maven
  hold_the_build
  # only root may read package lists; without stunnel its tests are skipped
  if has_packages && { knows_packages || [ "$(id -u)" = 0 ]; }; then
    make_tunnel
    export HEARTH_STUNNEL="$tunnel_layer/opt/hearth/stunnel/stunnel"
  fi
  local status=0
  (cd "$here" && "$maven" -B -ntp -Pbenchmarks verify "$@") || status=$?
  release_the_build
  exit "$status"
}

# Formats Hearth's own sources, those of examples and of the frameworks' functions included.
run_format() {
  find_java
  find_maven
  quietly "Formatting" "$work/format.log" "$maven" -B -ntp -f "$here/pom.xml" -Pbenchmarks \
    -pl .,protocol,scaling,crds,code,runtime-image,gateway,operator,images,fuzz,e2e/functions,e2e,benchmarks spotless:apply
}
