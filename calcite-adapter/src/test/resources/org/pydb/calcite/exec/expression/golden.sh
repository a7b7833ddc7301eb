#!/bin/bash
# Fills expressions.golden with what a real PostgreSQL answers: type and value, or the SQLSTATE.
#
# Run it with the usual PG* variables pointing at a PostgreSQL 16 or 17 whose database has the encoding
# UTF8 and the locale C.UTF-8. Lines keep their order, comments stay; only the answers change.
set -e
cd "$(dirname "$0")"
{
  cat <<'SQL'
set timezone = 'Europe/Berlin';
create function pg_temp.plus_days(date, int) returns date language sql
  as 'select $1 + $2';
create function pg_temp.plus_months(timestamp, bigint) returns timestamp language sql
  as 'select $1 + make_interval(months => $2::int)';
create function pg_temp.plus_months(date, bigint) returns date language sql
  as 'select ($1 + make_interval(months => $2::int))::date';
create function pg_temp.plus_months(timestamptz, bigint) returns timestamptz language sql
  as 'select $1 + make_interval(months => $2::int)';
create function pg_temp.plus_micros(timestamp, bigint) returns timestamp language sql
  as 'select $1 + $2 * interval ''1 microsecond''';
create function pg_temp.plus_micros(time, bigint) returns time language sql
  as 'select $1 + $2 * interval ''1 microsecond''';
create function pg_temp.plus_micros(timestamptz, bigint) returns timestamptz language sql
  as 'select $1 + $2 * interval ''1 microsecond''';
create function pg_temp.days_between(date, date) returns int language sql
  as 'select $1 - $2';
create function pg_temp.micros_between(timestamp, timestamp) returns bigint language sql
  as 'select (extract(epoch from $1 - $2) * 1000000)::bigint';
create function pg_temp.micros_between(timestamptz, timestamptz) returns bigint language sql
  as 'select (extract(epoch from $1 - $2) * 1000000)::bigint';
create function pg_temp.micros_between(time, time) returns bigint language sql
  as 'select (extract(epoch from $1 - $2) * 1000000)::bigint';
create function pg_temp.answer(expression text) returns text language plpgsql as $$
declare result text;
begin
  execute 'select pg_typeof(e)::text || E''\t'' || coalesce(e::text, ''NULL'') from (select '
    || regexp_replace(expression, '\m((plus|days|micros)_[a-z]+\()', 'pg_temp.\1', 'g') || ' as e) q'
    into result;
  return expression || E'\t' || result;
exception when others then
  return expression || E'\terror\t' || sqlstate;
end $$;
SQL
  while IFS= read -r line; do
    expression=${line%%$'\t'*}
    if [[ $line == '#'* || -z $line ]]; then
      printf '\\echo %s\n' "'${line//\'/\'\'}'"
    else
      printf 'select pg_temp.answer($expression$%s$expression$);\n' "$expression"
    fi
  done < expressions.golden
} | psql -qAt > expressions.new
mv expressions.new expressions.golden
