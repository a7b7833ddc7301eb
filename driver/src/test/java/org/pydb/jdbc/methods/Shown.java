package org.pydb.jdbc.methods;

import java.io.InputStream;
import java.io.Reader;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.List;
import java.util.StringJoiner;

/** What a call gave, as the page shows it. */
final class Shown {

  private Shown() {}

  static String of(Object value) throws Exception {
    if (value == null) {
      return "null";
    } else if (value instanceof InputStream stream) {
      return "a stream of " + bytes(stream.readAllBytes());
    } else if (value instanceof Reader reader) {
      StringWriter text = new StringWriter();
      reader.transferTo(text);
      return "a reader of " + text;
    } else if (value instanceof Blob blob) {
      return "a Blob of " + bytes(blob.getBytes(1, (int) blob.length()));
    } else if (value instanceof Clob clob) {
      return "a Clob of " + clob.getSubString(1, (int) clob.length());
    } else if (value instanceof ResultSet rows) {
      return row(rows);
    } else if (value instanceof byte[] bytes) {
      return bytes(bytes);
    } else if (value instanceof Calendar calendar) {
      return "a Calendar of " + calendar.toInstant();
    } else if (value instanceof DriverPropertyInfo info) {
      return info.name + " = " + info.value;
    } else if (value.getClass().isArray()) {
      return array(value);
    } else if (value.getClass().getName().startsWith("org.pydb")
        && !(value instanceof java.sql.Array)) {
      return "a " + value.getClass().getSimpleName();
    }
    return value.toString();
  }

  private static String bytes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.US_ASCII);
    return bytes.length + " bytes" + (bytes.length == 0 ? "" : ": " + text);
  }

  private static String array(Object array) throws Exception {
    StringJoiner elements = new StringJoiner(", ", "[", "]");
    for (int i = 0; i < Array.getLength(array); i++) {
      elements.add(of(Array.get(array, i)));
    }
    return elements.toString();
  }

  /** The first row, without columns that are NULL, and how many more there are. */
  private static String row(ResultSet rows) throws SQLException {
    int width = rows.getMetaData().getColumnCount();
    if (!rows.next()) {
      return "no rows of " + width + " columns";
    }
    List<String> cells = new ArrayList<>();
    for (int i = 1; i <= width; i++) {
      String cell = rows.getString(i);
      if (cell != null) {
        cells.add(rows.getMetaData().getColumnLabel(i) + " " + cell);
      }
    }
    int more = 0;
    while (rows.next()) {
      more++;
    }
    return "row (" + String.join(", ", cells) + ")" + (more == 0 ? "" : " and " + more + " more");
  }
}
