package org.pydb.jdbc.bind;

import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.engine.schema.ColumnType;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.error.SqlStates;
import org.pydb.jdbc.value.BinaryValues;
import org.pydb.jdbc.value.PydbArray;

/** Binds an object by its class. Parameters count from 1. Stateless. */
public final class ObjectBinding {

  private ObjectBinding() {}

  /**
   * Binds a value.
   *
   * @throws SQLException 07006 if no SQL type fits its class
   */
  public static void bind(Parameters parameters, int parameter, @Nullable Object value)
      throws SQLException {
    ParameterValues values = parameters.toSet(parameter);
    int at = parameter - 1;
    if (value == null) {
      values.setNull(at);
    } else if (value instanceof String text) {
      values.setText(at, text);
    } else if (value instanceof Number number) {
      bind(values, at, number);
    } else if (value instanceof Boolean truth) {
      values.setLong(at, ColumnKind.BOOLEAN, truth ? 1 : 0);
    } else if (value instanceof byte[] bytes) {
      values.setBytes(at, ColumnKind.BYTES, bytes.clone());
    } else if (value instanceof UUID uuid) {
      values.setBytes(at, ColumnKind.UUID, BinaryValues.ofUuid(uuid));
    } else if (value instanceof Duration || value instanceof Period) {
      values.setText(at, value.toString());
    } else if (value instanceof Character character) {
      values.setText(at, character.toString());
    } else if (value instanceof java.sql.Array array) {
      bind(values, at, array);
    } else if (value.getClass().isArray()) {
      bind(values, at, PydbArray.ofJava(value));
    } else if (!bindTime(parameters, parameter, value)) {
      bindLarge(parameters, parameter, value);
    }
  }

  private static void bind(ParameterValues values, int at, Number value) throws SQLException {
    if (value instanceof Integer) {
      values.setLong(at, ColumnKind.INT32, value.intValue());
    } else if (value instanceof Long) {
      values.setLong(at, ColumnKind.INT64, value.longValue());
    } else if (value instanceof Short || value instanceof Byte) {
      values.setLong(at, ColumnKind.INT16, value.shortValue());
    } else if (value instanceof BigDecimal decimal) {
      values.setDecimal(at, decimal);
    } else if (value instanceof BigInteger integer) {
      values.setDecimal(at, new BigDecimal(integer));
    } else if (value instanceof Double) {
      values.setDouble(at, ColumnKind.FLOAT64, value.doubleValue());
    } else if (value instanceof Float) {
      values.setDouble(at, ColumnKind.FLOAT32, value.doubleValue());
    } else {
      throw unfit(at + 1, value);
    }
  }

  private static void bind(ParameterValues values, int at, java.sql.Array array)
      throws SQLException {
    PydbArray own = array instanceof PydbArray known ? known : PydbArray.ofJava(array.getArray());
    values.setArray(at, ColumnType.array(own.element()), own.text());
  }

  private static boolean bindTime(Parameters parameters, int parameter, Object value)
      throws SQLException {
    if (value instanceof LocalDate date) {
      TimeBinding.bind(parameters, parameter, date);
    } else if (value instanceof LocalDateTime local) {
      TimeBinding.bind(parameters, parameter, local);
    } else if (value instanceof LocalTime time) {
      TimeBinding.bind(parameters, parameter, time);
    } else if (value instanceof Instant instant) {
      TimeBinding.bind(parameters, parameter, instant);
    } else if (value instanceof OffsetDateTime offset) {
      TimeBinding.bind(parameters, parameter, offset.toZonedDateTime());
    } else if (value instanceof ZonedDateTime zoned) {
      TimeBinding.bind(parameters, parameter, zoned);
    } else if (value instanceof OffsetTime time) {
      TimeBinding.bind(parameters, parameter, time);
    } else if (value instanceof Timestamp timestamp) {
      TimeBinding.bind(parameters, parameter, timestamp, null);
    } else if (value instanceof Date date) {
      TimeBinding.bind(parameters, parameter, date, null);
    } else if (value instanceof Time time) {
      TimeBinding.bind(parameters, parameter, time, null);
    } else if (value instanceof java.util.Date date) {
      TimeBinding.bind(parameters, parameter, Timestamp.from(date.toInstant()), null);
    } else if (value instanceof Calendar calendar) {
      TimeBinding.bind(parameters, parameter, new Timestamp(calendar.getTimeInMillis()), calendar);
    } else {
      return false;
    }
    return true;
  }

  private static void bindLarge(Parameters parameters, int parameter, Object value)
      throws SQLException {
    if (value instanceof InputStream stream) {
      StreamBinding.bind(parameters, parameter, stream, -1);
    } else if (value instanceof Reader reader) {
      StreamBinding.bind(parameters, parameter, reader, -1);
    } else if (value instanceof Blob blob) {
      StreamBinding.bind(parameters, parameter, blob.getBinaryStream(), -1);
    } else if (value instanceof Clob clob) {
      StreamBinding.bind(parameters, parameter, clob.getCharacterStream(), -1);
    } else {
      throw unfit(parameter, value);
    }
  }

  private static SQLException unfit(int parameter, Object value) {
    return SqlExceptions.of(
        SqlStates.CANNOT_CONVERT,
        "parameter "
            + parameter
            + ": no SQL type fits a "
            + value.getClass().getName()
            + "; bind a String, a number, a date or time, a UUID or a byte[]");
  }
}
