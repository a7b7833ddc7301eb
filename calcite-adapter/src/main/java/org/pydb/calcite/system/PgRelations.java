package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.ColumnType;
import org.pydb.engine.schema.Identity;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.KeyColumn;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;

/** PostgreSQL's tables of tables: {@code pg_class} and what hangs on it. */
final class PgRelations {
  private static final String SCHEMA = SystemTables.PG_CATALOG;

  private static final long COLUMNS_MAX = 1 << 12;

  private PgRelations() {}

  static List<SystemTable> tables() {
    return List.of(
        namespace(), relations(), attributes(), defaults(), indexes(), sequence(), depend());
  }

  private static SystemTable namespace() {
    return SystemTable.of(SCHEMA, "pg_namespace", InformationSchema::schemaNames)
        .bigint("oid", Oids::schema)
        .text("nspname", name -> name)
        .bigint("nspowner", name -> Oids.ROLE)
        .nulls("nspacl")
        .make();
  }

  /** A relation, and how many rows it has. */
  private record Counted(Relation relation, double rowCount, boolean isReferenced) {
    static List<Counted> all(SystemState state) {
      List<Counted> all = new ArrayList<>();
      for (Relation relation : Relation.all(state)) {
        TableDefinition table = relation.table();
        all.add(
            table == null || relation.kind() == Relation.Kind.SYSTEM
                ? new Counted(relation, -1, false)
                : new Counted(
                    relation,
                    state.rowCount(table),
                    !state.catalog().references(table.id()).isEmpty()));
      }
      return all;
    }
  }

  private static SystemTable relations() {
    return SystemTable.of(SCHEMA, "pg_class", Counted::all)
        .bigint("oid", row -> row.relation.oid())
        .text("relname", row -> row.relation.name())
        .bigint("relnamespace", row -> Oids.schema(row.relation.schema()))
        .bigint("reltype", row -> 0)
        .bigint("reloftype", row -> 0)
        .bigint("relowner", row -> Oids.ROLE)
        .bigint("relam", row -> accessMethod(row.relation))
        .bigint("relfilenode", row -> 0)
        .bigint("reltablespace", row -> 0)
        .integer("relpages", row -> 0)
        .real("reltuples", row -> row.rowCount)
        .integer("relallvisible", row -> 0)
        .bigint("reltoastrelid", row -> 0)
        .bool("relhasindex", row -> hasIndex(row.relation))
        .bool("relisshared", row -> false)
        .constant("relpersistence", "p")
        .text("relkind", row -> row.relation.kind().letter())
        .smallint("relnatts", row -> columnCount(row.relation))
        .smallint("relchecks", row -> checkCount(row.relation))
        .bool("relhasrules", row -> row.relation.view() != null)
        .bool("relhastriggers", row -> row.isReferenced || hasForeignKeys(row.relation))
        .bool("relhassubclass", row -> false)
        .bool("relrowsecurity", row -> false)
        .bool("relforcerowsecurity", row -> false)
        .bool("relispopulated", row -> row.relation.isPopulated())
        .constant("relreplident", "d")
        .bool("relispartition", row -> false)
        .bigint("relrewrite", row -> 0)
        .bigint("relfrozenxid", row -> 0)
        .bigint("relminmxid", row -> 0)
        .nulls("relacl", "reloptions", "relpartbound")
        .make();
  }

  /** The engine of a table; PostgreSQL's number of {@code btree} for an index. */
  private static long accessMethod(Relation relation) {
    return switch (relation.kind()) {
      case TABLE, MATERIALIZED -> {
        TableDefinition table = relation.table();
        yield Oids.engine(table == null ? TableDefinition.BTREE : table.engine());
      }
      case INDEX -> 403;
      default -> 0;
    };
  }

  private static boolean hasIndex(Relation relation) {
    TableDefinition table = relation.table();
    return (relation.isStored() || relation.kind() == Relation.Kind.MATERIALIZED)
        && table != null
        && (table.primaryKey() != null || !table.indexes().isEmpty());
  }

  private static boolean hasForeignKeys(Relation relation) {
    TableDefinition table = relation.table();
    return relation.isStored() && table != null && !table.foreignKeys().isEmpty();
  }

  private static int checkCount(Relation relation) {
    TableDefinition table = relation.table();
    return relation.isStored() && table != null ? table.checks().size() : 0;
  }

  private static int columnCount(Relation relation) {
    return relation.kind() == Relation.Kind.INDEX
        ? DefinitionText.columns(relation).size()
        : relation.columns().size();
  }

  // ------------------------------------------------------------------ columns

