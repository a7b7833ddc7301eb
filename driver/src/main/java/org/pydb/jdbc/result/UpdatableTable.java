package org.pydb.jdbc.result;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ColumnInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.engine.schema.Deferral;
import org.pydb.engine.schema.IndexDefinition;
import org.pydb.engine.schema.PrimaryKey;
import org.pydb.engine.schema.TableDefinition;
import org.pydb.jdbc.value.ResultColumns;
import org.pydb.jdbc.value.RowValues;
import org.pydb.jdbc.value.StoredValues;

/**
 * The table whose rows a result set has and changes: the statements that find one of them again, by
 * its key. Columns count from 0. Immutable.
 *
 * <p>A row that is changed or deleted must still have all values that the result set has of it: so
 * the condition names each column that was selected, not only the key.
 */
public final class UpdatableTable {

  /** A change of a row, ready to run. */
  record Change(String sql, ParameterValues values) {}

  /** The table with its schema, as SQL writes it. */
  private final String name;

  /** The columns of the table that were selected, each once. */
  private final List<String> columns = new ArrayList<>();

  /** For each of these, where the result has it. */
  private final List<Integer> places = new ArrayList<>();

  /** For each column of the result, which of these it is; -1 if it is no column of the table. */
  private final int[] sources;

  private final ResultColumns result;
  private final List<String> key;

  private UpdatableTable(TableDefinition table, ResultColumns result, List<String> key) {
    name = quoted(table.schema()) + "." + quoted(table.name());
    this.result = result;
    this.key = key;
    sources = new int[result.count()];
    for (int i = 0; i < sources.length; i++) {
      sources[i] = add(table, result.list().get(i), i);
    }
  }

  private int add(TableDefinition table, ColumnInfo column, int place) {
    String source = source(table, column);
    if (source == null) {
      return -1;
    }
    if (!columns.contains(source)) {
      columns.add(source);
      places.add(place);
    }
    return columns.indexOf(source);
  }

  /** The column of the table that a column of the result is; null if it is none. */
  private static @Nullable String source(TableDefinition table, ColumnInfo column) {
    boolean isOfTable =
        table.name().equals(column.table()) && table.schema().equals(column.schema());
    return isOfTable ? column.column() : null;
  }

  /**
   * A table of which the result has a key: the primary one, or one that is unique and NOT NULL.
   *
   * @param table whose rows the result has as they are; null if they are no rows of one table
   * @return null if there is none
   */
  public static @Nullable UpdatableTable of(@Nullable TableDefinition table, ResultColumns result) {
    if (table == null) {
      return null;
    }
    List<@Nullable String> selected =
        result.list().stream().<@Nullable String>map(column -> source(table, column)).toList();
    return keys(table)
        .map(key -> key.stream().map(column -> table.columns().get(column).name()).toList())
        .filter(selected::containsAll)
        .findFirst()
        .map(key -> new UpdatableTable(table, result, key))
        .orElse(null);
  }

  private static Stream<List<Integer>> keys(TableDefinition table) {
    PrimaryKey primary = table.primaryKey();
    Stream<List<Integer>> unique =
        table.indexes().stream()
            .filter(index -> tellsRowsApart(table, index))
            .map(IndexDefinition::keyColumns);
    return primary == null ? unique : Stream.concat(Stream.of(primary.columns()), unique);
  }

