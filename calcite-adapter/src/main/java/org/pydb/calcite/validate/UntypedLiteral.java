package org.pydb.calcite.validate;

import java.math.BigDecimal;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.parser.ArrayTypeSpec;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.OpaqueTypeSpec;
import org.pydb.calcite.type.PydbTypeFactory;

/**
 * A string literal as PostgreSQL understands it: not a string, but a value written down, of which
 * the type is not known until something asks for one. {@code where day = '2020-02-01'} compares
 * dates, {@code insert into t (id) values ('12')} stores a number.
 */
final class UntypedLiteral {

  private UntypedLiteral() {}

  /** Whether the node is a string literal, to which any type can be given. */
  static boolean is(@Nullable SqlNode node) {
    return node instanceof SqlCharStringLiteral;
  }

  /**
   * The type in which a literal is compared or combined with a value of {@code type}: the same
   * without its bounds. A literal that exceeds them is unequal, not cut to size.
   */
  static RelDataType unbounded(RelDataType type) {
    PydbTypeFactory factory = PydbTypeFactory.INSTANCE;
    RelDataType element = type.getComponentType();
    if (element != null) {
      return factory.array(unbounded(element));
    }
    return switch (type.getSqlTypeName()) {
      case DECIMAL, CHAR, VARCHAR, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE ->
          factory.createSqlType(type.getSqlTypeName());
      default -> factory.createTypeWithNullability(type, false);
    };
  }

  /**
   * The literal as a value of a type. Most become a CAST, which conversion folds into a literal of
   * that type, or refuses with 22P02, where the literal stands.
   */
  static SqlNode as(SqlNode node, RelDataType type) {
    SqlLiteral literal = (SqlLiteral) node;
    String text = literal.getValueAs(NlsString.class).getValue();
    SqlParserPos position = literal.getParserPosition();
    return switch (type.getSqlTypeName()) {
      case VARCHAR -> literal;
      case CHAR -> SqlLiteral.createCharString(withoutTrailingBlanks(text), position);
      // As precise as it is written: a cast would make it as wide as numeric can be.
      case DECIMAL -> SqlLiteral.createExactNumeric(decimal(text, position), position);
      default -> cast(literal, type);
    };
  }

  /** A CAST, as if it stood in the statement where the node stands. */
  static SqlNode cast(SqlNode node, RelDataType type) {
    SqlParserPos position = node.getParserPosition();
    SqlDataTypeSpec spec =
        isSpecial(type)
            ? new SqlDataTypeSpec(special(type, position), position)
            : SqlTypeUtil.convertTypeToSpec(type);
    return SqlStdOperatorTable.CAST.createCall(position, node, spec);
  }

  private static boolean isSpecial(RelDataType type) {
    return type instanceof OpaqueType || type.getComponentType() != null;
  }

  /** The name of a type for which Calcite has none, or not the same. */
  private static SqlTypeNameSpec special(RelDataType type, SqlParserPos position) {
    RelDataType element = type.getComponentType();
    if (type instanceof OpaqueType opaque) {
      return new OpaqueTypeSpec(opaque.kind(), position);
    }
    return element == null
        ? SqlTypeUtil.convertTypeToSpec(type).getTypeNameSpec()
        : new ArrayTypeSpec(special(element, position), position);
  }

  private static String decimal(String text, SqlParserPos position) {
    try {
      return new BigDecimal(text.strip()).toPlainString();
    } catch (NumberFormatException e) {
      throw new PlacedError(
          position, "22P02", "invalid input syntax for type numeric: \"" + text + "\"");
    }
  }

  private static String withoutTrailingBlanks(String text) {
    int length = text.length();
    while (length > 0 && text.charAt(length - 1) == ' ') {
      length--;
    }
    return text.substring(0, length);
  }
}
