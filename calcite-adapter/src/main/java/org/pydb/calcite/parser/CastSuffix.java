package org.pydb.calcite.parser;

import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlUserDefinedTypeNameSpec;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.function.ScalarFunctions;
import org.pydb.calcite.function.SystemFunctions;

/**
 * {@code value::type}, while the parser weighs operators against each other.
 *
 * <p>It binds more tightly than a sign: {@code -1::text} is {@code -(1::text)}. In the tree it is
 * an ordinary {@code CAST}.
 */
public final class CastSuffix extends SqlBinaryOperator {

  /** Between the arithmetic operators and the dot. */
  private static final int PRECEDENCE = 94;

  public static final CastSuffix OPERATOR = new CastSuffix();

  private CastSuffix() {
    super("::", SqlKind.CAST, PRECEDENCE, true, null, null, null);
  }

  @Override
  public SqlCall createCall(
      @Nullable SqlLiteral functionQualifier, SqlParserPos pos, @Nullable SqlNode... operands) {
    SqlNode value = operands[0];
    String type = operands[1] instanceof SqlDataTypeSpec spec ? typeName(spec) : "";
    SqlOperator ofCatalog =
        switch (type) {
          case "regclass" -> ScalarFunctions.REGCLASS;
          case "regtype" -> SystemFunctions.REGTYPE;
          case "TEXT", "VARCHAR", "name" -> nameOf(value);
          default -> null;
        };
    if (ofCatalog != null) {
      return ofCatalog.createCall(pos, value);
    }
    SqlTypeNameSpec plain = plain(type, pos);
    return plain == null
        ? SqlStdOperatorTable.CAST.createCall(functionQualifier, pos, operands)
        : SqlStdOperatorTable.CAST.createCall(pos, value, new SqlDataTypeSpec(plain, pos));
  }

  /** The type that stands for one of the catalog's; null if the name is of none. */
  private static @Nullable SqlTypeNameSpec plain(String name, SqlParserPos pos) {
    return switch (name) {
      case "oid" -> new SqlBasicTypeNameSpec(SqlTypeName.BIGINT, pos);
      case "name" -> new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, pos);
      case "char" -> new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, 1, pos); // CHAR has no quotes.
      default -> null;
    };
  }

  /** The type of an array's elements, which may be one of the catalog's. */
  public static SqlTypeNameSpec element(SqlTypeNameSpec type) {
    SqlIdentifier name = type.getTypeName();
    boolean isNamed = type instanceof SqlUserDefinedTypeNameSpec && name.isSimple();
    SqlTypeNameSpec plain = isNamed ? plain(name.getSimple(), type.getParserPos()) : null;
    return plain == null ? type : plain;
  }

  /** What names an object by its number, if that is what a value is; otherwise null. */
  private static @Nullable SqlOperator nameOf(SqlNode value) {
    if (!(value instanceof SqlCall call)) {
      return null;
    }
    return call.getOperator().equals(ScalarFunctions.REGCLASS)
        ? ScalarFunctions.REGCLASS_NAME
        : call.getOperator().equals(SystemFunctions.REGTYPE) ? SystemFunctions.REGTYPE_NAME : null;
  }

  /** The same for {@code CAST (value AS type)}; null if the type is none of the catalog's. */
  public static @Nullable SqlCall ofCatalog(SqlCall cast) {
    SqlNode type = cast.operand(1);
    String name = type instanceof SqlDataTypeSpec spec ? typeName(spec) : "";
    return switch (name) {
      case "regclass", "regtype", "oid", "name", "char" ->
          OPERATOR.createCall(null, cast.getParserPosition(), cast.operand(0), type);
      default -> null;
    };
  }

  /** The number of a relation stands for its name in PostgreSQL, which has a type for that. */
  private static String typeName(SqlDataTypeSpec type) {
    PostgresType own = PostgresType.of(type);
    SqlIdentifier name = type.getTypeName();
    return own != null ? own.name() : name.isSimple() ? name.getSimple() : "";
  }
}
