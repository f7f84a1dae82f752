# Builds Hearth's container images. Sourced by ./hearth after build.sh.
# shellcheck shell=bash

image_version=0.1.0
image_usage='Builds the container images of runtime, gateway and operator from Debian packages and the JDK at hand, pulling nothing.

  ./hearth images [DIR]          writes hearth-runtime.tar, hearth-gateway.tar and hearth-operator.tar; default target/images
  ./hearth images --push PREFIX  writes them to a registry instead, e.g. --push registry.example.com/hearth
  ./hearth images --base IMAGE   puts them on an image of a registry instead of the files taken from Debian, with --push

  ./hearth images --built ...    takes what a build with Maven has left, without building

A tar is imported with: ctr -n k8s.io images import FILE, docker load -i FILE, or k3s ctr images import FILE.
Needed beside Java and Maven: Linux with apt-get and dpkg-deb (Debian, Ubuntu).'

# What the JVM, the launcher and native code of functions need of an operating system: package and the files taken of it.
slice='
libc6 lib/*/libc.so.6 lib/*/libm.so.6 lib/*/libdl.so.2 lib/*/libpthread.so.0 lib/*/librt.so.1 lib/*/libresolv.so.2
libc6 lib/*/libnss_dns.so.2 lib/*/libnss_files.so.2 lib64/ld-linux-*.so.* lib/ld-linux-*.so.* lib/*/ld-linux-*.so.*
libc-bin usr/lib/locale/C.utf8
libgcc-s1 lib/*/libgcc_s.so.1
libstdc++6 usr/lib/*/libstdc++.so.6
zlib1g lib/*/libz.so.1
dash bin/sh bin/dash
coreutils bin/sleep usr/bin/env
ca-certificates usr/share/ca-certificates/mozilla
tzdata usr/share/zoneinfo
'

run_images() {
  local out="$here/target/images" push='' base='' built=''
  shift
  while [ "$#" -gt 0 ]; do
    case "$1" in
      --push) push="${2:?--push needs a prefix}"; shift 2 ;;
      --base) base="${2:?--base needs an image}"; shift 2 ;;
      --built) built=yes; shift ;;
      -h | --help) printf '%s\n' "$image_usage"; return ;;
      -*) fail "There is no option '$1'; see ./hearth images --help" ;;
      *) out="$1"; shift ;;
    esac
  done
  [ -z "$base" ] || [ -n "$push" ] || fail "--base needs --push: the base is read from a registry."
  find_java
  hold images-lock "build of images"
  [ -n "$built" ] || build_parts
  work_images="$here/target/images-work"
  rm -rf "$work_images"
  mkdir -p "$work_images" "$out"
  make_base
  make_tunnel
  make_jre
  make_applications
  pack "$out" "$push" "$base"
  release images-lock
}

build_parts() {
  find_maven
  hold_the_build
  quietly "Building Hearth" "$work/images-build.log" "$maven" -B -ntp -f "$here/pom.xml" \
    -pl gateway,runtime-image,operator,images -am package -Dmaven.test.skip=true -Dspotless.check.skip=true -Denforcer.skip=true
  release_the_build
}

has_packages() { command -v apt-get >/dev/null && command -v dpkg-deb >/dev/null; }

knows_packages() { [ -n "$(apt-cache policy stunnel4 2>/dev/null | sed -n '/Candidate: [0-9]/p')" ]; }

read_package_lists() {
  knows_packages || quietly "Reading Debian's package lists" "$work/apt.log" apt-get update -qq
}

# The operating system's files, kept by the versions of the packages that they come from.
make_base() {
  has_packages || fail "Images are made of Debian's packages: apt-get and dpkg-deb are needed (Debian, Ubuntu)."
  local packages versions
  packages="$(printf '%s' "$slice" | sed -n 's/^\([^ ][^ ]*\) .*/\1/p' | sort -u | tr '\n' ' ')"
  read_package_lists
  # shellcheck disable=SC2086 # package names are words
  versions="$(apt-cache policy $packages | grep -E '^[a-z]|Candidate:')"
  base_layer="$cache/images/base-$(printf '%s%s' "$slice" "$versions" | cksum | cut -d ' ' -f 1)"
  [ -d "$base_layer" ] || quietly "Taking what an image needs from Debian (once)" "$work/base.log" take_slice "$base_layer" "$packages"
}

