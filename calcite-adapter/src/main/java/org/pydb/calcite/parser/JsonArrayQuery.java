package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code JSON_ARRAY(query)}, and the aggregate that gathers its rows. */
public final class JsonArrayQuery extends SqlSpecialOperator {
  private final SqlOperator aggregate;

  JsonArrayQuery(SqlOperator aggregate) {
    super("JSON_ARRAY", SqlKind.ARRAY_QUERY_CONSTRUCTOR);
    this.aggregate = aggregate;
  }

  /** What gathers an item of each row. */
  public SqlNode gather(SqlNode item, SqlParserPos place) {
    return aggregate.createCall(place, item);
  }

  @Override
  public void unparse(SqlWriter writer, SqlCall call, int leftPrec, int rightPrec) {
    writer.keyword(getName());
    // A query in parentheses would be one value.
    SqlWriter.Frame frame = writer.startList(SqlWriter.FrameTypeEnum.SETOP, "(", ")");
    call.operand(0).unparse(writer, 0, 0);
    if (!aggregate.getName().startsWith("$")) {
      writer.keyword(
          aggregate.getName().startsWith("jsonb") ? "RETURNING JSONB" : "RETURNING JSON");
    }
    writer.endList(frame);
  }
}
