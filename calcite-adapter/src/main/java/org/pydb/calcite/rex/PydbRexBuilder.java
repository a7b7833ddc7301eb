package org.pydb.calcite.rex;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.error.PlacedError;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.type.ColumnTypes;
import org.pydb.calcite.type.PydbTypeFactory;
import org.pydb.calcite.type.PydbTypeSystem;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/**
 * Builds row expressions. String literals are text, not padded CHAR, and a literal that is cast is
 * converted at once by our own conversion: {@code CAST('2020-02-30' AS DATE)} fails here, where the
 * place in the statement is known.
 */
public final class PydbRexBuilder extends RexBuilder {

  /** The instance that all planning shares: it holds no state. */
  public static final PydbRexBuilder INSTANCE = new PydbRexBuilder();

  private PydbRexBuilder() {
    super(PydbTypeFactory.INSTANCE);
  }

  @Override
  public RexLiteral makeCharLiteral(NlsString string) {
    return makeLiteral(string, PydbTypeFactory.INSTANCE.text(), SqlTypeName.CHAR);
  }

  /** A string of a type with a length: Calcite's method would drop the length. */
  RexLiteral makeStringLiteral(String value, RelDataType type) {
    return makeLiteral(new NlsString(value, null, null), type, SqlTypeName.CHAR);
  }

  @Override
  public RexNode makeCast(
      SqlParserPos position,
      RelDataType type,
      RexNode operand,
      boolean matchNullability,
      boolean safe,
      RexLiteral format) {
    if (operand instanceof RexLiteral literal && !literal.isNull() && !safe) {
      RexNode folded = castLiteral(position, type, literal);
      if (folded != null) {
        return folded;
      }
    }
    return super.makeCast(position, type, operand, matchNullability, safe, format);
  }

  /** The literal as one of the type; null to leave it to Calcite. */
  private @Nullable RexNode castLiteral(
      SqlParserPos position, RelDataType type, RexLiteral literal) {
    if (PydbTypeSystem.isNumeric(type)) {
      // A literal of that type would be written with 500 digits after the point.
      return isExactNumber(literal) ? makeAbstractCast(type, literal, false) : null;
    }
    if (type.getSqlTypeName() == SqlTypeName.REAL && SqlTypeUtil.isNumeric(literal.getType())) {
      return makeAbstractCast(type, literal, false); // Calcite would not see that 1e39 is too big.
    }
    if (literal.getTypeName() != SqlTypeName.CHAR) {
      return SqlTypeUtil.isDatetime(literal.getType()) ? convert(type, literal) : null;
    }
    ColumnType target = ColumnTypes.toColumnOrNull(type);
    String text = RexLiteral.stringValue(literal);
    if (target == null || text == null || dependsOnExecution(target, text)) {
      return null;
    }
    return parse(position, type, target, text);
  }

  /** A date as a timestamp and the like, if the value does not depend on the time zone. */
  private @Nullable RexNode convert(RelDataType type, RexLiteral literal) {
    ColumnType target = ColumnTypes.toColumnOrNull(type);
    if (target == null) {
      return null;
    }
    Expression value =
        Expressions.literal(ColumnTypes.toColumn(literal.getType()), LiteralValues.of(literal));
    Optional<Expression> cast = Expressions.cast(value, target, CastMode.EXPLICIT);
    if (cast.isEmpty()) {
      return null;
    }
    RexNode folded = literal(type, cast.get());
    return folded == null ? makeAbstractCast(type, literal, false) : folded; // Calcite would cut.
  }

  private @Nullable RexNode literal(RelDataType type, Expression value) {
    ConstantValue.Result result = ConstantValue.of(value);
    return result.isKnown() ? LiteralValues.toRex(this, type, result.value()) : null;
  }

  private @Nullable RexNode parse(
      SqlParserPos position, RelDataType type, ColumnType target, String text) {
    Expression string =
        Expressions.literal(ColumnType.text(0), text.getBytes(StandardCharsets.UTF_8));
    Optional<Expression> cast = Expressions.cast(string, target, CastMode.EXPLICIT);
    if (cast.isEmpty()) {
      return null;
    }
    try {
      RexNode folded = literal(type, cast.get());
      return folded == null && !hasLiterals(target)
          ? makeAbstractCast(type, makeCharLiteral(new NlsString(text, null, null)), false)
          : folded;
    } catch (SqlError e) {
      throw new PlacedError(position, e.state(), String.valueOf(e.getMessage()));
    }
  }

  /** Whether Calcite has literals of a type; otherwise they are texts that are cast. */
  private static boolean hasLiterals(ColumnType type) {
    return switch (type.kind()) {
      case INTERVAL, JSON, JSONB, ARRAY -> false;
      default -> true;
    };
  }

  private static boolean isExactNumber(RexLiteral literal) {
    return switch (literal.getType().getSqlTypeName()) {
      case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
      default -> false;
    };
  }

  /**
   * An instant depends on the session's time zone, and words such as {@code today} on the clock.
   */
  private static boolean dependsOnExecution(ColumnType target, String text) {
    return target.kind() == ColumnKind.TIMESTAMP_TZ
        || switch (target.kind()) {
          case DATE, TIME, TIMESTAMP ->
              !text.isBlank() && Character.isLetter(text.strip().charAt(0));
          default -> false;
        };
  }
}
