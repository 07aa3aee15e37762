#!/usr/bin/env bash
# A PostgreSQL with pgvector of our own, for the integration tests: `start`, `stop`.
# Uses what is installed, else installs Debian's packages; pgvector comes from Debian's source package where the
# release has no binary one. Listens on loopback only, in a folder of its own, and prints its address on stdout.
set -euo pipefail

state=${FAIRLEAD_CI_POSTGRES:-${TMPDIR:-/tmp}/fairlead-postgres}
port=${FAIRLEAD_CI_POSTGRES_PORT:-5433}
log() { printf '%s\n' "postgres: $*" >&2; }
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
newest() { ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1 | xargs -r dirname; }

install_server() {
  [ -n "$(newest)" ] && return
  log 'installing PostgreSQL'
  apt-get update -qq >&2
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >&2
}

vector_there() { [ -f "$("$1/pg_config" --sharedir 2>/dev/null)/extension/vector.control" ]; }

install_vector() {
  local bin=$1 version build
  version=$(basename "$(dirname "$bin")")
  if [ -x "$bin/pg_config" ] && vector_there "$bin"; then return; fi
  log "installing pgvector for PostgreSQL $version"
  apt-get update -qq >&2
  if apt-get install -y -qq --no-install-recommends "postgresql-$version-pgvector" >&2 2>/dev/null; then return; fi
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "postgresql-$version" "postgresql-server-dev-$version" gcc make dpkg-dev >&2
  vector_there "$bin" && return
  build=$(mktemp -d)
  # Debian's next release as a source of sources only, from where this machine has Debian from, in lists of its own:
  # the machine's apt stays as it was.
  local debian
  debian=$(apt-get indextargets --format '$(REPO_URI)' | grep -E '/debian/?$' | sort -u | tail -n 1)
  mkdir -p "$build/lists/partial" "$build/source"
  printf 'deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s trixie main\n' "$debian" >"$build/sources.list"
  local apt=(-o "Dir::Etc::sourcelist=$build/sources.list" -o Dir::Etc::sourceparts=- -o "Dir::State::lists=$build/lists" -o APT::Sandbox::User=root -qq)
  apt-get "${apt[@]}" update >&2
  (cd "$build/source" && apt-get "${apt[@]}" source --download-only pgvector >&2 && dpkg-source --no-check -x pgvector_*.dsc unpacked >&2)
  # No OPTFLAGS: the default -march=native may not run on the machine that comes next.
  make -s -C "$build/source/unpacked" OPTFLAGS='' PG_CONFIG="$bin/pg_config" >&2
  make -s -C "$build/source/unpacked" OPTFLAGS='' PG_CONFIG="$bin/pg_config" install >&2
  rm -rf "$build"
}

start() {
  install_server
  local bin
  bin=$(newest)
  install_vector "$bin"
  if [ ! -d "$state/data" ]; then
    mkdir -p "$state"
    [ "$(id -u)" = 0 ] && chown postgres "$state"
    as_postgres "$bin/initdb" -D "$state/data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 >/dev/null
    # Tests only: nothing here has to outlive a power cut.
    as_postgres tee -a "$state/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$state'
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 200
CONF
  fi
  if ! as_postgres "$bin/pg_ctl" -D "$state/data" status >/dev/null 2>&1; then
    as_postgres "$bin/pg_ctl" -D "$state/data" -w -l "$state/log" start >/dev/null
  fi
  # As an operator would have it: the login may create databases and roles, and is no superuser.
  as_postgres "$bin/psql" -h "$state" -p "$port" -U postgres -q -v ON_ERROR_STOP=1 >&2 <<'SQL'
select 'create role fairlead login createdb createrole password ''fairlead''' where not exists (select from pg_roles where rolname = 'fairlead') \gexec
\connect template1
create extension if not exists vector;
SQL
  log "$("$bin/postgres" --version), pgvector, 127.0.0.1:$port"
  echo "postgresql://fairlead:fairlead@127.0.0.1:$port/postgres"
}

stop() {
  [ -d "$state/data" ] && as_postgres "$(newest)/pg_ctl" -D "$state/data" -m fast stop >/dev/null 2>&1 || true
}

case ${1:-} in
  start | stop) "$1" ;;
  *) echo "usage: .ci/postgres.sh start|stop" >&2; exit 2 ;;
esac