  private static boolean tellsRowsApart(TableDefinition table, IndexDefinition index) {
    return index.unique()
        && !index.isPartial()
        && index.deferral() == Deferral.NONE
        && index.keyColumns().stream()
            .map(table.columns()::get)
            .noneMatch(column -> column.nullable() || column.isHidden());
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** Whether a column of the result is one of the table. */
  boolean has(int column) {
    return sources[column] >= 0;
  }

  /** The columns of the table that were selected, in the order in which changes return them. */
  List<String> columns() {
    return columns;
  }

  /** For each column of the result, which of {@link #columns} it is; -1 if it is none. */
  int[] sources() {
    return sources;
  }

  @Override
  public String toString() {
    return name;
  }

  // ------------------------------------------------------------------ statements

  /** Changes the row that has these values. */
  Change update(ParameterValues changes, RowValues row) throws SQLException {
    Writer writer = new Writer("UPDATE ").sql(name);
    String separator = " SET ";
    for (int i = 0; i < sources.length; i++) {
      if (changes.isBound(i)) {
        int place = i;
        writer
            .sql(separator)
            .sql(quoted(columns.get(sources[i])))
            .sql(" = ")
            .parameter((to, parameter) -> to.set(parameter, changes, place));
        separator = ", ";
      }
    }
    return where(writer, row, columns).done();
  }

  /** Deletes the row that has these values. */
  Change delete(RowValues row) throws SQLException {
    return where(new Writer("DELETE FROM ").sql(name), row, columns).done();
  }

  /** Inserts a row with these values; others are what the table says. */
  Change insert(ParameterValues given) throws SQLException {
    Writer names = new Writer("INSERT INTO ").sql(name);
    Writer values = new Writer(") VALUES (");
    boolean isFirst = true;
    for (int i = 0; i < sources.length; i++) {
      if (given.isBound(i)) {
        int place = i;
        names.sql(isFirst ? " (" : ", ").sql(quoted(columns.get(sources[i])));
        values
            .sql(isFirst ? "" : ", ")
            .parameter((to, parameter) -> to.set(parameter, given, place));
        isFirst = false;
      }
    }
    return isFirst ? names.sql(" DEFAULT VALUES").done() : names.append(values).sql(")").done();
  }

  /** Reads what was given for an insert, as values of the result's columns; NULL for others. */
  Change given(ParameterValues given) throws SQLException {
    Writer writer = new Writer("SELECT ");
    for (int i = 0; i < sources.length; i++) {
      writer.sql(i == 0 ? "" : ", ");
      if (given.isBound(i)) {
        int place = i;
        writer
            .sql("CAST(")
            .parameter((to, parameter) -> to.set(parameter, given, place))
            .sql(" AS " + typeName(result.list().get(i)) + ")");
      } else {
        writer.sql("NULL");
      }
    }
    return writer.done();
  }

  /** The name of a type as SQL takes it: those of arrays begin with an underscore. */
  private static String typeName(ColumnInfo column) {
    String name = column.typeName();
    return name.startsWith("_") ? name.substring(1) + "[]" : name;
  }

  /** Reads the columns of the row that has this key. */
  Change read(RowValues row) throws SQLException {
    Writer writer = new Writer("SELECT ");
    String separator = "";
    for (String column : columns) {
      writer.sql(separator).sql(quoted(column));
      separator = ", ";
    }
    return where(writer.sql(" FROM ").sql(name), row, key).done();
  }

  private Writer where(Writer writer, RowValues row, List<String> same) throws SQLException {
    String separator = " WHERE ";
    for (String column : same) {
      int place = places.get(columns.indexOf(column));
      String it = quoted(column);
      boolean asText = StoredValues.areComparedAsText(result.type(place));
      writer.sql(separator).sql(asText ? "CAST(" + it + " AS text)" : it);
      if (row.isNull(place)) {
        writer.sql(" IS NULL");
      } else {
        writer
            .sql(" = ")
            .parameter((to, parameter) -> StoredValues.bind(row, place, to, parameter));
      }
      separator = " AND ";
    }
    return writer;
  }

  /** Binds the value of a parameter. */
  @FunctionalInterface
  private interface Binding {
    void bind(ParameterValues to, int parameter) throws SQLException;
  }

  /** Writes a statement and what its parameters are. */
  private static final class Writer {
    private final StringBuilder text;
    private final List<Binding> parameters = new ArrayList<>();

    Writer(String begin) {
      text = new StringBuilder(begin);
    }

    Writer sql(String part) {
      text.append(part);
      return this;
    }

    Writer parameter(Binding binding) {
      text.append('?');
      parameters.add(binding);
      return this;
    }

    Writer append(Writer other) {
      text.append(other.text);
      parameters.addAll(other.parameters);
      return this;
    }

    Change done() throws SQLException {
      ParameterValues values = new ParameterValues(parameters.size());
      for (int i = 0; i < parameters.size(); i++) {
        parameters.get(i).bind(values, i);
      }
      return new Change(text.toString(), values);
    }
  }
}
