package org.pydb.calcite.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.catalog.PydbTable;
import org.pydb.calcite.catalog.PydbView;
import org.pydb.calcite.error.NearestName;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.table.RowRules;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.engine.schema.ColumnDefinition;
import org.pydb.engine.schema.TableDefinition;

/** The table that a statement changes, and its columns as the statement names them. */
final class TargetTable {
  private final PydbTable table;
  private final SqlIdentifier name;

  /** The view through which it is changed; null for none. */
  private final @Nullable UpdatableView view;

  private TargetTable(PydbTable table, SqlIdentifier name, @Nullable UpdatableView view) {
    this.table = table;
    this.name = name;
    this.view = view;
  }

  /**
   * The table of this name, or the one behind the view of this name.
   *
   * @throws PlacedError 42P01 if there is none, 55000 if it is a view of other rows than a table's
   */
  static TargetTable find(Planning planning, SqlNode target) {
    SqlIdentifier name = (SqlIdentifier) target;
    PydbTable table = planning.reader().find(name.names);
    PydbView named = table == null ? planning.reader().findView(name.names) : null;
    if (named != null) {
      UpdatableView view = UpdatableView.of(planning, named, name);
      planning.relyOn(view.table());
      return new TargetTable(view.table(), name, view);
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
    return new TargetTable(table, name, null);
  }

  PydbTable table() {
    return table;
  }

  /** The name of the table or view, as the statement has it. */
  String relation() {
    return view == null ? definition().name() : view.name();
  }

  /** The view through which the table is changed; null for none. */
  @Nullable UpdatableView view() {
    return view;
  }

  /** The columns that users see, in their order. */
  List<Integer> visible() {
    return view == null
        ? IntStream.range(0, definition().visibleCount()).boxed().toList()
        : view.ordinals();
  }

  /** What rows that are written must obey. */
  RowRules rules(Planning planning) {
    RowRules rules = planning.catalog().expressions(table).rules();
    return view == null ? rules : rules.with(view.checks(planning));
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
    int ordinal = view == null ? definition().columnOrdinal(columnName) : view.ordinal(columnName);
    if (ordinal < 0) {
      List<String> columns =
          view != null
              ? view.columns()
              : definition().visibleColumns().stream().map(ColumnDefinition::name).toList();
      throw new PlacedError(
          column,
          "42703",
          "column \""
              + columnName
              + "\" of relation \""
              + relation()
              + "\" does not exist"
              + suggest(NearestName.of(columnName, columns)));
    }
    return ordinal;
  }

  private static String suggest(@Nullable String nearest) {
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
    if (view != null) {
      return view.as(alias);
    }
    SqlParserPos position = name.getParserPosition();
    return SqlStdOperatorTable.AS.createCall(
        position,
        new SqlIdentifier(List.of(definition().schema(), definition().name()), position),
        new SqlIdentifier(alias, position));
  }

  /** The table with its key column in FROM, by an alias. */
  SqlNode keyedAs(Planning planning, String alias) {
    return view == null
        ? keyedTable(planning, alias)
        : view.keyedAs(inner -> keyedTable(planning, inner), alias);
  }

  private SqlNode keyedTable(Planning planning, String alias) {
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

  /**
   * What RETURNING asks for, with the columns of a view in the place of stars: the table behind it
   * may have more.
   *
   * @param others whether there are other tables, too
   */
  @Nullable SqlNodeList returned(@Nullable SqlNodeList items, String alias, boolean others) {
    if (items == null || view == null) {
      return items == null ? null : (SqlNodeList) unqualified(items);
    }
    List<SqlNode> written = new ArrayList<>();
    for (SqlNode item : items) {
      boolean isStar = item instanceof SqlIdentifier star && star.isStar();
      if (isStar && ((SqlIdentifier) item).names.size() == 1 && others) {
        throw new PlacedError(
            item,
            "0A000",
            "RETURNING * of a view and other tables is not supported: name the columns");
      }
      if (isStar
          && (((SqlIdentifier) item).names.size() == 1
              || ((SqlIdentifier) item).names.get(0).equals(alias))) {
        for (String column : view.columns()) {
          written.add(new SqlIdentifier(List.of(alias, column), item.getParserPosition()));
        }
      } else {
        written.add(item);
      }
    }
    return (SqlNodeList) unqualified(new SqlNodeList(written, items.getParserPosition()));
  }

  /** {@code public.artist.name} as {@code artist.name}: the table goes by its alias in queries. */
  SqlNode unqualified(SqlNode node) {
    List<String> whole =
        view == null ? List.of(definition().schema(), definition().name()) : name.names;
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
