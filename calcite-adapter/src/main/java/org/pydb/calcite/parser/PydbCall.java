package org.pydb.calcite.parser;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;

/**
 * A node of pydb's own grammar.
 *
 * <p>Its operands are its whole state: flags and choices are literals among them. So what Calcite
 * does to any tree works here too: visitors reach every part, {@code equalsDeep} compares every
 * part, and a copy made through the operator is a node of the same class.
 *
 * <p>Not thread-safe, like all of Calcite's nodes: a validator may replace operands.
 */
public abstract class PydbCall extends SqlCall {

  private final PydbOperator operator;
  private final @Nullable SqlNode[] operands;

  PydbCall(PydbOperator operator, SqlParserPos pos, @Nullable SqlNode... operands) {
    super(pos);
    this.operator = operator;
    this.operands = operands;
  }

  @Override
  public final SqlOperator getOperator() {
    return operator;
  }

  @Override
  public final List<SqlNode> getOperandList() {
    return Collections.unmodifiableList(Arrays.asList(operands));
  }

  @Override
  public final void setOperand(int i, @Nullable SqlNode operand) {
    operands[i] = operand;
  }

  /** Refuses: who executes such a statement has its parts validated one by one. */
  @Override
  public void validate(SqlValidator validator, SqlValidatorScope scope) {
    throw unsupported(this, operator.getName());
  }

  /** Writes the text that parses to a node equal to this one. */
  @Override
  public abstract void unparse(SqlWriter writer, int leftPrec, int rightPrec);

  /** The error at a node that parses but is not carried out yet. */
  static PlacedError unsupported(SqlNode node, String feature) {
    return new PlacedError(node, "0A000", feature + " is not supported yet");
  }

  static SqlLiteral flag(boolean value) {
    return SqlLiteral.createBoolean(value, SqlParserPos.ZERO);
  }

  static SqlLiteral choice(Enum<?> value) {
    return SqlLiteral.createSymbol(value, SqlParserPos.ZERO);
  }

  final boolean flagAt(int i) {
    SqlLiteral literal = operand(i);
    return literal.booleanValue();
  }

  final <E extends Enum<E>> E choiceAt(int i, Class<E> type) {
    SqlLiteral literal = operand(i);
    return literal.getValueAs(type);
  }

  final @Nullable SqlNode optionalAt(int i) {
    return operands[i];
  }

  /** Writes {@code (a, b)}. */
  static void unparseInParentheses(SqlWriter writer, SqlNodeList list) {
    unparseList(writer, "(", list, ")");
  }

  /** Writes {@code a, b}. */
  static void unparseWithCommas(SqlWriter writer, SqlNodeList list) {
    unparseList(writer, "", list, "");
  }

  /** Writes {@code a = 1, b = 2}. */
  static void unparseAssignments(SqlWriter writer, SqlNodeList targets, SqlNodeList values) {
    SqlWriter.Frame frame = writer.startList("", "");
    for (int i = 0; i < targets.size(); i++) {
      writer.sep(",", false);
      targets.get(i).unparse(writer, 0, 0);
      writer.keyword("=");
      values.get(i).unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }

  /** Writes {@code FROM a, b}, or the same with another word, if there is something to join. */
  static void unparseFrom(SqlWriter writer, String word, @Nullable SqlNode from) {
    if (from != null) {
      writer.keyword(word);
      SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.FROM_LIST);
      from.unparse(writer, 0, 0);
      writer.endList(frame);
    }
  }

  /** Writes {@code WHERE condition}, if there is one. */
  static void unparseWhere(SqlWriter writer, @Nullable SqlNode condition) {
    if (condition != null) {
      writer.keyword("WHERE");
      condition.unparse(writer, 0, 0);
    }
  }

  /** Writes {@code RETURNING a, b}, if there is something to return. */
  static void unparseReturning(SqlWriter writer, @Nullable SqlNodeList returning) {
    if (returning != null) {
      writer.keyword("RETURNING");
      unparseWithCommas(writer, returning);
    }
  }

  private static void unparseList(SqlWriter writer, String open, SqlNodeList list, String close) {
    SqlWriter.Frame frame = writer.startList(open, close);
    for (SqlNode node : list) {
      writer.sep(",", false);
      node.unparse(writer, 0, 0);
    }
    writer.endList(frame);
  }
}
