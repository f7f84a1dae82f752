# Builds and runs Hearth. Sourced by ./hearth after tools.sh.
# shellcheck shell=bash

runtime_home="$here/runtime-image/target/runtime"
classes="$here/gateway/target/classes"
libraries="$here/gateway/target/lib"

wants_help() {
  local argument
  for argument in "$@"; do
    case "$argument" in -h | --help | -V | --version) return 0 ;; esac
  done
  return 1
}

# Help needs the gateway's classes, however old.
build_quietly_for_help() {
  if [ -d "$libraries" ]; then find_java; else build_for_up; fi
}

# Examples whose folder a DIR holds or lies in, as Maven modules. Options and folders elsewhere name none.
wanted_examples() {
  local argument folder example
  for argument in "$@"; do
    [ -d "$argument" ] || continue
    folder="$(cd "$argument" && pwd -P)/"
    for example in "$here"/examples/*/; do
      [ -f "${example}pom.xml" ] || continue
      case "$example" in "$folder"*) printf '%s\n' "examples/$(basename "$example")" && continue ;; esac
      case "$folder" in "$example"*) printf '%s\n' "examples/$(basename "$example")" ;; esac
    done
  done | sort -u
}

# Builds the gateway, the runtime and the examples asked for, unless nothing changed since the last time.
build_for_up() {
  find_java
  local given examples modules stamp
  given=("$@")
  [ "${#given[@]}" -gt 1 ] || given=(up .)
  examples="$(wanted_examples "${given[@]}")"
  modules="gateway,runtime-image$(printf '%s' "${examples:+,$examples}" | tr '\n' ',')"
  stamp="$here/target/up-$(printf '%s' "$modules" | cksum | cut -d ' ' -f 1)"
  is_built "$stamp" $examples || build "$modules" "$stamp" $examples
  train_runtime
}

# is_built STAMP EXAMPLE...: nothing that goes into the build is newer than the stamp, and the results are there.
is_built() {
  local stamp="$1" folder
  shift
  [ -f "$stamp" ] && [ -d "$libraries" ] && [ -d "$classes" ] && [ -d "$runtime_home" ] || return 1
  for folder in "$@"; do
    [ -n "$(find "$here/$folder/target" -maxdepth 1 -name '*.jar' 2>/dev/null | head -n 1)" ] || return 1
  done
  local parts=() module
  for module in protocol scaling crds code runtime-image gateway "$@"; do
    parts+=("$here/$module/pom.xml")
    [ ! -d "$here/$module/src/main" ] || parts+=("$here/$module/src/main")
  done
  [ -z "$(find "$here/pom.xml" "${parts[@]}" -newer "$stamp" 2>/dev/null | head -n 1)" ]
}

build() {
  local modules="$1" stamp="$2"
  find_maven
  mkdir -p "$here/target"
  # Stamped with the time of the start: what is edited meanwhile counts as changed.
  touch "$stamp.new"
  quietly "Building Hearth (the first time takes some minutes)" "$here/target/build.log" \
    "$maven" -B -ntp -f "$here/pom.xml" -pl "$modules" -am package \
    -DskipTests -Dspotless.check.skip=true -Denforcer.skip=true -Dhearth.gates.skip=true
  mv "$stamp.new" "$stamp"
}

# The runtime's AOT cache makes cold starts several times faster; everything works without it.
train_runtime() {
  local trainer="$runtime_home/train"
  if [ -x "$trainer" ] && [ ! -f "$runtime_home/runtime.aot" ]; then
    quietly "Preparing fast starts (once)" "$here/target/train.log" "$trainer"
  fi
}

run_up() {
  export HEARTH_RUNTIME_HOME="${HEARTH_RUNTIME_HOME:-$runtime_home}" HEARTH_CACHE="$cache"
  exec "$JAVA_HOME/bin/java" -XX:+UseSerialGC -XX:TieredStopAtLevel=4 --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow -cp "$classes:$libraries/*" dev.hearth.gateway.up.HearthMain "$@"
}

# Every test of every module. More arguments go to Maven, e.g. -pl code.
run_tests() {
  find_java
  find_maven
  cd "$here"
  exec "$maven" -B -ntp verify "$@"
}
