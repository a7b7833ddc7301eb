package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.pydb.engine.TableEngines;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.TableDefinition;

/** PostgreSQL's tables of types, databases, roles and settings, and of what pydb has none. */
final class PgObjects {
  private static final String SCHEMA = SystemTables.PG_CATALOG;

  private PgObjects() {}

  static List<SystemTable> tables() {
    return List.of(
        types(),
        database(),
        roles(),
        accessMethods(),
        settings(),
        nothing("pg_enum", "oid# enumtypid# enumsortorder# enumlabel"),
        nothing("pg_inherits", "inhrelid# inhparent# inhseqno#"),
        functions(),
        nothing(
            "pg_trigger",
            "oid# tgrelid# tgparentid# tgname tgfoid# tgtype# tgenabled tgisinternal?"
                + " tgconstrrelid# tgconstrindid# tgconstraint# tgdeferrable? tginitdeferred?"),
        nothing("pg_extension", "oid# extname extowner# extnamespace# extversion"),
        nothing("pg_collation", "oid# collname collnamespace# collowner# collprovider"),
        nothing("pg_rewrite", "oid# rulename ev_class# ev_type ev_enabled is_instead?"),
        nothing("pg_tablespace", "oid# spcname spcowner#"),
        nothing("pg_partitioned_table", "partrelid# partstrat partnatts#"),
        nothing("pg_foreign_table", "ftrelid# ftserver#"),
        nothing("pg_range", "rngtypid# rngsubtype#"));
  }

  private static SystemTable types() {
    return SystemTable.of(SCHEMA, "pg_type", state -> PgType.all())
        .bigint("oid", PgType::oid)
        .text("typname", PgType::name)
        .bigint("typnamespace", type -> Oids.schema(SCHEMA))
        .bigint("typowner", type -> Oids.ROLE)
        .smallint("typlen", PgType::length)
        .bool("typbyval", type -> type.length() > 0)
        .text("typtype", type -> type.isPseudo() ? "p" : "b")
        .text("typcategory", PgType::category)
        .bool("typispreferred", type -> false)
        .bool("typisdefined", type -> true)
        .constant("typdelim", ",")
        .bigint("typrelid", type -> 0)
        .bigint("typelem", PgType::element)
        .bigint("typarray", PgType::array)
        .text("typinput", type -> type.isArray() ? "array_in" : type.name() + "in")
        .text("typoutput", type -> type.isArray() ? "array_out" : type.name() + "out")
        .bool("typnotnull", type -> false)
        .bigint("typbasetype", type -> 0)
        .integer("typtypmod", type -> -1)
        .integer("typndims", type -> 0)
        .bigint("typcollation", type -> 0)
        .nulls("typdefaultbin", "typdefault", "typacl")
        .make();
  }

  private static SystemTable functions() {
    return SystemTable.of(SCHEMA, "pg_proc", state -> PgFunction.all(state.functions()))
        .bigint("oid", PgFunction::oid)
        .text("proname", PgFunction::name)
        .bigint("pronamespace", function -> Oids.schema(function.schema()))
        .bigint("proowner", function -> Oids.ROLE)
        .bigint("prolang", function -> 12)
        .bigint("provariadic", function -> 0)
        .text("prokind", PgFunction::kindLetter)
        .bool("prosecdef", function -> false)
        .bool("proisstrict", function -> null)
        .bool("proretset", PgFunction::givesRows)
        .nulls("provolatile")
        .bigint("pronargs", function -> function.arguments().size())
        .bigint("pronargdefaults", function -> 0)
        .bigint("prorettype", function -> function.result().oid())
        .bigints("proargtypes", PgFunction::argumentOids)
        .noArrays("proallargtypes", ColumnType.of(ColumnKind.INT64))
        .noArrays("proargmodes", ColumnType.text(0))
        .noArrays("proargnames", ColumnType.text(0))
        .nulls("proargdefaults")
        .text("prosrc", PgFunction::name)
        .make();
  }

  private static SystemTable database() {
    return SystemTable.of(SCHEMA, "pg_database", state -> List.of(state.databaseName()))
        .bigint("oid", name -> Oids.DATABASE)
        .text("datname", name -> name)
        .bigint("datdba", name -> Oids.ROLE)
        .integer("encoding", name -> 6)
        .constant("datcollate", "C")
        .constant("datctype", "C")
        .bool("datistemplate", name -> false)
        .bool("datallowconn", name -> true)
        .integer("datconnlimit", name -> -1)
        .bigint("dattablespace", name -> 0)
        .nulls("datacl")
        .make();
  }

  private static SystemTable roles() {
    return SystemTable.of(SCHEMA, "pg_roles", state -> List.of(InformationSchema.OWNER))
        .bigint("oid", name -> Oids.ROLE)
        .text("rolname", name -> name)
        .bool("rolsuper", name -> true)
        .bool("rolinherit", name -> true)
        .bool("rolcreaterole", name -> false)
        .bool("rolcreatedb", name -> false)
        .bool("rolcanlogin", name -> true)
        .bool("rolreplication", name -> false)
        .integer("rolconnlimit", name -> -1)
        .nulls("rolpassword")
        .instant("rolvaliduntil", name -> null)
        .bool("rolbypassrls", name -> true)
        .make();
  }

  /** A way to store rows. */
  private record AccessMethod(long oid, String name, String type) {}

  private static SystemTable accessMethods() {
    return SystemTable.of(SCHEMA, "pg_am", state -> accessMethods(state.catalog()))
        .bigint("oid", AccessMethod::oid)
        .text("amname", AccessMethod::name)
        .text("amtype", AccessMethod::type)
        .make();
  }

  /** Ours is called {@code heap} here, as PostgreSQL's: its tools expect that. */
  private static List<AccessMethod> accessMethods(Catalog catalog) {
    List<AccessMethod> methods = new ArrayList<>();
    methods.add(new AccessMethod(Oids.engine(TableDefinition.BTREE), "heap", "t"));
    methods.add(new AccessMethod(403, "btree", "i"));
    SortedSet<String> engines = new TreeSet<>(TableEngines.known().names());
    catalog.tables().forEach(table -> engines.add(table.engine()));
    engines.remove(TableDefinition.BTREE);
    engines.forEach(name -> methods.add(new AccessMethod(Oids.engine(name), name, "t")));
    return methods;
  }

  private static SystemTable settings() {
    return SystemTable.of(SCHEMA, "pg_settings", state -> List.copyOf(state.settings().entrySet()))
        .text("name", setting -> setting.getKey())
        .text("setting", setting -> setting.getValue())
        .nulls("unit", "category", "short_desc", "extra_desc")
        .constant("context", "user")
        .nulls("vartype", "source", "min_val", "max_val", "boot_val", "reset_val")
        .make();
  }

  /** A table without rows. */
  private static SystemTable nothing(String name, String columns) {
    return SystemTable.empty(SCHEMA, name, columns);
  }
}
