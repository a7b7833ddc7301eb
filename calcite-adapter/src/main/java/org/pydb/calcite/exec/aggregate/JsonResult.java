package org.pydb.calcite.exec.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonReader;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * JSON of a group's values, which are JSON already, and keys, which are texts. The last arguments
 * are those; what is before them says which rows count once.
 */
final class JsonResult implements OrderedResult {
  private static final byte[] NULL = "null".getBytes(UTF_8);

  private final boolean isObject;
  private final boolean isJsonb;
  private final boolean isUnique;
  private final boolean leavesOutNulls;
  private final boolean isOfRows;
  private final int key;
  private final int value;

  JsonResult(AggregateFunction function, int[] arguments) {
    isObject = function.name().contains("OBJECT");
    isJsonb = function.name().startsWith("JSONB");
    isUnique = function.name().contains("UNIQUE");
    leavesOutNulls = function.name().endsWith("STRICT");
    isOfRows = function.name().contains("ROWS");
    value = arguments[arguments.length - 1];
    key = isObject ? arguments[arguments.length - 2] : -1;
  }

  @Override
  public int presentColumn() {
    return -1;
  }

  @Override
  public void write(Vector[] kept, int[] rows, int begin, int end, Vector result, int at) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (!isObject) {
      writeElements(kept, rows, begin, end, out);
    } else if (isJsonb) {
      writeSortedMembers(kept, rows, begin, end, out);
    } else {
      writeMembers(kept, rows, begin, end, out);
    }
    byte[] bytes = out.toByteArray();
    ((BytesVector) result).set(at, bytes, 0, bytes.length);
  }

  private void writeElements(
      Vector[] kept, int[] rows, int begin, int end, ByteArrayOutputStream out) {
    out.write('[');
    boolean isFirst = true;
    for (int i = begin; i < end; i++) {
      boolean isNull = kept[value].isNull(rows[i]);
      if (leavesOutNulls && isNull) {
        continue;
      }
      out.writeBytes((isFirst ? "" : isOfRows && !isNull ? ", \n " : ", ").getBytes(UTF_8));
      writeValue(kept, rows[i], out);
      isFirst = false;
    }
    out.write(']');
  }

  /** All members in order, as {@code json} keeps them. */
  private void writeMembers(
      Vector[] kept, int[] rows, int begin, int end, ByteArrayOutputStream out) {
    out.writeBytes("{ ".getBytes(UTF_8));
    Set<String> keys = new HashSet<>();
    boolean isFirst = true;
    for (int i = begin; i < end; i++) {
      String text = key(kept, rows[i], keys);
      if (leavesOutNulls && kept[value].isNull(rows[i])) {
        continue;
      }
      StringBuilder name = new StringBuilder(isFirst ? "" : ", ");
      isFirst = false;
      JsonWriter.quote(text, name);
      out.writeBytes(name.append(" : ").toString().getBytes(UTF_8));
      writeValue(kept, rows[i], out);
    }
    out.writeBytes(" }".getBytes(UTF_8));
  }

  /** Of each key the last member, in the order of {@code jsonb}. */
  private void writeSortedMembers(
      Vector[] kept, int[] rows, int begin, int end, ByteArrayOutputStream out) {
    Set<String> keys = new HashSet<>();
    SortedMap<String, Integer> members = new TreeMap<>(Json.KEYS);
    for (int i = begin; i < end; i++) {
      String text = key(kept, rows[i], keys);
      if (!leavesOutNulls || !kept[value].isNull(rows[i])) {
        members.put(text, rows[i]);
      }
    }
    out.write('{');
    String separator = "";
    for (var member : members.entrySet()) {
      if (leavesOutNulls && isNullOfJson(kept, member.getValue())) {
        continue;
      }
      StringBuilder name = new StringBuilder(separator);
      JsonWriter.quote(member.getKey(), name);
      out.writeBytes(name.append(": ").toString().getBytes(UTF_8));
      writeValue(kept, member.getValue(), out);
      separator = ", ";
    }
    out.write('}');
  }

  private boolean isNullOfJson(Vector[] kept, int row) {
    BytesVector values = (BytesVector) kept[value];
    int start = values.start(row);
    return Arrays.equals(
        values.array(row), start, start + values.length(row), NULL, 0, NULL.length);
  }

  /** The key of a row, which must not be among those before if they are to be unique. */
  private String key(Vector[] kept, int row, Set<String> before) {
    BytesVector keys = (BytesVector) kept[key];
    if (keys.isNull(row)) {
      throw isJsonb
          ? new SqlError("22023", "field name must not be null")
          : new SqlError("22004", "null value not allowed for object key");
    }
    String text = keys.getString(row);
    if (isUnique && !before.add(text)) {
      throw JsonReader.duplicateKey(text);
    }
    return text;
  }

  private void writeValue(Vector[] kept, int row, ByteArrayOutputStream out) {
    BytesVector values = (BytesVector) kept[value];
    if (values.isNull(row)) {
      out.writeBytes(NULL);
    } else {
      out.write(values.array(row), values.start(row), values.length(row));
    }
  }
}
