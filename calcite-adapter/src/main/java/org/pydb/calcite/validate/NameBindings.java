package org.pydb.calcite.validate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorNamespace;
import org.apache.calcite.sql.validate.SqlValidatorTable;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.parser.PlainSelect;

/**
 * What the names in a query mean, as a validator has found out: which table each name in FROM is,
 * which table's each column, and what {@code *} stands for. With that the query can be written so
 * that it means the same for ever, whatever tables and columns are added later. Names are known by
 * their places in the text, since validation changes the tree. Used by one thread.
 */
public final class NameBindings {
  private final Map<SqlParserPos, List<String>> columns = new HashMap<>();

  /** The places of names that mean several things, such as columns of both sides of USING. */
  private final Set<SqlParserPos> unclear = new HashSet<>();

  private final List<SqlValidatorNamespace> namespaces = new ArrayList<>();

  /** A SELECT and the validator that knows it: there are several if a query has parts. */
  private record Validated(SqlSelect select, SqlValidator validator) {}

  /** Each SELECT, by its place. */
  private final Map<SqlParserPos, Validated> selects = new HashMap<>();

  // ------------------------------------------------------------------ what the validator tells

  void see(SqlValidatorNamespace namespace) {
    namespaces.add(namespace);
  }

  void see(SqlNode expanded, SqlNode original) {
    if (expanded instanceof SqlIdentifier whole
        && original instanceof SqlIdentifier name
        && whole.names.size() >= 2
        && last(whole).equals(last(name))) {
      int size = whole.names.size();
      List<String> column = whole.names.subList(size - 2, size);
      List<String> before = columns.putIfAbsent(name.getParserPosition(), column);
      if (before != null && !before.equals(column)) {
        unclear.add(name.getParserPosition());
      }
    }
  }

  private static String last(SqlIdentifier identifier) {
    return identifier.names.get(identifier.names.size() - 1);
  }

  void see(SqlSelect select, SqlValidator validator) {
    selects.put(select.getParserPosition(), new Validated(select, validator));
  }

  // ------------------------------------------------------------------ what it means

  private Map<SqlParserPos, SqlValidatorTable> tablesByPlace() {
    Map<SqlParserPos, SqlValidatorTable> tables = new HashMap<>();
    for (SqlValidatorNamespace namespace : namespaces) {
      SqlNode node = namespace.getNode();
      SqlValidatorTable table =
          node instanceof SqlIdentifier ? namespace.resolve().getTable() : null;
      if (node != null && table != null) {
        tables.put(node.getParserPosition(), table);
      }
    }
    return tables;
  }

  /**
   * The query with all names written out; each table has an alias, by which its columns go.
   *
   * @param query as it was parsed, before it was validated
   * @param names the name to write for a table
   */
  public SqlNode writtenOut(SqlNode query, Function<SqlValidatorTable, List<String>> names) {
    SqlNode written = query.accept(new Writer(names));
    return written == null ? query : written;
  }

  /** Copies a tree and writes names out on the way. */
  private final class Writer extends SqlShuttle {
    private final Map<SqlParserPos, SqlValidatorTable> tables = tablesByPlace();
    private final Function<SqlValidatorTable, List<String>> names;

    Writer(Function<SqlValidatorTable, List<String>> names) {
      this.names = names;
    }

    @Override
    public SqlNode visit(SqlIdentifier identifier) {
      SqlParserPos place = identifier.getParserPosition();
      if (tables.containsKey(place)) {
        SqlIdentifier alias = new SqlIdentifier(last(identifier), place);
        return SqlStdOperatorTable.AS.createCall(place, named(identifier), alias);
      }
      List<String> column = unclear.contains(place) ? null : columns.get(place);
      return column == null ? identifier : new SqlIdentifier(column, place);
    }

    /** The table of this name by its whole name; as it is if it is none. */
    private SqlNode named(SqlNode node) {
      SqlValidatorTable table = table(node);
      return table == null ? node : new SqlIdentifier(names.apply(table), node.getParserPosition());
    }

