package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A function of which the parser knows the name; the validator finds which one it is. */
class NamedFunction extends SqlUnresolvedFunction {

  NamedFunction(String name, SqlParserPos place) {
    super(
        new SqlIdentifier(name, place),
        null,
        null,
        null,
        null,
        SqlFunctionCategory.USER_DEFINED_FUNCTION);
  }
}
