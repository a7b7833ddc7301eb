package org.pydb.calcite.exec.aggregate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.SortedMap;
import java.util.TreeMap;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.Json;
import org.pydb.calcite.exec.json.JsonWriter;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;

/**
 * JSON of a group's values, which are JSON already, and keys, which are texts. The last arguments
 * are those; what is before them says which rows count once.
 */
final class JsonResult implements OrderedResult {
  private static final byte[] NULL = "null".getBytes(UTF_8);

  private final AggregateFunction function;
  private final int key;
  private final int value;

  JsonResult(AggregateFunction function, int[] arguments) {
    this.function = function;
    boolean hasKey =
        function == AggregateFunction.JSON_OBJECT_AGG
            || function == AggregateFunction.JSONB_OBJECT_AGG;
    value = arguments[arguments.length - 1];
    key = hasKey ? arguments[arguments.length - 2] : -1;
  }

  @Override
  public int presentColumn() {
    return -1;
  }

  @Override
  public void write(Vector[] kept, int[] rows, int begin, int end, Vector result, int at) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    switch (function) {
      case JSON_OBJECT_AGG -> writeMembers(kept, rows, begin, end, out);
      case JSONB_OBJECT_AGG -> writeSortedMembers(kept, rows, begin, end, out);
      default -> writeElements(kept, rows, begin, end, out);
    }
    byte[] bytes = out.toByteArray();
    ((BytesVector) result).set(at, bytes, 0, bytes.length);
  }

  private void writeElements(
      Vector[] kept, int[] rows, int begin, int end, ByteArrayOutputStream out) {
    out.write('[');
    for (int i = begin; i < end; i++) {
      boolean isLine = function == AggregateFunction.JSON_AGG_ROWS && !kept[value].isNull(rows[i]);
      out.writeBytes((i == begin ? "" : isLine ? ", \n " : ", ").getBytes(UTF_8));
      writeValue(kept, rows[i], out);
    }
    out.write(']');
  }

  /** All members in order, as {@code json} keeps them. */
  private void writeMembers(
      Vector[] kept, int[] rows, int begin, int end, ByteArrayOutputStream out) {
    out.writeBytes("{ ".getBytes(UTF_8));
    for (int i = begin; i < end; i++) {
      StringBuilder name = new StringBuilder(i == begin ? "" : ", ");
      JsonWriter.quote(key(kept, rows[i]), name);
      out.writeBytes(name.append(" : ").toString().getBytes(UTF_8));
      writeValue(kept, rows[i], out);
    }
    out.writeBytes(" }".getBytes(UTF_8));
  }

  /** Of each key the last member, in the order of {@code jsonb}. */
  private void writeSortedMembers(
      Vector[] kept, int[] rows, int begin, int end, ByteArrayOutputStream out) {
    SortedMap<String, Integer> members = new TreeMap<>(Json.KEYS);
    for (int i = begin; i < end; i++) {
      members.put(key(kept, rows[i]), rows[i]);
    }
    String separator = "{";
    for (var member : members.entrySet()) {
      StringBuilder name = new StringBuilder(separator);
      JsonWriter.quote(member.getKey(), name);
      out.writeBytes(name.append(": ").toString().getBytes(UTF_8));
      writeValue(kept, member.getValue(), out);
      separator = ", ";
    }
    out.write('}');
  }

  private String key(Vector[] kept, int row) {
    BytesVector keys = (BytesVector) kept[key];
    if (keys.isNull(row)) {
      throw new SqlError("22004", "null value not allowed for object key");
    }
    return keys.getString(row);
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