# take_slice FOLDER PACKAGES
take_slice() {
  local folder="$1.$$" scratch package pattern file
  scratch="$(mktemp -d)"
  mkdir -p "$folder"/{bin,etc,tmp,var/hearth,var/task,etc/ssl/certs,proc,dev,sys,run}
  (
    cd "$scratch"
    # shellcheck disable=SC2086
    apt-get download $2
    for file in *.deb; do dpkg-deb -x "$file" "${file%%_*}"; done
    printf '%s' "$slice" | while read -r package patterns; do
      for pattern in $patterns; do
        # shellcheck disable=SC2086 # patterns are to be expanded
        for file in $package/$pattern; do
          [ -e "$file" ] || continue
          mkdir -p "$folder/$(dirname "${file#"$package"/}")"
          cp -RL "$file" "$folder/$(dirname "${file#"$package"/}")/"
        done
      done
    done
  )
  rm -rf "$folder"/usr/share/zoneinfo/{right,posix}
  cat "$folder"/usr/share/ca-certificates/mozilla/*.crt >"$folder/etc/ssl/certs/ca-certificates.crt"
  rm -rf "$folder/usr/share/ca-certificates"
  printf 'root:x:0:0:root:/:/bin/sh\nhearth:x:10001:10001:Hearth:/tmp:/bin/sh\n' >"$folder/etc/passwd"
  printf 'root:x:0:\nhearth:x:10001:\n' >"$folder/etc/group"
  printf 'hosts: files dns\n' >"$folder/etc/nsswitch.conf"
  find "$folder" -exec touch -h -d @1 {} +
  rm -rf "$scratch"
  mv "$folder" "$1"
}

# The TLS proxy of environments and its libraries, in a folder of their own, so that functions see none of them.
make_tunnel() {
  local packages versions
  read_package_lists
  packages="$(with_libraries stunnel4)"
  # shellcheck disable=SC2086 # package names are words
  versions="$(apt-cache policy $packages | grep -E '^[a-z]|Candidate:')"
  tunnel_layer="$cache/images/stunnel-$(printf '%s%s' "$versions" "$(declare -f take_stunnel)" | cksum | cut -d ' ' -f 1)"
  [ -d "$tunnel_layer" ] || quietly "Taking stunnel from Debian (once)" "$work/stunnel.log" take_stunnel "$tunnel_layer" "$packages"
}

# with_libraries PACKAGE: it and all packages of libraries that it needs, whatever this release calls them, but for the base's.
with_libraries() {
  local found="$1" left="$1" package
  while [ -n "$left" ]; do
    package="${left%% *}"
    left="${left#"$package"}"
    left="${left# }"
    for package in $(apt-cache depends -i "$package" | sed -n 's/^ *|*[A-Za-z]*Depends: \(lib[^ ]*\)$/\1/p'); do
      case " $found libc6 libgcc-s1 " in *" $package "*) continue ;; esac
      found="$found $package"
      left="$left${left:+ }$package"
    done
  done
  printf '%s' "$found"
}

# take_stunnel FOLDER PACKAGES
take_stunnel() {
  local folder="$1.$$" scratch library
  scratch="$(mktemp -d)"
  mkdir -p "$folder/opt/hearth/stunnel/lib"
  (
    cd "$scratch"
    # shellcheck disable=SC2086
    apt-get download $2
    for package in *.deb; do dpkg-deb -x "$package" .; done
    cp usr/bin/stunnel4 "$folder/opt/hearth/stunnel/stunnel"
    LD_LIBRARY_PATH="$(printf '%s:' "$scratch"/lib/*/ "$scratch"/usr/lib/*/)" ldd usr/bin/stunnel4 >needed
    if grep 'not found' needed; then exit 1; fi
    sed -n "s#.* => \($scratch/[^ ]*\) .*#\1#p" needed | while read -r library; do
      cp -L "$library" "$folder/opt/hearth/stunnel/lib/"
    done
  )
  find "$folder" -exec touch -h -d @1 {} +
  rm -rf "$scratch"
  mv "$folder" "$1"
}

# A JRE of the JDK at hand with what functions may use: all of java.se and what libraries expect beside it.
make_jre() {
  local modules=java.se,jdk.unsupported,jdk.crypto.ec,jdk.crypto.cryptoki,jdk.zipfs,jdk.naming.dns,jdk.charsets,jdk.localedata
  modules="$modules,jdk.httpserver,jdk.management,jdk.net,jdk.nio.mapmode,jdk.security.auth,jdk.xml.dom,jdk.jfr,jdk.accessibility"
  jre_layer="$cache/images/jre-$(printf '%s%s%s' "$modules" "$(cat "$JAVA_HOME/release")" "$(declare -f link_jre)" | cksum | cut -d ' ' -f 1)"
  [ -d "$jre_layer" ] || quietly "Making a JRE (once)" "$work/jre.log" link_jre "$jre_layer" "$modules"
}

link_jre() {
  mkdir -p "$1.$$/opt"
  "$JAVA_HOME/bin/jlink" --add-modules "$2" --no-header-files --no-man-pages --compress zip-6 --output "$1.$$/opt/java"
  rm -rf "$1.$$/opt/java/legal"
  # every JVM reads it while it starts
  sed -i '/^#/d; /^$/d' "$1.$$/opt/java/conf/security/java.security"
  find "$1.$$" -exec touch -h -d @1 {} +
  mv "$1.$$" "$1"
}

make_applications() {
  local application="$work_images/runtime/opt/hearth"
  mkdir -p "$application" "$work_images/gateway/opt/hearth/gateway/lib" "$work_images/operator/opt/hearth"
  cp -R "$here/runtime-image/target/runtime" "$application/runtime"
  rm -f "$application/runtime/runtime.aot"
  cp "$here"/gateway/target/lib/*.jar "$work_images/gateway/opt/hearth/gateway/lib/"
  cp "$here"/gateway/target/hearth-gateway-*.jar "$work_images/gateway/opt/hearth/gateway/lib/hearth-gateway.jar"
  cp -R "$here/operator/target/quarkus-app" "$work_images/operator/opt/hearth/operator"
  find "$work_images" -exec touch -h -d @1 {} +
  quietly "Preparing fast starts" "$work/train-images.log" train_in_place
  find "$work_images" -exec touch -h -d @1 {} +
}

# An AOT cache is for files in their places: in a mount namespace of its own everything lies where it will in the image.
train_in_place() {
  local rights=''
  [ "$(id -u)" = 0 ] || rights=-r
  # shellcheck disable=SC2086,SC2016 # no option when root; the inner shell expands
  unshare $rights -m sh -ec '
    mount -t tmpfs hearth /opt
    mkdir -p /opt/java /opt/training /opt/hearth/runtime /opt/hearth/gateway /opt/hearth/operator
    mount --bind "$1" /opt/java
    mount --bind "$2" /opt/training
    for image in runtime gateway operator; do mount --bind "$3/$image/opt/hearth/$image" /opt/hearth/$image; done
    JAVA_HOME=/opt/java /opt/hearth/runtime/train
    /opt/java/bin/java -cp "/opt/training/classes:/opt/training/lib/*" dev.hearth.images.training.TrainingMain "$4"
  ' train "$jre_layer/opt/java" "$here/images/target" "$work_images" "$(mktemp -d "$work_images/training.XXXXXX")"
  rm -f "$work_images/runtime/opt/hearth/runtime/train" "$work_images/runtime/opt/hearth/runtime/mounts"
}

# pack OUT PUSH BASE
pack() {
  local kind name target layers
  # jib knows files by path and age, and here all are of one age: it must remember none from another build
  for kind in runtime gateway operator; do
    name="${2:+$2/}hearth-$kind:$image_version"
    if [ -n "$2" ]; then target=(--push); else target=(--tar "$1/hearth-$kind.tar"); fi
    layers=(--layer "$jre_layer")
    if [ "$kind" = runtime ]; then layers+=(--layer "$tunnel_layer"); fi
    layers+=(--layer "$work_images/$kind")
    if [ -n "$3" ]; then target+=(--base "$3"); else layers=(--layer "$base_layer" "${layers[@]}"); fi
    quietly "Packing $name" "$work/pack-$kind.log" "$JAVA_HOME/bin/java" -cp "$here/images/target/classes:$here/images/target/lib/*" \
      dev.hearth.images.ImagesMain --image "$(printf '%s' "$kind" | tr '[:lower:]' '[:upper:]')" --name "$name" \
      --cache "$work_images/jib" --architecture "$(dpkg --print-architecture)" "${target[@]}" "${layers[@]}"
    say "$name${2:+ pushed}${2:- in $1/hearth-$kind.tar, $(du -h "$1/hearth-$kind.tar" 2>/dev/null | cut -f 1)}"
  done
}
