package org.pydb.calcite.hoist;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.expression.CastMode;
import org.pydb.calcite.exec.expression.Expression;
import org.pydb.calcite.exec.expression.Expressions;
import org.pydb.calcite.rex.ConstantValue;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;

/** From the text of a literal to the value that a plan runs with. Stateless. */
final class LiteralValue {
  private static final ColumnType TEXT = ColumnType.text(0);

  private LiteralValue() {}

  /** The value as it is written: a {@code Long}, {@code BigDecimal} or {@code String}. */
  static Object written(StatementShape shape, TextPlaces.Place place) {
    Object value = written(shape, place.literal());
    return place.isNegative() ? negated(value) : value;
  }

  private static Object written(StatementShape shape, int literal) {
    int start = shape.start(literal);
    int end = shape.end(literal);
    return switch (shape.kind(literal)) {
      case LiteralKind.TEXT -> text(shape.text(), start + 1, end - 1);
      case LiteralKind.INTEGER, LiteralKind.BIGINT -> Long.parseLong(shape.text(), start, end, 10);
      default -> new BigDecimal(shape.text().substring(start, end));
    };
  }

  private static Object negated(Object value) {
    if (value instanceof Long number) {
      return -number;
    }
    return value instanceof BigDecimal decimal ? decimal.negate() : value;
  }

  private static String text(String text, int start, int end) {
    String inner = text.substring(start, end);
    return inner.indexOf('\'') < 0 ? inner : inner.replace("''", "'");
  }

  /**
   * The value that a plan wants, as vectors give it; null if it is none, or one that depends on
   * more than its text: then the statement is planned with the literal, and says so itself.
   */
  static @Nullable Object of(StatementShape shape, int literal, LiteralSlot slot) {
    Object value = written(shape, literal);
    if (value instanceof String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return slot.type().kind() == ColumnKind.TEXT ? bytes : converted(bytes, slot.type());
    }
    return slot.isNegative() ? negated(value) : value;
  }

  private static @Nullable Object converted(byte[] text, ColumnType type) {
    Optional<Expression> cast =
        Expressions.cast(Expressions.literal(TEXT, text), type, CastMode.EXPLICIT);
    if (cast.isEmpty()) {
      return null;
    }
    try {
      ConstantValue.Result result = ConstantValue.of(cast.get());
      return result.isKnown() ? result.value() : null;
    } catch (SqlError e) {
      return null;
    }
  }
}
