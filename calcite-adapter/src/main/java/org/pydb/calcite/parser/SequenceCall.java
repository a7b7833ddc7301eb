package org.pydb.calcite.parser;

import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code NEXT VALUE FOR s}, which is {@code nextval('s')}. Stateless. */
public final class SequenceCall {

  private SequenceCall() {}

  /** The call that stands for NEXT_VALUE or CURRENT_VALUE of a sequence. */
  public static SqlNode of(SqlOperator value, SqlIdentifier sequence, SqlParserPos position) {
    String function = value.equals(SqlStdOperatorTable.NEXT_VALUE) ? "nextval" : "currval";
    String name = sequence.names.stream().map(NameText::part).collect(Collectors.joining("."));
    return new NamedFunction(function, position)
        .createCall(position, SqlLiteral.createCharString(name, position));
  }
}