    private @Nullable SqlValidatorTable table(SqlNode node) {
      return node instanceof SqlIdentifier ? tables.get(node.getParserPosition()) : null;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
      if (call.getKind() == SqlKind.AS && table(call.operand(0)) != null) {
        SqlNode[] operands = call.getOperandList().toArray(new SqlNode[0]);
        operands[0] = named(operands[0]);
        return call.getOperator().createCall(call.getParserPosition(), operands);
      }
      SqlValidatorTable table =
          call.getKind() == SqlKind.EXPLICIT_TABLE ? table(call.operand(0)) : null;
      if (table != null) {
        return allOf(table, call.operand(0));
      }
      CallCopyingArgHandler handler = new CallCopyingArgHandler(call, true);
      call.getOperator().acceptCall(this, call, false, handler);
      SqlNode copy = handler.result();
      if (copy instanceof SqlSelect select) {
        select.setSelectList(withoutStars(select));
      } else if (copy instanceof SqlJoin join && join.isNatural()) {
        return withoutNatural(join);
      }
      return copy;
    }

    /** {@code TABLE t} as a SELECT of its columns. */
    private SqlNode allOf(SqlValidatorTable table, SqlIdentifier name) {
      SqlParserPos place = name.getParserPosition();
      List<SqlNode> items = new ArrayList<>();
      for (String column : table.getRowType().getFieldNames()) {
        items.add(new SqlIdentifier(List.of(last(name), column), place));
      }
      return PlainSelect.of(place, items, visit(name), null);
    }
  }

  /** A join that says by which columns. */
  private SqlNode withoutNatural(SqlJoin join) {
    for (SqlValidatorNamespace namespace : namespaces) {
      if (namespace.getNode() instanceof SqlJoin validated
          && validated.getParserPosition().equals(join.getParserPosition())
          && validated.isNatural()) {
        SqlNodeList common = new SqlNodeList(join.getParserPosition());
        SqlValidator validator = namespace.getValidator();
        List<String> left = fields(validator, validated.getLeft());
        for (String column : fields(validator, validated.getRight())) {
          if (left.contains(column)) {
            common.add(new SqlIdentifier(column, join.getParserPosition()));
          }
        }
        boolean isCross = common.isEmpty();
        return new SqlJoin(
            join.getParserPosition(),
            join.getLeft(),
            SqlLiteral.createBoolean(false, join.getParserPosition()),
            join.getJoinTypeNode(),
            join.getRight(),
            (isCross ? JoinConditionType.ON : JoinConditionType.USING)
                .symbol(join.getParserPosition()),
            isCross ? SqlLiteral.createBoolean(true, join.getParserPosition()) : common);
      }
    }
    throw new IllegalStateException("a join was not validated");
  }

  private static List<String> fields(SqlValidator validator, SqlNode item) {
    return Objects.requireNonNull(validator.getNamespace(item)).getRowType().getFieldNames();
  }

  /** A select list in which each star is the columns that it stands for. */
  private SqlNodeList withoutStars(SqlSelect select) {
    SqlNodeList changed = new SqlNodeList(select.getSelectList().getParserPosition());
    for (SqlNode item : select.getSelectList()) {
      Validated validated = selects.get(select.getParserPosition());
      if (validated != null && item instanceof SqlIdentifier star && star.isStar()) {
        SqlNodeList list = new SqlNodeList(List.of(star), star.getParserPosition());
        for (SqlNode column : validated.validator.expandStar(list, validated.select, false)) {
          if (!isPutIn(column)) {
            changed.add(plain(column));
          }
        }
      } else {
        changed.add(item);
      }
    }
    return changed;
  }

  /** Whether a column is one of those that the select list has of functions. */
  private static boolean isPutIn(SqlNode column) {
    return column instanceof SqlIdentifier name
        && name.names.size() > 1
        && name.names.get(name.names.size() - 2).startsWith(SelectListRows.TABLE);
  }

  /** A column of both sides of USING without the names that Calcite gives its two parts. */
  private static SqlNode plain(SqlNode column) {
    if (!(column instanceof SqlCall as && as.getKind() == SqlKind.AS)) {
      return column;
    }
    SqlNode value =
        as.operand(0)
            .accept(
                new SqlShuttle() {
                  @Override
                  public @Nullable SqlNode visit(SqlCall call) {
                    return call.getKind() == SqlKind.AS ? call.operand(0) : super.visit(call);
                  }
                });
    SqlNode name = as.operand(1);
    return SqlStdOperatorTable.AS.createCall(as.getParserPosition(), value, name);
  }
}
