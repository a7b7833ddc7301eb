package org.pydb.jdbc.statement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.net.URL;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.Ref;
import java.sql.RowId;
import java.sql.SQLException;
import java.sql.SQLType;
import java.sql.SQLXML;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.ParameterInfo;
import org.pydb.calcite.api.ParameterValues;
import org.pydb.engine.schema.ColumnKind;
import org.pydb.jdbc.bind.ObjectBinding;
import org.pydb.jdbc.bind.Parameters;
import org.pydb.jdbc.bind.StreamBinding;
import org.pydb.jdbc.bind.TargetBinding;
import org.pydb.jdbc.bind.TimeBinding;
import org.pydb.jdbc.error.SqlExceptions;
import org.pydb.jdbc.result.ResultKind;
import org.pydb.jdbc.session.SessionGate;

/** The setters of a prepared statement. They belong to the thread that runs it. */
abstract class ParameterStatement extends StatementCore implements PreparedStatement {
  private final Parameters parameters;

  ParameterStatement(
      Connection connection, SessionGate gate, ResultKind kind, List<ParameterInfo> places) {
    super(connection, gate, kind);
    parameters = new Parameters(places, () -> gate.session().spool());
  }

  final Parameters parameters() {
    return parameters;
  }

  private ParameterValues toSet(int parameter) throws SQLException {
    checkOpen();
    return parameters.toSet(parameter);
  }

  @Override
  public final void clearParameters() throws SQLException {
    checkOpen();
    parameters.clear();
  }

  // ------------------------------------------------------------------ plain values

  @Override
  public final void setNull(int parameter, int sqlType) throws SQLException {
    TargetBinding.check(sqlType);
    toSet(parameter).setNull(parameter - 1);
  }

  @Override
  public final void setNull(int parameter, int sqlType, String typeName) throws SQLException {
    setNull(parameter, sqlType);
  }

  @Override
  public final void setBoolean(int parameter, boolean value) throws SQLException {
    toSet(parameter).setLong(parameter - 1, ColumnKind.BOOLEAN, value ? 1 : 0);
  }

  @Override
  public final void setByte(int parameter, byte value) throws SQLException {
    toSet(parameter).setLong(parameter - 1, ColumnKind.INT16, value);
  }

  @Override
  public final void setShort(int parameter, short value) throws SQLException {
    toSet(parameter).setLong(parameter - 1, ColumnKind.INT16, value);
  }

  @Override
  public final void setInt(int parameter, int value) throws SQLException {
    toSet(parameter).setLong(parameter - 1, ColumnKind.INT32, value);
  }

  @Override
  public final void setLong(int parameter, long value) throws SQLException {
    toSet(parameter).setLong(parameter - 1, ColumnKind.INT64, value);
  }

  @Override
  public final void setFloat(int parameter, float value) throws SQLException {
    toSet(parameter).setDouble(parameter - 1, ColumnKind.FLOAT32, value);
  }

  @Override
  public final void setDouble(int parameter, double value) throws SQLException {
    toSet(parameter).setDouble(parameter - 1, ColumnKind.FLOAT64, value);
  }

