package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.error.NearestName;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;

/** The table that a statement changes, and its columns as the statement names them. */
final class TargetTable {
  private final PydbTable table;
  private final SqlIdentifier name;

  private TargetTable(PydbTable table, SqlIdentifier name) {
    this.table = table;
    this.name = name;
  }

  /**
   * The table of this name.
   *
   * @throws PlacedError 42P01 if there is none
   */
  static TargetTable find(Planning planning, SqlNode target) {
    SqlIdentifier name = (SqlIdentifier) target;
    PydbTable table = planning.reader().find(name.names);
    if (table == null && planning.reader().findView(name.names) != null) {
      throw new PlacedError(
          name,
          "55000",
          "cannot change rows of view \""
              + name.names.get(name.names.size() - 1)
              + "\": views are only read; change the tables behind it");
    }
    if (table == null) {
      List<String> tables =
          planning.catalog().tables().catalog().tables().stream()
              .map(TableDefinition::name)
              .toList();
      String nearest = NearestName.of(name.names.get(name.names.size() - 1), tables);
      throw new PlacedError(
          name,
          "42P01",
          "relation \"" + String.join(".", name.names) + "\" does not exist" + suggest(nearest));
    }
    if (table.isSystem()) {
      throw new PlacedError(
          name,
          "42809",
          "cannot change \""
              + table.definition().qualifiedName()
              + "\": its rows are computed when it is read");
    }
    if (table.definition().isMaterialized()) {
      throw new PlacedError(
          name,
          "42809",
          "cannot change materialized view \""
              + table.definition().name()
              + "\": REFRESH MATERIALIZED VIEW takes the rows of its query anew");
    }
    planning.relyOn(table);
    return new TargetTable(table, name);
  }

  PydbTable table() {
    return table;
  }

  TableDefinition definition() {
    return table.definition();
  }

  SqlIdentifier name() {
    return name;
  }

  ColumnDefinition column(int ordinal) {
    return definition().columns().get(ordinal);
  }

  /**
   * The ordinals of columns that a statement names.
   *
   * @throws PlacedError 42703 if one does not exist, 42701 if one is named twice
   */
  List<Integer> ordinals(SqlNodeList names) {
    return ordinals(names, "42701", "column \"%s\" is named more than once");
  }

  /**
   * The ordinals of columns that a statement sets.
   *
   * @throws PlacedError 42703 if one does not exist, 42601 if one is set twice
   */
  List<Integer> setOrdinals(SqlNodeList names) {
    return ordinals(names, "42601", "multiple assignments to same column \"%s\"");
  }

  private List<Integer> ordinals(SqlNodeList names, String state, String twice) {
    List<Integer> ordinals = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (SqlNode node : names) {
      SqlIdentifier column = (SqlIdentifier) node;
      int ordinal = ordinal(column);
      if (!seen.add(ordinal)) {
        throw new PlacedError(column, state, twice.replace("%s", column(ordinal).name()));
      }
      ordinals.add(ordinal);
    }
    return ordinals;
  }

  private int ordinal(SqlIdentifier column) {
    String columnName = column.names.get(column.names.size() - 1);
    int ordinal = definition().columnOrdinal(columnName);
    if (ordinal < 0) {
      List<String> columns =
          definition().visibleColumns().stream().map(ColumnDefinition::name).toList();
      throw new PlacedError(
          column,
          "42703",
          "column \""
              + columnName
              + "\" of relation \""
              + definition().name()
              + "\" does not exist"
              + suggest(NearestName.of(columnName, columns)));
    }
    return ordinal;
  }

  private static String suggest(@org.jspecify.annotations.Nullable String nearest) {
    return nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
  }

  /** Adds the types of columns to a row type, so that literals and parameters take them. */
  void addTypes(RelDataTypeFactory.Builder types, List<Integer> ordinals) {
    for (int ordinal : ordinals) {
      types.add(column(ordinal).name(), type(ordinal));
    }
  }

  /** The row type of columns; any of them may be NULL until the row is complete. */
  RelDataType types(List<Integer> ordinals) {
    RelDataTypeFactory.Builder types = PydbTypeFactory.INSTANCE.builder();
    addTypes(types, ordinals);
    return types.uniquify().build();
  }

  private RelDataType type(int ordinal) {
    return ColumnTypes.toPlan(column(ordinal).type(), true);
  }

  /** The default of a column as a tree of its own; NULL if it has none. */
  SqlNode defaultOrNull(int column) {
    SqlNode value = TableExpressions.defaultOf(table, column);
    return value != null ? value : SqlLiteral.createNull(SqlParserPos.ZERO);
  }

  /** The table in FROM, by an alias. */
  SqlNode as(String alias) {
    SqlParserPos position = name.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(
        position,
        new SqlIdentifier(List.of(definition().schema(), definition().name()), position),
        new SqlIdentifier(alias, position));
  }

  /** The table with its key column in FROM, by an alias. */
  SqlNode keyedAs(Planning planning, String alias) {
    PydbTable keyed =
        planning.catalog().tables().keyedTable(definition().schema(), definition().name());
    if (keyed == null) {
      throw new IllegalStateException(definition() + " has vanished");
    }
    SqlParserPos position = name.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(
        position,
        new SqlIdentifier(keyed.getQualifiedName(), position),
        new SqlIdentifier(alias, position));
  }

  /** {@code public.artist.name} as {@code artist.name}: the table goes by its alias in queries. */
  SqlNode unqualified(SqlNode node) {
    List<String> whole = List.of(definition().schema(), definition().name());
    SqlNode rewritten =
        node.accept(
            new SqlShuttle() {
              @Override
              public SqlNode visit(SqlIdentifier identifier) {
                return identifier.names.size() == 3 && identifier.names.subList(0, 2).equals(whole)
                    ? identifier.getComponent(1, 3)
                    : identifier;
              }
            });
    return rewritten == null ? node : rewritten;
  }
}
