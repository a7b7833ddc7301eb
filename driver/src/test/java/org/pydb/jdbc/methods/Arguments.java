package org.pydb.jdbc.methods;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Date;
import java.sql.JDBCType;
import java.sql.NClob;
import java.sql.SQLType;
import java.sql.Time;
import java.sql.Timestamp;
import java.util.Calendar;

/** Values by which setters and updaters are tried: each is of the class that the method takes. */
final class Arguments {
  private static final String TEXT = "given";
  private static final byte[] BYTES = TEXT.getBytes(StandardCharsets.UTF_8);

  private Arguments() {}

  /** A value of a class; null where pydb has none of it. */
  static Object of(Class<?> type, Connection connection) throws Exception {
    if (type == boolean.class) {
      return true;
    } else if (type == byte.class) {
      return (byte) 8;
    } else if (type == short.class) {
      return (short) 9;
    } else if (type == int.class) {
      return 43;
    } else if (type == long.class) {
      return 4_300_000_000L;
    } else if (type == float.class) {
      return 0.5f;
    } else if (type == double.class) {
      return 0.25;
    } else if (type == BigDecimal.class) {
      return new BigDecimal("56.78");
    } else if (type == String.class || type == Object.class) {
      return TEXT;
    } else if (type == byte[].class) {
      return BYTES;
    } else if (type == InputStream.class) {
      return new ByteArrayInputStream(BYTES);
    } else if (type == Reader.class) {
      return new StringReader(TEXT);
    } else if (type == URL.class) {
      return new URL("https://example.org/");
    }
    return object(type, connection);
  }

  private static Object object(Class<?> type, Connection connection) throws Exception {
    if (type == Date.class) {
      return Date.valueOf("2020-01-02");
    } else if (type == Time.class) {
      return Time.valueOf("03:04:05");
    } else if (type == Timestamp.class) {
      return Timestamp.valueOf("2020-01-02 03:04:05.678");
    } else if (type == Calendar.class) {
      return Calendar.getInstance();
    } else if (type == SQLType.class) {
      return JDBCType.VARCHAR;
    } else if (type == Array.class) {
      return connection.createArrayOf("integer", new Object[] {3, 4});
    } else if (type == Blob.class) {
      Blob blob = connection.createBlob();
      blob.setBytes(1, BYTES);
      return blob;
    } else if (type == Clob.class || type == NClob.class) {
      NClob clob = connection.createNClob();
      clob.setString(1, TEXT);
      return clob;
    }
    return null;
  }

  /** The length of what a stream or reader gives, as the class that the parameter has. */
  static Object length(Class<?> type) {
    return type == int.class ? (Object) TEXT.length() : (Object) (long) TEXT.length();
  }
}
