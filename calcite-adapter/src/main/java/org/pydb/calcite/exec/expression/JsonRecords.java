package org.pydb.calcite.exec.expression;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pydb.calcite.api.SqlError;
import org.pydb.calcite.exec.json.JsonScan;
import org.pydb.calcite.exec.vector.BytesVector;
import org.pydb.calcite.exec.vector.Vector;
import org.pydb.engine.schema.ColumnType;

/**
 * Registers what {@code json_to_record} and {@code json_to_recordset} read: the objects as an
 * array. A record of NULL is one row of NULLs, a set of NULL is empty. Stateless.
 */
final class JsonRecords {

  private JsonRecords() {}

  static void register(Map<ScalarFunction, Binder> binders) {
    binders.put(ScalarFunction.JSON_RECORDS, JsonRecords::of);
  }

  private static @Nullable Expression of(@Nullable ColumnType type, List<Expression> operands) {
    Expression call =
        new RowCall(
            "json_records", operands.get(0).type(), operands, context -> JsonRecords::set, false);
    return Casts.result(ConstantFolding.fold(call), type);
  }

  private static void set(Arguments in, int row, Vector out) {
    String function = in.getString(1, row);
    boolean isSet = function.endsWith("set");
    BytesVector json = in.bytes(0);
    if (!json.isNull(row)) {
      JsonScan scan = new JsonScan().of(json.array(row), json.start(row), json.length(row));
      check(scan, isSet, json.array(row), function);
      if (isSet) {
        ((BytesVector) out).set(row, json.array(row), scan.start(), scan.length());
      } else {
        ByteArrayOutputStream array = new ByteArrayOutputStream();
        array.write('[');
        array.write(json.array(row), scan.start(), scan.length());
        array.write(']');
        ArrayCasts.set(out, row, array.toByteArray());
      }
    } else if (isSet) {
      out.setNull(row);
    } else {
      ArrayCasts.set(out, row, "[null]".getBytes(UTF_8));
    }
  }

  private static void check(JsonScan value, boolean isSet, byte[] bytes, String function) {
    if (isSet ? !value.isArray() : !value.isObject()) {
      String kind = value.isObject() ? "an object" : value.isArray() ? "an array" : "a scalar";
      throw new SqlError("22023", "cannot call " + function + " on " + kind);
    }
    if (isSet) {
      List<Integer> places = value.parts();
      for (int i = 0; i < places.size(); i += 2) {
        if (bytes[places.get(i)] != '{') {
          throw new SqlError("22023", "argument of " + function + " must be an array of objects");
        }
      }
    }
  }
}
