package org.pydb.calcite.system;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.sql.parser.SqlParseException;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.parser.PydbParser;
import org.pydb.calcite.parser.ViewShape;
import org.pydb.engine.catalog.Catalog;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.SequenceDefinition;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.engine.schema.ViewDefinition;

/**
 * Anything that has a name in a schema: a table, a view, an index, a sequence.
 *
 * @param columns none, if it is an index or a sequence
 * @param table what it is, or what it is an index of; null if it is a view or a sequence
 * @param index if it is one, and no primary key
 * @param attributes with the comment
 * @param catalog where a view finds what it is over; null of others
 */
record Relation(
    long oid,
    String schema,
    String name,
    Kind kind,
    List<ColumnDefinition> columns,
    @Nullable TableDefinition table,
    @Nullable IndexDefinition index,
    @Nullable ViewDefinition view,
    @Nullable SequenceDefinition sequence,
    Map<String, String> attributes,
    @Nullable Catalog catalog) {

  enum Kind {
    TABLE("r", "BASE TABLE"),
    VIEW("v", "VIEW"),
    MATERIALIZED("m", ""),
    SYSTEM("v", "VIEW"),
    INDEX("i", ""),
    SEQUENCE("S", "");

    private final String letter;
    private final String words;

    Kind(String letter, String words) {
      this.letter = letter;
      this.words = words;
    }

    /** As in {@code pg_class}. */
    String letter() {
      return letter;
    }

    /** As in {@code information_schema.tables}. */
    String words() {
      return words;
    }
  }

  /** A column with its number, from 1, and what it is a column of. */
  record Column(Relation of, int number, ColumnDefinition definition) {}

  /** The comment on it, or null. */
  @Nullable String comment() {
    return attributes.get(TableDefinition.COMMENT);
  }

  /** Whether its rows are computed when it is read. */
  boolean isView() {
    return kind == Kind.VIEW || kind == Kind.SYSTEM;
  }

  /** Whether it can be read: a materialized view may wait for its rows. */
  boolean isPopulated() {
    return !TableDefinition.EMPTY.equals(attributes.get(TableDefinition.MATERIALIZED));
  }

  /** Whether rows may be written to it. */
  boolean isStored() {
    return kind == Kind.TABLE;
  }

  /** Whether statements may change its rows: a table's, or those of a view over one. */
  boolean isUpdatable() {
    return isStored() || (view != null && catalog != null && isUpdatable(view, catalog));
  }

  private static boolean isUpdatable(ViewDefinition view, Catalog catalog) {
    try {
      List<String> over = ViewShape.of(PydbParser.parseStatement(view.query())).table().names;
      TableDefinition table = catalog.table(over.get(0), over.get(1));
      ViewDefinition below = catalog.view(over.get(0), over.get(1));
      return table != null ? !table.isMaterialized() : below != null && isUpdatable(below, catalog);
    } catch (SqlParseException | SqlError e) {
      return false;
    }
  }

  /** What queries can name in FROM: tables and views, those of the system last. */
  static List<Relation> withColumns(SystemState state) {
    List<Relation> all = new ArrayList<>();
    Catalog catalog = state.catalog();
    for (TableDefinition table : catalog.tables()) {
      ViewDefinition view =
          table.isMaterialized() ? catalog.view(table.schema(), table.name()) : null;
      all.add(view == null ? of(table, Kind.TABLE) : of(table, view));
    }
    for (ViewDefinition view : catalog.views()) {
      if (!view.isMaterialized()) { // Its table has its name and its columns.
        all.add(of(view, catalog));
      }
    }
    for (String schema : SystemTables.SCHEMAS) {
      SystemTables.of(schema).forEach(table -> all.add(of(table.definition(), Kind.SYSTEM)));
    }
    return all;
  }

  /** All that has a name. */
  static List<Relation> all(SystemState state) {
    List<Relation> all = withColumns(state);
    Catalog catalog = state.catalog();
    catalog.tables().forEach(table -> all.addAll(indexes(table)));
    catalog.sequences().forEach(sequence -> all.add(of(sequence)));
    return all;
  }

  /** The columns of tables and views. */
  static List<Column> columns(SystemState state) {
    List<Column> all = new ArrayList<>();
    for (Relation relation : withColumns(state)) {
      for (int i = 0; i < relation.columns.size(); i++) {
        all.add(new Column(relation, i + 1, relation.columns.get(i)));
      }
    }
    return all;
  }

  static Relation of(TableDefinition table, Kind kind) {
    return new Relation(
        kind == Kind.SYSTEM ? Oids.system(table) : Oids.relation(table.id()),
        table.schema(),
        table.name(),
        kind,
        table.visibleColumns(),
        table,
        null,
        null,
        null,
        table.attributes(),
        null);
  }

  /** A materialized view. */
  private static Relation of(TableDefinition table, ViewDefinition view) {
    return new Relation(
        Oids.relation(table.id()),
        table.schema(),
        table.name(),
        Kind.MATERIALIZED,
        table.visibleColumns(),
        table,
        null,
        view,
        null,
        table.attributes(),
        null);
  }

  private static Relation of(ViewDefinition view, Catalog catalog) {
    return new Relation(
        Oids.relation(view.id()),
        view.schema(),
        view.name(),
        Kind.VIEW,
        view.columns(),
        null,
        null,
        view,
        null,
        view.attributes(),
        catalog);
  }

  private static Relation of(SequenceDefinition sequence) {
    return new Relation(
        Oids.relation(sequence.id()),
        sequence.schema(),
        sequence.name(),
        Kind.SEQUENCE,
        List.of(),
        null,
        null,
        null,
        sequence,
        sequence.attributes(),
        null);
  }

  /** The primary key and the indexes of a table. */
  static List<Relation> indexes(TableDefinition table) {
    List<Relation> all = new ArrayList<>();
    if (table.primaryKey() != null) {
      long oid = Oids.primaryKeyIndex(table.id());
      all.add(index(oid, table, table.primaryKey().name(), null));
    }
    for (IndexDefinition index : table.indexes()) {
      all.add(index(Oids.relation(index.treeId()), table, index.name(), index));
    }
    return all;
  }

  private static Relation index(
      long oid, TableDefinition table, String name, @Nullable IndexDefinition index) {
    return new Relation(
        oid, table.schema(), name, Kind.INDEX, List.of(), table, index, null, null, Map.of(), null);
  }
}
