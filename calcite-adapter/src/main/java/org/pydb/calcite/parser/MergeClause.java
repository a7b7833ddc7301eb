package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** One {@code WHEN … [AND condition] THEN action} of a MERGE. */
public final class MergeClause extends PydbCall {

  /** Which rows it is for. */
  public enum Rows {
    MATCHED("WHEN MATCHED"),
    NOT_MATCHED("WHEN NOT MATCHED"),
    NOT_MATCHED_BY_SOURCE("WHEN NOT MATCHED BY SOURCE");

    private final String words;

    Rows(String words) {
      this.words = words;
    }
  }

  /** What is done with them. */
  public enum Action {
    INSERT,
    UPDATE,
    DELETE,
    NOTHING
  }

  private static final PydbOperator OPERATOR =
      new PydbOperator("WHEN", SqlKind.OTHER, MergeClause::new);

  /**
   * A clause.
   *
   * @param columns to set, or to insert; null if none are named
   * @param values one for each; null for {@code DEFAULT VALUES} and where there are none
   */
  public MergeClause(
      SqlParserPos pos,
      Rows rows,
      @Nullable SqlNode condition,
      Action action,
      @Nullable SqlNodeList columns,
      @Nullable SqlNodeList values) {
    this(pos, new @Nullable SqlNode[] {choice(rows), condition, choice(action), columns, values});
  }

  private MergeClause(SqlParserPos pos, @Nullable SqlNode[] operands) {
    super(OPERATOR, pos, operands);
  }

  public Rows rows() {
    return choiceAt(0, Rows.class);
  }

  /** Which of these rows, or null for all. */
  public @Nullable SqlNode condition() {
    return optionalAt(1);
  }

  public Action action() {
    return choiceAt(2, Action.class);
  }

  /** The columns to set, or to insert; null if none are named. */
  public @Nullable SqlNodeList columns() {
    return (SqlNodeList) optionalAt(3);
  }

  /** Their values; null for {@code DEFAULT VALUES} and where there are none. */
  public @Nullable SqlNodeList values() {
    return (SqlNodeList) optionalAt(4);
  }

  @Override
  public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
    writer.keyword(rows().words);
    SqlNode condition = condition();
    if (condition != null) {
      writer.keyword("AND");
      condition.unparse(writer, 0, 0);
    }
    writer.keyword("THEN");
    SqlNodeList columns = columns();
    SqlNodeList values = values();
    switch (action()) {
      case NOTHING -> writer.keyword("DO NOTHING");
      case DELETE -> writer.keyword("DELETE");
      case UPDATE -> {
        writer.keyword("UPDATE SET");
        assert columns != null && values != null;
        unparseAssignments(writer, columns, values);
      }
      case INSERT -> {
        writer.keyword("INSERT");
        if (columns != null) {
          unparseInParentheses(writer, columns);
        }
        writer.keyword(values == null ? "DEFAULT VALUES" : "VALUES");
        if (values != null) {
          unparseInParentheses(writer, values);
        }
      }
    }
  }
}