  /** The columns of tables, views and indexes. */
  private static List<Relation.Column> columns(SystemState state) {
    List<Relation.Column> all = Relation.columns(state);
    for (TableDefinition table : state.catalog().tables()) {
      for (Relation index : Relation.indexes(table)) {
        int number = 0;
        for (int column : DefinitionText.columns(index)) {
          all.add(new Relation.Column(index, ++number, table.columns().get(column)));
        }
      }
    }
    return all;
  }

  private static SystemTable attributes() {
    return SystemTable.of(SCHEMA, "pg_attribute", PgRelations::columns)
        .bigint("attrelid", c -> c.of().oid())
        .text("attname", c -> c.definition().name())
        .bigint("atttypid", c -> PgType.of(c.definition().type()).oid())
        .integer("attstattarget", c -> -1)
        .smallint("attlen", c -> PgType.of(c.definition().type()).length())
        .smallint("attnum", Relation.Column::number)
        .integer("attndims", c -> PgType.of(c.definition().type()).isArray() ? 1 : 0)
        .integer("attcacheoff", c -> -1)
        .integer("atttypmod", c -> PgType.modifier(c.definition().type()))
        .bool("attbyval", c -> PgType.of(c.definition().type()).length() > 0)
        .constant("attalign", "i")
        .constant("attstorage", "p")
        .constant("attcompression", "")
        .bool("attnotnull", c -> !c.definition().nullable())
        .bool("atthasdef", PgRelations::hasDefault)
        .bool("atthasmissing", c -> false)
        .text("attidentity", c -> identity(c.definition()))
        .text("attgenerated", PgRelations::generated)
        .bool("attisdropped", c -> false)
        .bool("attislocal", c -> true)
        .integer("attinhcount", c -> 0)
        .bigint("attcollation", c -> 0)
        .nulls("attacl", "attoptions", "attfdwoptions", "attmissingval")
        .make();
  }

  private static String generated(Relation.Column column) {
    return column.of().isStored() && column.definition().generatedExpression() != null ? "s" : "";
  }

  private static String identity(ColumnDefinition column) {
    Identity identity = column.identity();
    if (identity == null || identity.kind() == Identity.Kind.SERIAL) {
      return "";
    }
    return identity.kind() == Identity.Kind.ALWAYS ? "a" : "d";
  }

  private static boolean hasDefault(Relation.Column column) {
    ColumnDefinition definition = column.definition();
    Identity identity = definition.identity();
    return column.of().isStored()
        && (definition.defaultExpression() != null
            || definition.generatedExpression() != null
            || (identity != null && identity.kind() == Identity.Kind.SERIAL));
  }

  /** A column that has a default or is computed, and by what. */
  private record Given(Relation.Column column, @Nullable String text) {
    static List<Given> all(SystemState state) {
      List<Given> all = new ArrayList<>();
      for (Relation.Column column : Relation.columns(state)) {
        if (hasDefault(column)) {
          String generated = column.definition().generatedExpression();
          all.add(
              new Given(
                  column,
                  generated == null
                      ? DefinitionText.PLAIN.defaultOf(column.definition(), state.catalog())
                      : generated));
        }
      }
      return all;
    }

    /** Above all others, one for each column of each table. */
    long oid() {
      return (1L << 31) + column.of().oid() * COLUMNS_MAX + column.number();
    }
  }

  private static SystemTable defaults() {
    return SystemTable.of(SCHEMA, "pg_attrdef", Given::all)
        .bigint("oid", Given::oid)
        .bigint("adrelid", row -> row.column.of().oid())
        .smallint("adnum", row -> row.column.number())
        .text("adbin", Given::text)
        .make();
  }

  // ------------------------------------------------------------------ indexes

  static List<Relation> allIndexes(SystemState state) {
    List<Relation> all = new ArrayList<>();
    state.catalog().tables().forEach(table -> all.addAll(Relation.indexes(table)));
    return all;
  }

