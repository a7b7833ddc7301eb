package org.pydb.calcite.parser;

import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlLiteral;
import org.pydb.calcite.error.PlacedError;

/** The condition of an ASOF join, which tells how near is near. */
public final class AsofCondition {
  private AsofCondition() {}

  /** The type of a join that has no condition, if it may. */
  public static SqlLiteral refuseWithout(SqlLiteral type) {
    JoinType join = type.getValueAs(JoinType.class);
    if (join == JoinType.ASOF || join == JoinType.LEFT_ASOF) {
      throw new PlacedError(
          type, "42601", "an ASOF join needs MATCH_CONDITION (…) ON …, which this one lacks");
    }
    return type;
  }
}
