package org.pydb.calcite.validate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.text.IntervalText;
import org.pydb.calcite.exec.value.Interval;
import org.pydb.calcite.type.OpaqueType;
import org.pydb.calcite.type.OpaqueTypeSpec;

/**
 * {@code interval '1 month 2 days'} in standard SQL's two kinds, of which plans know more than of a
 * text: months, and days with seconds, to be added to a time one after the other.
 *
 * @param months null if there are none, and there is a rest
 * @param rest days and seconds; null if there are none
 */
record StandardInterval(@Nullable SqlLiteral months, @Nullable SqlLiteral rest) {

  /** The most that Calcite takes for a field. */
  private static final BigDecimal MOST = BigDecimal.valueOf(Integer.MAX_VALUE);

  private static final BigDecimal SECONDS_PER_DAY = BigDecimal.valueOf(86_400);

  /** The interval that a node writes out; null if it is no such text, or none for the standard. */
  static @Nullable StandardInterval of(SqlNode node) {
    if (!isLiteral(node)) {
      return null;
    }
    SqlLiteral text = ((SqlCall) node).operand(0);
    Interval interval;
    try {
      interval = IntervalText.parse(text.getValueAs(NlsString.class).getValue());
    } catch (SqlError e) {
      return null; // Read as a value, it tells what is wrong.
    }
    BigDecimal months = BigDecimal.valueOf(interval.months());
    BigDecimal days = BigDecimal.valueOf(interval.days());
    BigDecimal seconds =
        days.multiply(SECONDS_PER_DAY).add(BigDecimal.valueOf(interval.micros()).movePointLeft(6));
    boolean isWritable =
        interval.micros() % 1000 == 0
            && months.abs().compareTo(MOST) <= 0
            && seconds.abs().compareTo(MOST) <= 0;
    if (!isWritable) {
      return null;
    }
    SqlParserPos position = node.getParserPosition();
    SqlLiteral ofMonths = months.signum() == 0 ? null : literal(months, TimeUnit.MONTH, position);
    boolean hasRest = ofMonths == null || seconds.signum() != 0;
    return new StandardInterval(ofMonths, hasRest ? rest(seconds, position) : null);
  }

  /** Days where they are whole. */
  private static SqlLiteral rest(BigDecimal seconds, SqlParserPos position) {
    BigDecimal[] days = seconds.divideAndRemainder(SECONDS_PER_DAY);
    return days[1].signum() == 0
        ? literal(days[0], TimeUnit.DAY, position)
        : literal(seconds, TimeUnit.SECOND, position);
  }

  /** The interval as one literal; null if it takes two. */
  @Nullable SqlLiteral single() {
    return months == null ? rest : rest == null ? months : null;
  }

  private static boolean isLiteral(SqlNode node) {
    return node.getKind() == SqlKind.CAST
        && ((SqlCall) node).operand(0) instanceof SqlCharStringLiteral
        && ((SqlCall) node).operand(1) instanceof SqlDataTypeSpec type
        && type.getTypeNameSpec() instanceof OpaqueTypeSpec spec
        && spec.kind() == OpaqueType.Kind.INTERVAL;
  }

  private static SqlLiteral literal(BigDecimal value, TimeUnit unit, SqlParserPos position) {
    int fraction = unit == TimeUnit.SECOND ? 3 : -1;
    return SqlLiteral.createInterval(
        value.signum() < 0 ? -1 : 1,
        value.abs().stripTrailingZeros().toPlainString(),
        new SqlIntervalQualifier(unit, digits(value), null, fraction, position),
        position);
  }

  private static int digits(BigDecimal value) {
    return Math.max(2, value.abs().setScale(0, RoundingMode.DOWN).precision());
  }
}