  @Override
  public final void setBigDecimal(int parameter, @Nullable BigDecimal value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setString(int parameter, @Nullable String value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setNString(int parameter, @Nullable String value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setBytes(int parameter, byte @Nullable [] value) throws SQLException {
    setObject(parameter, value);
  }

  // ------------------------------------------------------------------ objects

  @Override
  public final void setObject(int parameter, @Nullable Object value) throws SQLException {
    checkOpen();
    ObjectBinding.bind(parameters, parameter, value);
  }

  @Override
  public final void setObject(int parameter, @Nullable Object value, int targetType)
      throws SQLException {
    setObject(parameter, value, targetType, -1);
  }

  @Override
  public final void setObject(
      int parameter, @Nullable Object value, int targetType, int scaleOrLength)
      throws SQLException {
    checkOpen();
    TargetBinding.bind(
        parameters, parameter, value, targetType, scaleOrLength, gate().session().text());
  }

  @Override
  public final void setObject(int parameter, @Nullable Object value, SQLType targetType)
      throws SQLException {
    setObject(parameter, value, targetType.getVendorTypeNumber(), -1);
  }

  @Override
  public final void setObject(
      int parameter, @Nullable Object value, SQLType targetType, int scaleOrLength)
      throws SQLException {
    setObject(parameter, value, targetType.getVendorTypeNumber(), scaleOrLength);
  }

  // ------------------------------------------------------------------ dates and times

  @Override
  public final void setDate(int parameter, @Nullable Date value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setDate(int parameter, @Nullable Date value, @Nullable Calendar calendar)
      throws SQLException {
    if (value == null) {
      setObject(parameter, null);
    } else {
      checkOpen();
      TimeBinding.bind(parameters, parameter, value, calendar);
    }
  }

  @Override
  public final void setTime(int parameter, @Nullable Time value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setTime(int parameter, @Nullable Time value, @Nullable Calendar calendar)
      throws SQLException {
    if (value == null) {
      setObject(parameter, null);
    } else {
      checkOpen();
      TimeBinding.bind(parameters, parameter, value, calendar);
    }
  }

  @Override
  public final void setTimestamp(int parameter, @Nullable Timestamp value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setTimestamp(
      int parameter, @Nullable Timestamp value, @Nullable Calendar calendar) throws SQLException {
    if (value == null) {
      setObject(parameter, null);
    } else {
      checkOpen();
      TimeBinding.bind(parameters, parameter, value, calendar);
    }
  }

  // ------------------------------------------------------------------ streams

  private void setBytes(int parameter, @Nullable InputStream value, long length)
      throws SQLException {
    if (value == null) {
      setObject(parameter, null);
    } else {
      checkOpen();
      StreamBinding.bind(parameters, parameter, value, length);
    }
  }

  private void setText(int parameter, @Nullable Reader value, long length) throws SQLException {
    if (value == null) {
      setObject(parameter, null);
    } else {
      checkOpen();
      StreamBinding.bind(parameters, parameter, value, length);
    }
  }

  private static @Nullable Reader ascii(@Nullable InputStream value) {
    return value == null ? null : new InputStreamReader(value, US_ASCII);
  }

  private static long checked(long length) throws SQLException {
    if (length < 0) {
      throw SqlExceptions.invalidArgument("a length of " + length + ": expected 0 or more");
    }
    return length;
  }

  @Override
  public final void setBinaryStream(int parameter, @Nullable InputStream value)
      throws SQLException {
    setBytes(parameter, value, -1);
  }

  @Override
  public final void setBinaryStream(int parameter, @Nullable InputStream value, int length)
      throws SQLException {
    setBytes(parameter, value, checked(length));
  }

  @Override
  public final void setBinaryStream(int parameter, @Nullable InputStream value, long length)
      throws SQLException {
    setBytes(parameter, value, checked(length));
  }

  @Override
  public final void setBlob(int parameter, @Nullable Blob value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setBlob(int parameter, @Nullable InputStream value) throws SQLException {
    setBytes(parameter, value, -1);
  }

  @Override
  public final void setBlob(int parameter, @Nullable InputStream value, long length)
      throws SQLException {
    setBytes(parameter, value, checked(length));
  }

  @Override
  public final void setCharacterStream(int parameter, @Nullable Reader value) throws SQLException {
    setText(parameter, value, -1);
  }

  @Override
  public final void setCharacterStream(int parameter, @Nullable Reader value, int length)
      throws SQLException {
    setText(parameter, value, checked(length));
  }

  @Override
  public final void setCharacterStream(int parameter, @Nullable Reader value, long length)
      throws SQLException {
    setText(parameter, value, checked(length));
  }

  @Override
  public final void setNCharacterStream(int parameter, @Nullable Reader value) throws SQLException {
    setText(parameter, value, -1);
  }

  @Override
  public final void setNCharacterStream(int parameter, @Nullable Reader value, long length)
      throws SQLException {
    setText(parameter, value, checked(length));
  }

  @Override
  public final void setAsciiStream(int parameter, @Nullable InputStream value) throws SQLException {
    setText(parameter, ascii(value), -1);
  }

  @Override
  public final void setAsciiStream(int parameter, @Nullable InputStream value, int length)
      throws SQLException {
    setText(parameter, ascii(value), checked(length));
  }

  @Override
  public final void setAsciiStream(int parameter, @Nullable InputStream value, long length)
      throws SQLException {
    setText(parameter, ascii(value), checked(length));
  }

  @Override
  public final void setClob(int parameter, @Nullable Clob value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setClob(int parameter, @Nullable Reader value) throws SQLException {
    setText(parameter, value, -1);
  }

  @Override
  public final void setClob(int parameter, @Nullable Reader value, long length)
      throws SQLException {
    setText(parameter, value, checked(length));
  }

  // ------------------------------------------------------------------ what there is none of

  @Override
  @Deprecated
  public final void setUnicodeStream(int parameter, @Nullable InputStream value, int length)
      throws SQLException {
    if (value == null) {
      setObject(parameter, null);
    } else {
      checkOpen();
      StreamBinding.bindUtf8(parameters, parameter, value, checked(length));
    }
  }

  @Override
  public final void setNClob(int parameter, @Nullable NClob value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setNClob(int parameter, @Nullable Reader value) throws SQLException {
    setText(parameter, value, -1);
  }

  @Override
  public final void setNClob(int parameter, @Nullable Reader value, long length)
      throws SQLException {
    setText(parameter, value, checked(length));
  }

  @Override
  public final void setArray(int parameter, @Nullable Array value) throws SQLException {
    setObject(parameter, value);
  }

  @Override
  public final void setRef(int parameter, @Nullable Ref value) throws SQLException {
    throw SqlExceptions.notSupported("a reference");
  }

  @Override
  public final void setRowId(int parameter, @Nullable RowId value) throws SQLException {
    throw SqlExceptions.notSupported("a row id");
  }

  @Override
  public final void setSQLXML(int parameter, @Nullable SQLXML value) throws SQLException {
    throw SqlExceptions.notSupported("XML");
  }

  @Override
  public final void setURL(int parameter, @Nullable URL value) throws SQLException {
    throw SqlExceptions.notSupported("a URL: use setString; it");
  }
}