  private static SystemTable indexes() {
    return SystemTable.of(SCHEMA, "pg_index", PgRelations::allIndexes)
        .bigint("indexrelid", Relation::oid)
        .bigint("indrelid", PgRelations::tableOid)
        .smallint("indnatts", index -> DefinitionText.columns(index).size())
        .smallint("indnkeyatts", index -> DefinitionText.keyColumns(index).size())
        .bool("indisunique", DefinitionText::isUnique)
        .bool(
            "indnullsnotdistinct",
            index -> index.index() != null && index.index().nullsNotDistinct())
        .bool("indisprimary", PgRelations::isPrimaryKey)
        .bool("indisexclusion", index -> false)
        .bool("indimmediate", index -> index.index() == null || !index.index().isDeferrable())
        .bool("indisclustered", index -> false)
        .bool("indisvalid", index -> true)
        .bool("indcheckxmin", index -> false)
        .bool("indisready", index -> true)
        .bool("indislive", index -> true)
        .bool("indisreplident", index -> false)
        .vector("indkey", PgRelations::columnNumbers)
        .vector("indcollation", index -> perColumn(index, column -> 0))
        .vector("indclass", index -> perColumn(index, column -> 0))
        .vector("indoption", index -> perColumn(index, PgRelations::option))
        .text("indexprs", PgRelations::expressions)
        .text("indpred", PgRelations::predicate)
        .make();
  }

  private static boolean isPrimaryKey(Relation relation) {
    IndexDefinition index = relation.index();
    return index == null || index.origin() == IndexDefinition.Origin.PRIMARY_KEY;
  }

  /** The key's columns, 0 for an expression, and behind them the included ones. */
  private static List<Integer> columnNumbers(Relation index) {
    TableDefinition table = index.table();
    if (table == null) {
      return List.of();
    }
    List<Integer> numbers = new ArrayList<>();
    for (int column : DefinitionText.columns(index)) {
      numbers.add(table.columns().get(column).isHidden() ? 0 : column + 1);
    }
    return numbers;
  }

  private static @Nullable String expressions(Relation index) {
    TableDefinition table = index.table();
    String expressions =
        table == null
            ? ""
            : DefinitionText.keyColumns(index).stream()
                .map(column -> table.columns().get(column.column()))
                .filter(ColumnDefinition::isHidden)
                .map(ColumnDefinition::name)
                .collect(Collectors.joining(", "));
    return expressions.isEmpty() ? null : expressions;
  }

  private static @Nullable String predicate(Relation index) {
    TableDefinition table = index.table();
    IndexDefinition definition = index.index();
    return table == null || definition == null || !definition.isPartial()
        ? null
        : DefinitionText.PLAIN.condition(table, definition);
  }

  static long tableOid(Relation index) {
    TableDefinition table = index.table();
    return table == null ? 0 : Oids.relation(table.id());
  }

  /** Bits: descending, NULLs first. */
  private static int option(KeyColumn column) {
    return (column.descending() ? 1 : 0) + (column.nullsFirst() ? 2 : 0);
  }

  private static List<Integer> perColumn(Relation index, ToIntFunction<KeyColumn> number) {
    return DefinitionText.keyColumns(index).stream()
        .map(column -> number.applyAsInt(column))
        .toList();
  }

  // ------------------------------------------------------------------ sequences

  private static SystemTable sequence() {
    return SystemTable.of(SCHEMA, "pg_sequence", state -> List.copyOf(state.catalog().sequences()))
        .bigint("seqrelid", (SequenceDefinition sequence) -> Oids.relation(sequence.id()))
        .bigint("seqtypid", sequence -> typeOf(sequence).oid())
        .bigint("seqstart", SequenceDefinition::start)
        .bigint("seqincrement", SequenceDefinition::increment)
        .bigint("seqmax", SequenceDefinition::greatest)
        .bigint("seqmin", SequenceDefinition::least)
        .bigint("seqcache", sequence -> 1)
        .bool("seqcycle", SequenceDefinition::cycle)
        .make();
  }

  static PgType typeOf(SequenceDefinition sequence) {
    return PgType.of(ColumnType.of(sequence.kind()));
  }

  /** That a sequence belongs to a column. */
  private record Owned(long sequence, Relation.Column column, Identity.Kind kind) {
    static List<Owned> all(SystemState state) {
      List<Owned> all = new ArrayList<>();
      for (Relation.Column column : Relation.columns(state)) {
        Identity identity = column.definition().identity();
        if (identity != null) {
          all.add(new Owned(Oids.relation(identity.sequenceId()), column, identity.kind()));
        }
      }
      return all;
    }
  }

  private static SystemTable depend() {
    return SystemTable.of(SCHEMA, "pg_depend", Owned::all)
        .bigint("classid", owned -> Oids.PG_CLASS)
        .bigint("objid", owned -> owned.sequence)
        .integer("objsubid", owned -> 0)
        .bigint("refclassid", owned -> Oids.PG_CLASS)
        .bigint("refobjid", owned -> owned.column.of().oid())
        .integer("refobjsubid", owned -> owned.column.number())
        .text("deptype", owned -> owned.kind == Identity.Kind.SERIAL ? "a" : "i")
        .make();
  }
}
